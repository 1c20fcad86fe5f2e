"""Our own line drawings, each a figure with the clinic's facts written in, that says in words what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent.parent / "drawings"


def drawings(facts: Mapping[str, str]) -> Mapping[str, str]:
    """Every drawing by its name, as a figure; a file may name facts as `${fasting_light_hours}`."""
    known = {name: escape(words) for name, words in facts.items()}
    return {path.stem: Template(path.read_text()).substitute(known).strip() for path in sorted(FOLDER.glob("*.html"))}
