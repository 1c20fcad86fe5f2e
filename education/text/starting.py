"""A page of starting content: a Markdown file whose first lines say what it is called and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

KNOWN = ("title", "summary", "group", "order", "related", "kind")


@dataclass(frozen=True)
class StartingPage:
    """One file, read. `related`: slugs of pages that go with it."""

    slug: str
    title: str
    summary: str
    group: str
    order: int
    related: tuple[str, ...]
    kind: str
    text: str


def read_page(path: Path) -> StartingPage:
    """A file between two lines of `---`, then Markdown; ValueError says what is wrong with it."""
    opening, _, rest = path.read_text().partition("---\n")
    head, found, text = rest.partition("\n---\n")
    if opening.strip() or not found:
        raise ValueError(f"{path.name} has to begin with its front matter, between two lines of ---.")
    told = dict(_pair(path, line) for line in head.splitlines() if line.strip())
    for name in ("title", "summary"):
        if not told.get(name):
            raise ValueError(f"{path.name} says no {name}.")
    related = tuple(slug.strip() for slug in told.get("related", "").split(",") if slug.strip())
    return StartingPage(
        slug=path.stem,
        title=told["title"],
        summary=told["summary"],
        group=told.get("group", ""),
        order=int(told.get("order", "0")),
        related=related,
        kind=told.get("kind", "page"),
        text=text.strip() + "\n",
    )


def _pair(path: Path, line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or name.strip() not in KNOWN:
        raise ValueError(f"{path.name}: {line!r} is not one of {', '.join(KNOWN)}.")
    return name.strip(), value.strip()
