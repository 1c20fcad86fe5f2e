"""What all readers' pages share: which page stands in which version, sources, the glossary, reviews.

Held in memory, and looked up anew when something was published, reviewed or added: one small query tells.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from education.facts import facts
from education.models import Kind, MedicalReview, Publication, Source, Version
from education.text.drawings import drawings
from education.text.dressing import Dressed, Known, dress
from education.text.glossary import terms_in
from education.text.markup import clean

CHANGES = """
    SELECT (SELECT count(*) FROM education_publication WHERE at <= %s),
           (SELECT coalesce(max(id), 0) FROM education_publication),
           (SELECT coalesce(max(id), 0) FROM education_medicalreview),
           (SELECT count(*) FROM education_source)
"""
MOST_DRAWN = 500
SHAPED_BY = (
    "education/**/*.py",
    "education/drawings/*.html",
    "templates/*.html",
    "templates/learn/*.html",
    "static/**/*.css",
    "static/**/*.js",
)


@dataclass(frozen=True)
class Review:
    """Who stands by a version, since when, until when."""

    by: str
    at: datetime
    due: date


@dataclass(frozen=True)
class Entry:
    """One page that readers see."""

    slug: str
    kind: str
    version: int
    number: int
    title: str
    summary: str
    group: str
    order: int
    related: tuple[str, ...]
    is_starting: bool
    since: datetime
    review: Review | None

    @property
    def mark(self) -> str:
        """This page in this version, as a record may keep it: `getting-home@3`."""
        return f"{self.slug}@{self.number}"


@dataclass(frozen=True)
class Shelf:
    """Everything that is published now."""

    stamp: str
    pages: Mapping[str, Entry]
    sources: Mapping[str, Source]
    terms: Mapping[str, tuple[str, str]]
    drawn: dict[int, Dressed] = field(default_factory=dict)
    bodies: dict[tuple[str, str, str], bytes] = field(default_factory=dict)

    @property
    def listed(self) -> list[Entry]:
        """The pages of the index, in order."""
        return sorted(
            (each for each in self.pages.values() if each.kind == Kind.PAGE), key=lambda each: (each.order, each.title)
        )

    @cached_property
    def by_version(self) -> Mapping[int, Entry]:
        """Each page that stands, by its version."""
        return {entry.version: entry for entry in self.pages.values()}

    def dressed(self, entry: Entry) -> Dressed:
        """A page's text as readers see it, cleaned once more; drawn once, then held."""
        page = self.drawn.get(entry.version)
        if page is None:
            html = Version.objects.values_list("html", flat=True).get(pk=entry.version)
            page = dress(clean(html), self.known)
            if len(self.drawn) < MOST_DRAWN:
                self.drawn[entry.version] = page
        return page

    @cached_property
    def known(self) -> Known:
        """What tokens of a text may name."""
        return Known(
            sources=frozenset(self.sources),
            terms={slug: meaning for slug, (_name, meaning) in self.terms.items()},
            drawings=drawings(facts()),
            facts=facts(),
        )


_lock = threading.Lock()
_held: dict[str, Shelf] = {}


def shelf() -> Shelf:
    """The shelf as it stands: one query when nothing has changed."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, [timezone.now()])
        stamp = "-".join(map(str, (connection.settings_dict["NAME"], *cursor.fetchone())))
    held = _held.get("now")
    if held is not None and held.stamp == stamp:
        return held
    with _lock:
        _held["now"] = fresh = _filled(stamp)
    return fresh


def _filled(stamp: str) -> Shelf:
    reviews = {each.version_id: each for each in MedicalReview.objects.select_related("by").order_by("id")}
    standing = Publication.objects.standing().defer("version__text", "version__html", "version__words")
    pages = {each.page.slug: _entry(each, reviews.get(each.version_id)) for each in standing if each.version_id}
    return Shelf(
        stamp=stamp,
        pages=pages,
        sources={each.key: each for each in Source.objects.all()},
        terms=_terms(next((each for each in pages.values() if each.kind == Kind.GLOSSARY), None)),
    )


def _entry(publication: Publication, review: MedicalReview | None) -> Entry:
    version: Any = publication.version
    return Entry(
        slug=publication.page.slug,
        kind=publication.page.kind,
        version=version.pk,
        number=version.number,
        title=version.title,
        summary=version.summary,
        group=version.group,
        order=version.order,
        related=tuple(version.related),
        is_starting=version.author_id is None,
        since=publication.at,
        review=Review(str(review.by), review.at, review.due) if review else None,
    )


def _terms(glossary: Entry | None) -> Mapping[str, tuple[str, str]]:
    if glossary is None:
        return {}
    return terms_in(Version.objects.values_list("text", flat=True).get(pk=glossary.version))


@cache
def fingerprint() -> str:
    """Changes with the code and templates that draw a page, and with what the clinic set: part of every ETag."""
    digest = hashlib.sha256(repr((settings.CLINIC, settings.DEMO, settings.LEAVE_TO, sorted(facts().items()))).encode())
    root = Path(settings.BASE_DIR)
    for path in sorted(path for pattern in SHAPED_BY for path in root.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
