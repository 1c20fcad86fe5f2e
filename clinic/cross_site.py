"""Refuses what another site sends, before the token of a form is looked at.

Our pages send no referrer, and a browser then writes `Origin: null` on our own forms. It is read as our own origin
where the browser says so (`Sec-Fetch-Site`), or is too old to say; the token is demanded in every case.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from clinic.errors import csrf_failure

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"", "same-origin", "none"})


class CrossSiteMiddleware:
    """Stands before Django's own protection against forged forms."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE:
            if request.headers.get("Sec-Fetch-Site", "") not in OURS:
                return csrf_failure(request)
            if request.headers.get("Origin") == "null":
                request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return self.answer(request)
