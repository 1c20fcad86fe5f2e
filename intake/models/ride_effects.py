"""What follows when the ride of a visit changes, or nobody answers: the queue, the visit, the patient."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from clinic.apart import each_apart
from intake.models.driver_link import DriverLink
from intake.models.message import Message
from intake.models.ride_state import (
    SETTLED_BEFORE,
    SILENT_AFTER,
    TROUBLE,
    RideStanding,
    day_in_words,
    standing_of,
)
from intake.models.visit import Visit
from intake.models.visit_status import AHEAD

TOLD = "driver_told_patient"


def settle_ride(visit: Any, *, overdue: bool = False) -> bool:
    """Called with the intake locked, after every change: the place in the queue follows; a visit that was ready is not
    any more without its ride; and where the driver cannot or does not answer, or it is `overdue`, the patient is told,
    once for each ride. Whether anything was told or moved."""
    before = (visit.intake.reasons or {}).get("ride", "")
    standing = standing_of(visit)
    visit.intake.settle_place()
    visit.intake.save()
    told = (standing.state in TROUBLE or (overdue and standing.is_trouble)) and _tell_patient(standing)
    return told or (visit.intake.reasons or {}).get("ride", "") != before


def _tell_patient(standing: RideStanding) -> bool:
    """That their way home is not settled, unless they were told since this ride was written down. The link leads to
    the way back in: what it is about is read only by who shows that it is theirs."""
    visit, ride = standing.visit, standing.ride
    told = Message.objects.filter(intake=visit.intake, visit=visit.pk, kind=TOLD)
    if (told.filter(at__gt=ride.at) if ride is not None else told).exists():
        return False
    Message.put(
        TOLD,
        intake=visit.intake,
        context={"date": day_in_words(visit.at), "link": settings.MESSAGES.link(reverse("come_back"))},
        visit=visit,
        until=visit.ready_at,
    )
    return True


def look_for_silence(now: datetime | None = None) -> int:
    """Settles the rides that nobody has confirmed in time; how many that were."""
    return each_apart(_maybe_silent(now or timezone.now()), _settled)


def _maybe_silent(now: datetime) -> Iterator[Any]:
    """Visits that are near, and those whose driver was asked long ago: two indexes."""
    near = Visit.objects.ahead().filter(at__gt=now, at__lte=now + SETTLED_BEFORE).values_list("pk", flat=True)
    asked = DriverLink.not_heard_from(SILENT_AFTER, now).values_list("visit", flat=True)
    for pk in {*near, *asked}:
        yield Visit.objects.select_related("intake").get(pk=pk)


@transaction.atomic
def _settled(visit: Any) -> bool:
    """Whether anything followed."""
    intake = visit.intake._locked()
    locked = Visit.objects.get(pk=visit.pk)
    locked.intake = intake
    if locked.status not in AHEAD or locked.ready_at <= timezone.now():
        return False
    return settle_ride(locked, overdue=True)
