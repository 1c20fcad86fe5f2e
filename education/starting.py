"""Puts the starting content where readers find it, and never over what an editor wrote."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import transaction

from education.models import Page, Publication, Source, Version
from education.models.version import Written
from education.text.starting import StartingPage, read_page

CONTENT = Path(__file__).parent / "content"


@transaction.atomic
def load(content: Path = CONTENT) -> dict[str, str]:
    """Every page of starting content, and what became of it: `new`, `updated`, `unchanged` or `edited here`."""
    _load_sources(content / "sources.csv")
    pages = [read_page(path) for path in sorted((content / "pages").glob("*.md"))]
    return {page.slug: _load(page) for page in pages}


def _load_sources(path: Path) -> None:
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            key = row.pop("key")
            Source.objects.get_or_create(key=key, defaults={**row, "read": row["read"] == "yes"})


def _load(starting: StartingPage) -> str:
    page, _made = Page.objects.get_or_create(slug=starting.slug, defaults={"kind": starting.kind})
    newest = page.newest()
    if newest is not None and page.versions.filter(author__isnull=False).exists():
        return "edited here"
    written = Written(
        title=starting.title,
        summary=starting.summary,
        text=starting.text,
        group=starting.group,
        order=starting.order,
        related=starting.related,
    )
    if newest is not None and newest.as_written == written:
        return "unchanged"
    Publication.publish(Version.write(page, written, based_on=newest))
    return "updated" if newest is not None else "new"
