"""The keys of one installation: files of mode 0600 in one folder, never in the database or a log.

`python -m clinic.keys FOLDER` makes those that are missing there.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import fcntl
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

from clinic import environment

FILES = ("django.key", "fields.keys", "index.key", "links.key")


def make_keys(folder: Path) -> None:
    """Make the keys that are missing. One that exists is never touched: it may be all that opens a record."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone_in(folder):
        _make_missing(folder)


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Two starts at once take turns: neither overwrites a key that the other uses already."""
    door = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield
    finally:
        os.close(door)


def _make_missing(folder: Path) -> None:
    for name in FILES:
        path = folder / name
        if path.exists():
            continue
        key = base64.b64encode(secrets.token_bytes(64 if name == "django.key" else 32)).decode()
        line = f"k1:{key}" if name == "fields.keys" else key
        unfinished = folder / f".{name}.{os.getpid()}"
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)


def check_keys(folder: Path) -> None:
    """Stop the start over a key that is missing, weak, readable by others, or the same as another."""
    seen: dict[bytes, str] = {}
    for name in FILES:
        for key in _keys_in(folder / name):
            if key in seen:
                environment.stop(
                    f"{folder / name} holds the same key as {seen[key]}; make a new one for each."
                )
            seen[key] = name


def secret_text(folder: Path, name: str) -> str:
    """A key as Django wants it."""
    return (folder / name).read_text().strip()


def _keys_in(path: Path) -> list[bytes]:
    try:
        mode = path.stat().st_mode
        lines = path.read_text().split()
    except OSError:
        environment.stop(
            f"the key file {path} cannot be read; set CLEARWAY_KEYS to the folder that holds it."
        )
    if mode & 0o077:
        environment.stop(f"other users may read {path}; run chmod 600 on it.")
    named = path.name == "fields.keys"
    keys = []
    for line in lines:
        try:
            key = base64.b64decode(line.partition(":")[2] if named else line, validate=True)
        except binascii.Error:
            key = b""
        if len(key) < 32 or len(set(key)) < 8:
            environment.stop(f"{path} holds a weak or broken key; each is 32 random bytes in base64.")
        keys.append(key)
    if not keys:
        environment.stop(f"{path} is empty; each key is 32 random bytes in base64.")
    return keys


if __name__ == "__main__":
    if len(sys.argv) != 2:
        environment.stop("name one folder for the keys: python -m clinic.keys FOLDER.")
    try:
        make_keys(Path(sys.argv[1]))
    except OSError as trouble:
        environment.stop(f"{trouble.filename}: {trouble.strerror}; name a folder that you may write to.")
    print(f"The keys are in {sys.argv[1]}. Keep a copy apart from the database and its backups.")
