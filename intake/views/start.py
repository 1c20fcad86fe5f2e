"""Beginning a form, staying at it, leaving it, and what is said when it was closed."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from intake.access import time_left_of
from intake.models import Intake

FOR_WHOM = ("self", "other")


def start(request: HttpRequest) -> HttpResponse:
    """For whom, and what we keep; pressing begins an intake in this browser."""
    sitting = request.sitting  # type: ignore[attr-defined]
    goes_on = bool(sitting) and sitting.intake.is_open
    chosen = request.POST.get("for_whom", "")
    if request.method == "POST" and chosen in FOR_WHOM:
        if sitting:
            sitting.end()
        _intake, _sitting, token = Intake.start(chosen, request)
        return with_cookie(redirect("intake"), token)
    return render(request, "intake/start.html", {"goes_on": goes_on, "error": request.method == "POST"})


def go_on(request: HttpRequest) -> HttpResponse:
    """How long the form stays open in this browser. Asking is no activity; pressing *I am still here* is."""
    return JsonResponse({"left": time_left_of(request)})


def ended(request: HttpRequest) -> HttpResponse:
    """The form was closed in this browser, and how to go on with it."""
    if request.sitting:  # type: ignore[attr-defined]
        return redirect("intake")
    response = render(request, "intake/ended.html")
    response.delete_cookie(settings.SITTING_COOKIE_NAME, samesite="Lax")
    return response


def leave(request: HttpRequest) -> HttpResponse:
    """*Leave quickly* was pressed: this browser has no way in any more. Sent as the page closes."""
    if request.sitting:  # type: ignore[attr-defined]
        request.sitting.end()  # type: ignore[attr-defined]
    response = HttpResponse(status=204)
    response.delete_cookie(settings.SITTING_COOKIE_NAME, samesite="Lax")
    return response


def with_cookie(response: HttpResponse, token: str) -> HttpResponse:
    """The token goes to the browser, for as long as it stays open."""
    response.set_cookie(
        settings.SITTING_COOKIE_NAME, token, path="/", secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
    return response
