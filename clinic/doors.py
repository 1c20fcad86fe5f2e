"""Denied by default: a request goes on only where the table in `who_may_open.py` lets this visitor in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from clinic.errors import page
from clinic.who_may_open import ANYONE, DOORS, PATIENT


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
        allowed = door.post if request.method == "POST" else door.get
        if request.method == "OPTIONS" or not allowed:
            return page(request, 405)
        if allowed is ANYONE:
            return None
        if allowed is PATIENT:
            return None if request.sitting else redirect("start")  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return redirect("account_login")
        if request.user.role not in allowed:
            raise Http404
        return None
