"""Beginning a form, coming back to one with a code from staff, and leaving."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from intake.models import Intake
from intake.models.reference import tidy


def start(request: HttpRequest) -> HttpResponse:
    """For whom, and what we keep; pressing begins an intake in this browser."""
    sitting = request.sitting  # type: ignore[attr-defined]
    goes_on = bool(sitting) and sitting.intake.is_open
    chosen = request.POST.get("for_whom", "")
    if request.method == "POST" and chosen in ("self", "other"):
        if sitting:
            sitting.end()
        _intake, _sitting, token = Intake.start(chosen, request)
        return with_cookie(redirect("intake"), token)
    return render(request, "intake/start.html", {"goes_on": goes_on, "error": request.method == "POST"})


def come_back(request: HttpRequest) -> HttpResponse:
    """Back to an idle form by reference and the code that staff gave. Every refusal looks the same."""
    refused = False
    if request.method == "POST":
        found = Intake.come_back(tidy(request.POST.get("reference", "")), request.POST.get("code", "")[:20], request)
        if found is not None:
            if request.sitting:  # type: ignore[attr-defined]
                request.sitting.end()  # type: ignore[attr-defined]
            return with_cookie(redirect("intake"), found[1])
        refused = True
    page = {"refused": refused, "reference": request.POST.get("reference", "")}
    return render(request, "intake/come_back.html", page)


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
