"""The pictures of our pages: the same for everybody, and never changed under their address."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from clinic.headers import everybodys
from education.models import Picture

KEPT = "public, max-age=31536000, immutable"


def picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One picture, as we drew it anew."""
    found = get_object_or_404(Picture, pk=pk)
    try:
        with found.file.open("rb") as file:
            drawn = file.read()
    except FileNotFoundError:
        raise Http404 from None
    return everybodys(HttpResponse(drawn, content_type="image/webp"), kept=KEPT)
