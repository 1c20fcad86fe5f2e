"""The driver's own page: where and when they were asked to collect somebody. Nothing about why, and no name unless
the clinic allows a first name. Looking changes nothing; only pressing does."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clinic.addresses import neighbourhood_of
from intake.forms.ride import DriverForm
from intake.models import DriverLink, Ride, RideConfirmation
from intake.models.ride_answer import asked_of
from intake.models.ride_state import day_in_words, time_in_words
from intake.wording.health_words import health_words_in

SEE_OTHER = 303


def ride_code(request: HttpRequest) -> HttpResponse:
    """Asks for the code; a right one shows the question, on the same address. Every refusal looks the same."""
    code = request.POST.get("code", "")[:20]
    if request.method != "POST":
        return render(request, "ride/code.html", kept_neutral())
    link = DriverLink.of_code(code, neighbourhood_of(request))
    if link is None:
        return render(request, "ride/code.html", kept_neutral() | {"refused": True})
    if "says" not in request.POST and "asked" not in request.POST:
        return _shown(request, link, DriverForm(), code=code)
    return _answered(request, link, code=code)


def ride_link(request: HttpRequest, token: str) -> HttpResponse:
    """The question, by link. A link that does not work any more says so, whatever the reason."""
    link = DriverLink.of_token(token)
    if link is None:
        return render(request, "ride/gone.html", kept_neutral())
    if request.method != "POST":
        return _shown(request, link, DriverForm())
    return _answered(request, link)


def _answered(request: HttpRequest, link: DriverLink, code: str = "") -> HttpResponse:
    form = DriverForm(request.POST)
    if not form.is_valid():
        return _shown(request, link, form, code=code)
    told = form.cleaned_data
    if not link.may_answer():
        return _shown(request, link, form, code=code, too_often=True)
    done = RideConfirmation.by_driver(link, told["says"], told["words"], asked=told["asked"], request=request)
    if not done:
        return _shown(request, link, form, code=code, moved=True)
    if code:
        return _shown(request, link, DriverForm(), code=code)
    response = redirect("ride_link", token=request.resolver_match.kwargs["token"])  # type: ignore[union-attr]
    response.status_code = SEE_OTHER
    return response


def _shown(request: HttpRequest, link: DriverLink, form: DriverForm, code: str = "", **more: Any) -> HttpResponse:
    visit = link.visit
    visit.refresh_from_db(fields=["at", "ready_at", "status"])
    link.refresh_from_db(fields=["ended_at"])
    if not link.works():
        return render(request, "ride/gone.html", kept_neutral())
    ride = Ride.newest(visit)
    said = RideConfirmation.newest(ride) if ride is not None else None
    page = {
        "form": form,
        "code": code,
        "asked": asked_of(visit),
        "said": said if said is not None and said.ready_at == visit.ready_at else None,
        "today": timezone.localdate(visit.ready_at) == timezone.localdate(),
    }
    return render(request, "ride/question.html", kept_neutral() | where_and_when(visit) | page | more)


def where_and_when(visit: Any) -> dict[str, str]:
    """What a driver may know: the place, the day, about when, and whom, where the clinic allows a first name."""
    told = (visit.intake.identity or {}).get("told", {})
    first = told.get("about.first_name", {}).get("words", "") if settings.MESSAGES.driver_reads_first_name else ""
    return {
        "place": neutral(settings.MESSAGES.place),
        "day": day_in_words(visit.ready_at),
        "time": time_in_words(visit.ready_at),
        "first_name": first,
    }


def kept_neutral() -> dict[str, str]:
    """What stands around the page: what the clinic calls itself in messages."""
    return {"called": neutral(settings.MESSAGES.name)}


def neutral(words: str) -> str:
    """The same words, or none where they say what the clinic does."""
    return "" if health_words_in(words) else words
