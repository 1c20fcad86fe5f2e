"""A text as readers would see it, in a frame of its own: nothing in it runs, and only our own pages may frame it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from clinic.headers import with_policy
from education.appearance import as_readers_would_see
from education.models import Draft, Version
from education.shelf import shelf
from education.text.differences import differences, runs

SEALED_OFF = {
    "sandbox": "allow-same-origin allow-popups allow-popups-to-escape-sandbox",
    "script_src": "'none'",
    "connect_src": "'none'",
    "form_action": "'none'",
    "frame_ancestors": "'self'",
}
"""Without scripts the frame may share our origin, which it needs for our style sheets, font and pictures."""


def draft_shown(request: HttpRequest, draft: UUID) -> HttpResponse:
    """A draft as it was kept last."""
    found = get_object_or_404(Draft, pk=draft)
    return _framed(request, as_readers_would_see(found.written, shelf()))


def version_shown(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version, from the HTML that was kept of it."""
    version = get_object_or_404(Version, page__slug=slug, number=number)
    return _framed(request, as_readers_would_see(version, shelf(), html=version.html))


def draft(request: HttpRequest, draft: UUID) -> HttpResponse:
    """What a colleague is writing, for whoever got the link and may see it."""
    found = get_object_or_404(Draft.objects.select_related("page", "editor", "based_on"), pk=draft)
    changes = runs(differences(found.based_on.text if found.based_on else "", found.text))
    page = {"page": found.page, "draft": found, "runs": changes, "is_mine": found.editor_id == request.user.pk}
    return with_policy(render(request, "education/draft.html", page), frame_src="'self'")


def _framed(request: HttpRequest, shown: dict[str, Any]) -> HttpResponse:
    return with_policy(render(request, "education/shown.html", shown), **SEALED_OFF)
