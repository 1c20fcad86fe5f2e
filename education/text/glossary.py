"""The glossary is a page: every heading of the third level is a term, the paragraph below it says what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping

from education.text.dressing import slug_of
from education.text.reading import plain

ENTRY = re.compile(r"^###\s+(.+?)\s*\n+((?:(?!^#).+\n?)+)", re.MULTILINE)


def terms_in(markdown: str) -> Mapping[str, tuple[str, str]]:
    """Each term by its slug: its name as written, and what it means in plain words."""
    found = ((plain(name).strip(), " ".join(plain(meaning).split())) for name, meaning in ENTRY.findall(markdown))
    return {slug_of(name): (name, meaning) for name, meaning in found}
