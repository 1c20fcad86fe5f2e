"""Denied by default: a request goes on only where the table in `who_may_open.py` lets this visitor in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url

from clinic.audit import record
from clinic.errors import page
from clinic.unsent import asked_to_sign_in
from clinic.who_may_open import ANYONE, DOORS, PATIENT

LONGEST_WAY_BACK = 500


class DoorsMiddleware:
    """Stands before every view."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Any, positional: Any, named: Any
    ) -> HttpResponse | None:
        """Lets the visitor in, sends them to the way in, or says that there is nothing here."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        door = DOORS.get(name)
        if door is None:
            raise Http404
        allowed = {"GET": door.get, "HEAD": door.get, "POST": door.post}.get(request.method or "")
        if not allowed:
            return page(request, 405, allow=door.methods)
        if allowed is ANYONE:
            return None
        if allowed is PATIENT:
            return None if request.sitting else _shown_the_way_in(request, _ended_or_start(request))  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            back = name != "account_logout"
            return asked_to_sign_in(request) or _shown_the_way_in(request, "account_login", back=back)
        if request.user.role not in allowed:
            record("door.refused", request=request, detail=name)
            raise Http404
        return None


def _ended_or_start(request: HttpRequest) -> str:
    """Who had a form open here reads that it was closed, and how to go on with it."""
    return "ended" if request.COOKIES.get(settings.SITTING_COOKIE_NAME) else "start"


def _shown_the_way_in(request: HttpRequest, name: str, *, back: bool = False) -> HttpResponse:
    """A page is sent there, and back after the sign-in; a script, which would take it for its answer, is told."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"go_to": resolve_url(name)}, status=401)
    if back and request.method == "GET" and len(request.get_full_path()) <= LONGEST_WAY_BACK:
        return redirect(f"{resolve_url(name)}?{urlencode({'next': request.get_full_path()})}")
    return redirect(name)
