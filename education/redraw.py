"""Draws an uploaded picture anew, in a process of its own that may neither grow nor take long.

Read as a program: the picture comes in, a WebP picture with its size goes out, or a word that says what is wrong.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO

FORMATS = ("PNG", "JPEG", "WEBP")
LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_EDGE = 1_600
MOST_MEMORY = 1024**3
MOST_SECONDS = 20
TOO_LARGE, NOT_A_PICTURE, TOO_MANY_PIXELS, BROKEN = "too_large", "not_a_picture", "too_many_pixels", "broken"


class NotDrawn(Exception):
    """The picture could not be drawn anew; `why` is one of the four words above."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Redrawn:
    """A WebP picture that holds pixels and nothing else."""

    webp: bytes
    width: int
    height: int


def redrawn(uploaded: bytes) -> Redrawn:
    """The picture drawn anew, or NotDrawn."""
    if len(uploaded) > LARGEST:
        raise NotDrawn(TOO_LARGE)
    command = [sys.executable, "-I", __file__]
    try:
        made = subprocess.run(command, input=uploaded, capture_output=True, timeout=MOST_SECONDS, env={})
    except subprocess.TimeoutExpired:
        raise NotDrawn(BROKEN) from None
    if made.returncode:
        told = made.stderr.decode(errors="replace").strip()
        raise NotDrawn(told if told in (NOT_A_PICTURE, TOO_MANY_PIXELS) else BROKEN)
    size, _line, webp = made.stdout.partition(b"\n")
    width, height = size.split()
    return Redrawn(webp, int(width), int(height))


def _limit_oneself() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _draw(uploaded: bytes) -> Redrawn:
    """Only pixels are carried over: turned as the camera says, no larger than a page shows them."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # counted here
    try:
        picture: Image.Image = Image.open(BytesIO(uploaded), formats=FORMATS)
    except Exception:
        raise NotDrawn(NOT_A_PICTURE) from None
    if picture.width * picture.height > MOST_PIXELS:
        raise NotDrawn(TOO_MANY_PIXELS)
    picture.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
    picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    picture = ImageOps.exif_transpose(picture)
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    made = BytesIO()
    bare.save(made, "WEBP", quality=82)
    return Redrawn(made.getvalue(), *bare.size)


def _as_a_program() -> None:
    _limit_oneself()
    try:
        made = _draw(sys.stdin.buffer.read())
    except NotDrawn as failed:
        sys.exit(failed.why)
    except Exception:
        sys.exit(BROKEN)
    sys.stdout.buffer.write(f"{made.width} {made.height}\n".encode() + made.webp)


if __name__ == "__main__":
    _as_a_program()
