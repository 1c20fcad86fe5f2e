"""Searching the pages: titles and text, by PostgreSQL's full-text search, safe on whatever was typed."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from education.models import Version
from education.shelf import Entry, Shelf, shelf
from education.views.reader import fills_in_a_form, grouped

LONGEST_QUERY = 200
MOST_FOUND, MOST_WEIGHED = 10, 100
OPENS, CLOSES = "\ue000", "\ue001"
"""Private letters around what was found: no page holds them, so the words between are told apart after escaping."""


@dataclass(frozen=True)
class Found:
    """A page that answers, and the words around, in turn as they are and marked."""

    entry: Entry
    parts: tuple[tuple[str, bool], ...]


def search(request: HttpRequest) -> HttpResponse:
    """Pages that hold the words, best first; or what might help instead."""
    typed = " ".join(request.GET.get("q", "").split())
    asked = typed[:LONGEST_QUERY]
    on = shelf()
    found = _find(asked, on) if asked else []
    page = {
        "typed": asked,
        "was_cut": len(typed) > LONGEST_QUERY,
        "found": found,
        "terms": _terms(asked, on),
        "near": [] if found or not asked else _near(asked, on),
        "groups": [] if found else grouped(on.listed),
        "goes_on": fills_in_a_form(request),
    }
    return render(request, "learn/search.html", page)


def _find(asked: str, on: Shelf) -> list[Found]:
    """Old versions match too, and are left out; of what stands the newest are weighed, and the best are shown."""
    query = SearchQuery(asked, search_type="websearch", config="english")
    matching = Version.objects.filter(search=query).values_list("pk", flat=True)
    standing = sorted((pk for pk in matching if pk in on.by_version), reverse=True)[:MOST_WEIGHED]
    headline = SearchHeadline(
        "words", query, config="english", start_sel=OPENS, stop_sel=CLOSES, max_words=30, min_words=15, max_fragments=1
    )
    best = Version.objects.filter(pk__in=standing).order_by(SearchRank(F("search"), query).desc(), "pk")[:MOST_FOUND]
    return [Found(on.by_version[pk], _parts(words)) for pk, words in best.values_list("pk", headline)]


def _parts(words: str) -> tuple[tuple[str, bool], ...]:
    pieces = re.split(f"({OPENS}[^{CLOSES}]*{CLOSES})", words)
    return tuple((piece.strip(OPENS + CLOSES), piece.startswith(OPENS)) for piece in pieces if piece)


def _terms(asked: str, on: Shelf) -> list[tuple[str, str]]:
    """Words of the glossary that were asked for by name."""
    plain = asked.casefold()
    return [(name, meaning) for name, meaning in on.terms.values() if name.casefold() == plain]


def _near(asked: str, on: Shelf) -> list[str]:
    """Words that pages are called by, and that are spelled much like what was typed."""
    titles = " ".join(each.title for each in on.pages.values()) + " " + " ".join(name for name, _ in on.terms.values())
    known = {word.lower() for word in re.findall(r"[^\W\d_]{4,}", titles)}
    typed = re.findall(r"[^\W\d_]{3,}", asked.lower())[:5]
    near = (difflib.get_close_matches(word, sorted(known), n=2, cutoff=0.75) for word in typed)
    return list(dict.fromkeys(word for words in near for word in words))
