"""The day of a demonstration: visits of today at whatever hour it begins."""

from __future__ import annotations

from datetime import time

import pytest
from django.utils import timezone

from intake.demo.acting import act_out
from intake.demo.hours import at_the_hour
from intake.demo.people import DECIDED
from intake.models import Visit
from intake.models.ride_state import standing_of
from intake.visiting.series import moment
from tests.intake.filling import staff


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "first"), [("00:05", "ready"), ("08:00", "ready"), ("10:45", "ready"), ("23:55", "done")])
def test_visits_are_prepared_at_whatever_hour_the_demonstration_begins(hour: str, first: str) -> None:
    people = {person.first_name: person for person in DECIDED}
    now = moment(timezone.localdate(), time.fromisoformat(hour), timezone.get_default_timezone())  # type: ignore[arg-type]
    clinicians = {role: staff(role) for role in ("nurse", "physician")}
    with at_the_hour(now):
        linda, george = (
            list(Visit.objects.filter(intake=act_out(people[name], clinicians)).order_by("at"))
            for name in ("Linda", "George")
        )
        assert linda[0].status == first
        assert [standing_of(visit).state for visit in linda[:4]] == ["confirmed", "confirmed", "asked", "none"]
        assert [visit.status for visit in george] == ["planned", "planned"]
        assert [standing_of(visit).state for visit in george] == ["confirmed", "no"]
