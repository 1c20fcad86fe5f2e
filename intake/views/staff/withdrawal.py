"""The patient stopped: as the record shows it, the press by which a clinician says that they saw it, and the page on
which one writes down that the patient told them so."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from intake.access import intake_at_hand, intake_for_staff
from intake.forms.standing import PatientStopsForm
from intake.models import Intake, NotAllowed, NotOpen, Route, Visit, Withdrawal, WithdrawalSeen
from intake.models.status import may_move, why_not
from intake.models.withdrawal import is_at_a_visit
from intake.views.staff.contact import who
from intake.views.staff.unkept import typed_in
from intake.views.staff.visit_page import say

FIRST_HOME = _("A visit of this patient has begun. Stop with them, and write down how they went home; then write this.")


def patient_stops(request: HttpRequest, reference: str) -> HttpResponse:
    """Says what happens then; keeps that the patient told it, by which route, and in what words."""
    intake = intake_for_staff(request, reference)
    form = PatientStopsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            Withdrawal.write_down(intake, request.user, told["route"], told["said"], request)
        except NotOpen:
            form.add_error(None, FIRST_HOME)
        except NotAllowed as refused:
            say(form, refused)
        else:
            messages.success(request, _("Written down: the patient has stopped."))
            return redirect("record", reference=intake.reference)
    closed = why_not("withdraw", intake, request.user) or (FIRST_HOME if is_at_a_visit(intake) else "")
    page = {"form": form, "intake": intake, "who": who(intake), "closed": closed} | _visits_ahead(intake)
    page["unkept"] = typed_in(form) if closed and form.is_bound else []
    return render(request, "staff/patient_stops.html", page)


def _visits_ahead(intake: Intake) -> dict[str, Any]:
    """Which visits are cancelled with it, and which stay: those that have begun, and those of another form."""
    ending = list(Visit.ending_with(intake))
    return {"visits": ending, "staying": [each for each in Visit.ahead_of(intake) if each not in ending]}


def withdrawal_seen(request: HttpRequest, reference: str) -> HttpResponse:
    """A clinician has seen it: the form leaves the queue."""
    intake = intake_at_hand(request, reference)
    try:
        WithdrawalSeen.keep(intake, request.user, request)
    except NotAllowed as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Kept: you have seen that the patient stopped."))
    return redirect("record", reference=intake.reference)


def withdrawal_of(intake: Intake) -> dict[str, Any]:
    """For the record: when the patient stopped, what it cancelled, who has seen it."""
    found = Withdrawal.of(intake)
    seen = getattr(found, "seen", None)
    return {
        "withdrawal": found,
        "withdrawal_seen_by": seen.by.name if seen else "",
        "withdrawal_seen": seen,
        "withdrawal_route": Route(found.route).label if found is not None and found.by is not None else "",
        "may_stop": may_move("withdraw", intake.status),
    }
