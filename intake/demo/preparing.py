"""How far the visits of an invented patient are prepared: the ride, the consent, the check on the day, going home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from intake.demo.hours import at_the_hour
from intake.models import (
    Consent,
    DayCheck,
    Decision,
    Discharge,
    Intake,
    Leaving,
    Ride,
    RideConfirmation,
    Signed,
    Visit,
)
from intake.visiting.consent_text import CURRENT
from intake.visiting.day_check import DayFound

DRIVER_SAYS = {"asked": "", "refused": "no", "confirmed": "yes", "ready": "yes"}
"""How far the first and the second visit of somebody can be, and what the driver said by then."""


def prepare(intake: Intake, how_far: tuple[str, ...], staff: Mapping[str, Any]) -> None:
    """Takes the visits of a course, the first one first, each as far as is said of it."""
    visits = Visit.objects.filter(intake=intake).select_related("course").order_by("at")
    for pk, far in zip([visit.pk for visit in visits], how_far, strict=False):
        _ride(_visit(pk), DRIVER_SAYS[far], staff)
        if far == "ready":
            with at_the_hour(min(timezone.now(), _visit(pk).at - timedelta(minutes=30))):
                _make_ready(_visit(pk), staff["nurse"])
            _go_home(_visit(pk), staff["nurse"])


def _visit(pk: Any) -> Visit:
    visit: Visit = Visit.objects.select_related("intake", "course").get(pk=pk)
    visit.course.intake = visit.intake
    return visit


def _ride(visit: Visit, says: str, staff: Mapping[str, Any]) -> None:
    plan = replace(Ride.to_begin_with(visit), accepted="yes")
    ride = Ride.write(visit, staff["nurse"], plan, seen=0)
    if says == "no":
        RideConfirmation.by_phone(ride, staff["nurse"], says, "Works that day. The patient asks her sister.")
    elif says:
        RideConfirmation.by_phone(ride, staff["nurse"], says, "Comes inside and stays the evening.")
    else:
        ride.ask_driver(staff["nurse"], send=True)


def _make_ready(visit: Visit, nurse: Any) -> None:
    name = visit.intake.name
    Consent.keep(visit.course, nurse, Signed(CURRENT.version, "patient", name, "Asked how long the effects last."))
    ate = visit.at - timedelta(hours=13)
    DayCheck.take(visit, nurse, DayFound(True, ate, "light", ate, 128, 78, 68, 98, 74.0, "not_needed", "0", "", True))
    conditional = Decision.on_conditions(visit.intake)
    met = str(conditional.pk) if conditional else ""
    visit.make_ready(nurse, seen=_visit(visit.pk).version, met=met)


def _go_home(visit: Visit, nurse: Any) -> None:
    """Once the time has come."""
    at = visit.ready_at + timedelta(minutes=10)
    if at < timezone.now():
        with at_the_hour(at):
            Discharge.keep(visit, nurse, Leaving(True, True, 126, 80, "Ruth Vale, friend"), at=at)
