"""What makes a visit ready, through the real acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from intake.models import (
    Consent,
    Course,
    DayCheck,
    Intake,
    Proposal,
    Signed,
    Submission,
    Visit,
    VisitException,
)
from intake.models.decision import grave
from intake.visiting.consent_text import CURRENT
from intake.visiting.day_check import DayFound
from tests.intake.filling import sent, staff
from tests.people import WELL_MAN

WHY = "Spoke with the patient about it today."
SIGNED = Signed(CURRENT.version, "patient", "Sam Example", "Asked whether it hurts.")


def cleared(intake: Intake | None = None, outcome: str = "cleared", conditions: str = "") -> Intake:
    """An intake that a physician has decided on, on its newest answers."""
    intake = intake or sent(WELL_MAN)
    last = intake.decisions.order_by("-at").first()
    over = {flag.pk: WHY for flag in grave(intake.triages.order_by("-ran_at")[0].flags.all())}
    proposal = Proposal(outcome, WHY, conditions, overrides=over, aware=True)
    newest = Submission.newest(intake)
    assert newest is not None
    intake.decide(staff("physician"), proposal, on=newest.pk, seen=last.pk if last else "")
    return intake


def planned_soon(intake: Intake, hours: float = 2) -> Visit:
    """A visit of today, or of the small hours after."""
    at = timezone.now() + timedelta(hours=hours)
    return Course.plan(intake, staff("nurse"), [at], minutes=105)[0]


def found(**other: Any) -> DayFound:
    """What a check finds where everything is well, but for this."""
    ago = timezone.now() - timedelta(hours=14)
    well = DayFound(True, ago, "fatty", ago, 122, 78, 66, 98, 80.0, "not_needed", "0", "", True)
    return replace(well, **other)


def provided_for(visit: Visit) -> Visit:
    """With consent, an exception for the ride, and a check that passed; whatever is there already stays."""
    visit = Visit.objects.select_related("intake", "course").get(pk=visit.pk)
    visit.course.intake = visit.intake
    Consent.keep(visit.course, staff("nurse"), SIGNED)
    if visit.is_ahead:
        VisitException.write(visit, staff("nurse"), "ride", WHY)
        DayCheck.take(visit, staff("nurse"), found())
    return Visit.objects.select_related("intake", "course").get(pk=visit.pk)


def ready(intake: Intake | None = None) -> Visit:
    """A visit for which everything is there, made ready."""
    visit = provided_for(planned_soon(intake or cleared()))
    visit.make_ready(staff("nurse"), seen=visit.version)
    return visit
