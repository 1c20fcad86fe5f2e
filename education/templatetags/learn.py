"""What other parts of the site show of the education pages: links to those that are published, and which stand open."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from education.shelf import Entry, shelf

register = template.Library()


@register.simple_tag
def pages_called(slugs: str | Iterable[str]) -> list[Entry]:
    """The published pages among these, in this order."""
    wanted = slugs.split() if isinstance(slugs, str) else list(slugs)
    pages = shelf().pages if wanted else {}
    return [pages[slug] for slug in wanted if slug in pages]


@register.simple_tag
def open_pages() -> str:
    """Every page that a reader can open now, in its version: `getting-home@3 getting-ready@1`."""
    return " ".join(sorted(entry.mark for entry in shelf().pages.values()))
