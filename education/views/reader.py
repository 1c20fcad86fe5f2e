"""The index and the pages that patients and their families read. The same for everybody, and without a cookie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from clinic.headers import everybodys
from education.models import Group, Kind
from education.shelf import Entry, Shelf, fingerprint, shelf

MOST_HELD = 200


def index(request: HttpRequest) -> HttpResponse:
    """Every page, by what a reader wants to know."""
    on = shelf()
    return _revalidated(request, on, lambda: render(request, "learn/index.html", _index(request, on)))


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page, in the version that stands."""
    on = shelf()
    entry = on.pages.get(slug)
    if entry is None:
        raise Http404
    return _revalidated(request, on, lambda: render(request, _template(entry), _page(request, entry, on)))


def grouped(entries: list[Entry]) -> list[tuple[str, list[Entry]]]:
    """Pages under what they answer, groups in the order readers ask."""
    under = {group: [each for each in entries if each.group == group] for group in Group.values}
    return [(str(Group(group).label), pages) for group, pages in under.items() if pages]


def fills_in_a_form(request: HttpRequest) -> bool:
    """Whether a form may be open in this browser. Then the page is for this browser alone."""
    return settings.SITTING_COOKIE_NAME in request.COOKIES


def _revalidated(request: HttpRequest, on: Shelf, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """The page, or 304 where the browser has it; nothing is kept of one that was drawn for an open form."""
    if fills_in_a_form(request):
        return draw()
    tag = quote_etag(f"{on.stamp}-{fingerprint()}-{timezone.localdate():%y%m%d}")
    unchanged = get_conditional_response(request, etag=tag)
    response = everybodys(unchanged if unchanged is not None else HttpResponse(_drawn(request, on, tag, draw)))
    response["ETag"] = tag
    return response


def _drawn(request: HttpRequest, on: Shelf, tag: str, draw: Callable[[], HttpResponse]) -> bytes:
    """The same for everybody who asks for this address: drawn once, then held with the shelf."""
    asked = (request.get_host(), request.path, tag)
    if asked not in on.bodies:
        if len(on.bodies) >= MOST_HELD:
            on.bodies.clear()
        on.bodies[asked] = draw().content
    return on.bodies[asked]


def _template(entry: Entry) -> str:
    return "learn/handout.html" if entry.kind == Kind.HANDOUT else "learn/page.html"


def _index(request: HttpRequest, on: Shelf) -> dict[str, Any]:
    return {
        "groups": grouped(on.listed),
        "glossary": next((each for each in on.pages.values() if each.kind == Kind.GLOSSARY), None),
        "handouts": [each for each in on.pages.values() if each.kind == Kind.HANDOUT],
        "goes_on": fills_in_a_form(request),
    }


def _page(request: HttpRequest, entry: Entry, on: Shelf) -> dict[str, Any]:
    text = on.dressed(entry)
    return {
        "entry": entry,
        "text": text,
        "group": Group(entry.group).label if entry.group else "",
        "sources": [on.sources[key] for key in text.sources],
        "terms": [(slug, *on.terms[slug]) for slug in text.terms],
        "related": [on.pages[slug] for slug in entry.related if slug in on.pages],
        "is_overdue": bool(entry.review and entry.review.due < timezone.localdate()),
        "address": request.build_absolute_uri(request.path),
        "goes_on": fills_in_a_form(request),
    }
