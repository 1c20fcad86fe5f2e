"""A text as readers would see it, before they do: a draft, or any version."""

from __future__ import annotations

import re
from typing import Any

from education.models import Group
from education.models.version import Written
from education.shelf import Shelf
from education.standing import HARDEST
from education.text.dressing import dress, unknown_tokens
from education.text.markup import clean, render
from education.text.promises import promotional_words
from education.text.reading import grade

EASY = "Most people can read this."
HARD = "Too hard for many: use shorter sentences and common words."
LINK = re.compile(r'<a href="(?!#)')


def as_readers_would_see(written: Any, on: Shelf, *, html: str = "") -> dict[str, Any]:
    """What the preview shows of a draft or version (`html`: what was kept of it). Links open beside the editor."""
    text = dress(clean(html or render(written.text)), on.known)
    text.html = LINK.sub('<a target="_blank" href="', text.html)
    return {
        "title": written.title,
        "summary": written.summary,
        "group": Group(written.group).label if written.group in Group.values else "",
        "text": text,
        "sources": [on.sources[key] for key in text.sources],
        "terms": [(slug, *on.terms[slug]) for slug in text.terms],
        "related": [on.pages[slug] for slug in written.related if slug in on.pages],
    }


def reading_of(written: Written, on: Shelf) -> dict[str, Any]:
    """How a text reads, as it is typed: its grade in words, what it promises, what it names that we do not have."""
    found = max(0.0, grade(written.text))
    return {
        "grade": f"Reading grade {found}",
        "advice": EASY if found <= HARDEST else HARD,
        "promises": promotional_words(f"{written.title}.\n\n{written.summary}\n\n{written.text}"),
        "unknown": unknown_tokens(written.text, on.known),
    }
