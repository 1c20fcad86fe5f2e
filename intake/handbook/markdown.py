"""Pieces of Markdown that every part of the handbook uses."""

from __future__ import annotations

from intake.triage.sources import Citation


def row(*cells: str) -> str:
    """A row of a table."""
    return "| " + " | ".join(flat(cell).replace("|", "\\|") for cell in cells) + " |"


def flat(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def cited_in_words(cite: Citation) -> str:
    """A citation, and whether somebody has read that place."""
    title = f"[{cite.source.title}]({cite.source.url})" if cite.source.url else cite.source.title
    place = f": {cite.place}" if cite.place else ""
    return f"{title}{place} ({'read' if cite.checked else 'not yet read'})"
