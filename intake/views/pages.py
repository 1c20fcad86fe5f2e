"""Pages that anybody may read: what this is, help now, privacy, accessibility."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """What this is, how long it takes, what to have ready."""
    return render(request, "intake/home.html", {"goes_on": bool(request.sitting)})  # type: ignore[attr-defined]


def help_now(request: HttpRequest) -> HttpResponse:
    """Where to get help. Opening it tells nobody."""
    return render(request, "help_now.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep, who reads it, how long, and the patient's rights."""
    return render(request, "intake/privacy.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """How the pages can be used, and what does not work yet."""
    return render(request, "intake/accessibility.html")
