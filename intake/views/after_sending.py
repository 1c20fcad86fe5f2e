"""After sending: where it stands, in plain words, and who has opened the record. No answer is shown any more."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clinic.roles import ROLE_WORDS, Role
from intake.access import OtherForm, open_intake_of
from intake.models import InformationRequest, NotOpen, Visit, Withdrawal
from intake.models.status import PATIENT_READS, Status, may_move
from intake.views.start import with_cookie
from intake.views.visit import news_for_patient, visits_of

OPENED = ("record.read", "card.read", "alert.read", "filling.read")
"""Events that tell of somebody who read."""
MOST_LINES = 200
STEPS = ((Status.SENT,), (Status.IN_REVIEW, Status.WAITING), (Status.DECIDED, Status.LAPSED))
"""Received, being looked at, decided."""


def sent(request: HttpRequest) -> HttpResponse:
    """The reference, where it stands and what happens next. Nothing that was answered is shown any more."""
    found = open_intake_of(request)
    if found.is_open:
        return redirect("intake")
    if request.sitting.request_id:  # type: ignore[attr-defined]
        return redirect("reply")
    status = Status(found.status)
    page = {
        "reference": found.reference,
        "status": PATIENT_READS[status],
        "step": next((at for at, those in enumerate(STEPS, start=1) if status in those), 0),
        "stopped": Withdrawal.of(found) if status == Status.WITHDRAWN else None,
        "may_stop": may_move("withdraw", status),
        "waits": status == Status.WAITING,
        "decided": status == Status.DECIDED,
        "for": found.form_mark,
    }
    visit = Visit.next_of(found)
    if visit is not None:
        visit.intake = found
        page |= news_for_patient(visit)
    return render(request, "intake/sent.html", page | visits_of(found))


def answer_now(request: HttpRequest) -> HttpResponse:
    """To what a clinician asked, for a patient who has shown that it is them."""
    try:
        found = open_intake_of(request)
    except OtherForm:
        return render(request, "intake/other_form.html", status=409)
    try:
        _sitting, token = InformationRequest.turn_to(found, request)
    except NotOpen:
        return redirect("sent")
    return with_cookie(redirect("reply"), token)


def who_opened(request: HttpRequest) -> HttpResponse:
    """By role and time, the newest first; several readings within one minute are one line."""
    found = open_intake_of(request)
    return render(request, "intake/who_opened.html", {"lines": _lines(found), "open": found.is_open})


def _lines(intake: Any) -> list[dict[str, Any]]:
    read = intake.events().filter(action__in=OPENED, role__in=list(Role)).order_by("-id")[:MOST_LINES]
    told = ((ROLE_WORDS[Role(event.role)], _minute(event.at)) for event in read)
    return [{"role": role, "at": at} for (role, at), _same in groupby(told)]


def _minute(at: datetime) -> datetime:
    return timezone.localtime(at).replace(second=0, microsecond=0)
