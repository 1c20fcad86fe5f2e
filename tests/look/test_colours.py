"""Every pair of colours that a page sets beside each other can be read, by day and by night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text()
SURFACES = ("paper", "card", "shade")
LEVELS = ("stop", "review", "caution", "info", "ok")

PAIRS = [
    *(("ink", surface, 7.0) for surface in SURFACES),
    *(("soft", surface, 7.0) for surface in SURFACES),
    *(("press", surface, 4.5) for surface in SURFACES),
    *((level, surface, 4.5) for level in LEVELS for surface in ("paper", "card", f"{level}-soft")),
    *(("ink", f"{level}-soft", 7.0) for level in LEVELS),
    *(("soft", f"{level}-soft", 4.5) for level in LEVELS),
    ("review", "paper", 7.0),  # the error above an answer
    ("ink", "press-soft", 7.0),  # a chosen answer
    ("soft", "press-soft", 7.0),
    ("press", "press-soft", 4.5),
    ("on-press", "press", 4.5),
    ("on-press", "press-deep", 4.5),
    ("on-stop", "stop-fill", 4.5),
    ("edge", "paper", 3.0),  # the edge of a box to type in, and of a mark to tick
    ("edge", "card", 3.0),
    ("edge", "press-soft", 3.0),
    ("ink", "halo", 3.0),  # where the keyboard is
]


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})\b", css))


LIGHT = colours(TOKENS.split("prefers-color-scheme: dark")[0])
DARK = colours(TOKENS.split("prefers-color-scheme: dark")[1])


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_a_pair_can_be_read(theme: dict[str, str], front: str, back: str, least: float) -> None:
    assert contrast(theme[front], theme[back]) >= least


def test_the_night_names_every_colour_of_the_day() -> None:
    assert DARK.keys() == LIGHT.keys()


@pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda sheet: sheet.name)
def test_a_sheet_loads_nothing_from_another_host(sheet: Path) -> None:
    assert not re.search(r"(https?:)?//\w|@import", sheet.read_text())


@pytest.mark.parametrize("name", ["base", "form", "patient", "staff"])
def test_only_the_tokens_name_colours(name: str) -> None:
    on_screen = (CSS / f"{name}.css").read_text().split("@media print")[0]
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgba?\(", on_screen)
