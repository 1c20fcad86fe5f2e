"""The ride of a visit, for everybody who meets patients: how it stands, change it, ask the driver, call the driver."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.access import visit_for_desk
from intake.forms.reaching import PhoneField
from intake.forms.ride import PhonedForm, RideForm
from intake.models import NotAllowed, Ride, RideConfirmation, Visit
from intake.models.ride_answer import CHANGED_MEANWHILE, asked_of
from intake.models.ride_state import RideStanding, standing_of
from intake.questionnaire.questions import OneOf
from intake.questionnaire.ride import Ride as Asked
from intake.views.ride import kept_neutral, where_and_when
from intake.views.staff.contact import call, who

YES_NO = {"yes": _("Yes"), "no": _("No")}


def visit_ride(request: HttpRequest, pk: Any) -> HttpResponse:
    """One visit's ride. What is posted is one of three acts."""
    visit = visit_for_desk(request, pk)
    act = {"write": _write, "ask": _ask, "phone": _phone}.get(request.POST.get("act", ""))
    return act(request, visit) if act is not None else _shown(request, visit)


def driver_sheet(request: HttpRequest, pk: Any) -> HttpResponse:
    """A sheet for the driver to take along. It says where and when, never why."""
    visit = visit_for_desk(request, pk, "ride.sheet_read")
    ride = Ride.newest(visit)
    page = kept_neutral() | where_and_when(visit) | {"driver": ride.told.name if ride else "", "visit": visit}
    page |= {"code_page": settings.MESSAGES.link(reverse("ride_code"))}
    return render(request, "ride/sheet.html", page)


def _write(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = RideForm(request.POST)
    if form.is_valid():
        try:
            Ride.write(visit, request.user, form.plan(), seen=form.cleaned_data["seen"], request=request)
        except NotAllowed as refused:
            _say(form, refused)
            newest = Ride.newest(visit)
            form.data = {**request.POST.dict(), "seen": str(newest.number if newest else 0)}
        else:
            messages.success(request, _("Saved. What was confirmed before counts only if nothing was changed."))
            return redirect("visit_ride", pk=visit.pk)
    return _shown(request, visit, form=form)


def _ask(request: HttpRequest, visit: Visit) -> HttpResponse:
    ride = Ride.newest(visit)
    if ride is None:
        messages.error(request, _("Write down first who takes the patient home."))
        return redirect("visit_ride", pk=visit.pk)
    send = request.POST.get("send") == "yes"
    try:
        token, code = ride.ask_driver(request.user, send=send, request=request)
    except NotAllowed as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
        return redirect("visit_ride", pk=visit.pk)
    link = {"link": settings.MESSAGES.link(reverse("ride_link", args=[token])), "code": code, "sent": send}
    return _shown(request, visit, given=link)


def _phone(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = PhonedForm(request.POST)
    ride = Ride.newest(visit)
    asked = asked_of(visit)
    is_complete = form.is_valid()
    if ride is not None and request.POST.get("asked") != f"{ride.number}.{asked}":
        form.add_error(None, str(CHANGED_MEANWHILE))
    elif is_complete:
        told = form.cleaned_data
        try:
            if ride is None:
                raise NotAllowed(_("Write down first who takes the patient home."))
            said = told["heard"], told["heard_words"]
            RideConfirmation.by_phone(ride, request.user, *said, asked=asked, request=request)
        except NotAllowed as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Kept, with your name and the time."))
            return redirect("visit_ride", pk=visit.pk)
    return _shown(request, visit, phoned=form)


def _say(form: Any, refused: NotAllowed) -> None:
    for sentence in refused.sentences:
        form.add_error(None, sentence)


def _shown(
    request: HttpRequest,
    visit: Visit,
    *,
    form: RideForm | None = None,
    phoned: PhonedForm | None = None,
    given: dict[str, Any] | None = None,
) -> HttpResponse:
    visit.refresh_from_db(fields=["status", "at", "ready_at", "version"])
    standing = standing_of(visit)
    number = standing.ride.number if standing.ride else 0
    begin = asdict(Ride.to_begin_with(visit)) | {"seen": number}
    page = {
        "visit": visit,
        "who": who(visit.intake),
        "reference": visit.intake.reference,
        "ride": row_of(standing),
        "plan": plan_in_words(standing.ride) if standing.ride else [],
        "form": form or RideForm(initial=begin),
        "phoned": phoned or PhonedForm(),
        "asked": f"{number}.{asked_of(visit)}",
        "prefilled": standing.ride is None and bool(begin["way_home"] or begin["name"]),
        "given": given,
        "problem": form if form is not None else phoned,
        "texts": settings.MESSAGES.texts is not None,
        "back": "record" if request.user.is_clinical else "desk_record",  # type: ignore[union-attr]
    }
    return render(request, "staff/visit_ride.html", page)


def row_of(standing: RideStanding) -> dict[str, Any]:
    """How one ride stands, in words that tell nothing of health."""
    answer = standing.answer
    return {
        "at": standing.visit.at,
        "ready_at": standing.visit.ready_at,
        "url": reverse("visit_ride", args=[standing.visit.pk]),
        "words": standing.state.label,
        "tone": "ok" if standing.is_confirmed else "stop" if standing.is_trouble else "caution",
        "driver": standing.ride.told.name if standing.ride else "",
        "phone": call(standing.ride.told.phone) if standing.ride and standing.ride.told.phone else "",
        "asked_at": standing.link.made_at if standing.link else None,
        "answer": answer,
        "by": (answer.by.name if answer.by else _("the driver")) if answer else "",
        "gaps": standing.ride.told.lacks() if standing.ride and standing.state == "gaps" else [],
        "not_accepted": standing.state == "not_accepted",
    }


def plan_in_words(ride: Ride) -> list[tuple[str, str]]:
    """The ride that counts, as (what, answer)."""
    told, phone = ride.told, PhoneField().typed(ride.told.phone)
    said = [
        (_("How they come"), _option(Asked.way_here, told.way_here)),
        (_("How they get home"), _option(Asked.way_home, told.way_home)),
        (_("Who takes them home"), ", ".join(part for part in (told.name, told.relationship, phone) if part)),
        (_("An adult who can help"), YES_NO.get(told.adult, "")),
        (_("Comes inside"), YES_NO.get(told.comes_inside, "")),
        (_("Who else could"), told.backup),
        (_("Rules accepted"), YES_NO.get(told.accepted, "")),
    ]
    return [(label, words or _("not known yet")) for label, words in said]


def _option(question: OneOf, code: str) -> str:
    return next((str(option.label) for option in question.options if option.code == code), "")
