"""Knows the sitting behind a patient's request, if there is one; looked up when first asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from intake.models import Sitting


class SittingMiddleware:
    """Sets `request.sitting`: the open sitting with its intake, or something false."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request.COOKIES.get(settings.SITTING_COOKIE_NAME, "")
        request.sitting = SimpleLazyObject(lambda: Sitting.of(token))  # type: ignore[attr-defined]
        return self.answer(request)
