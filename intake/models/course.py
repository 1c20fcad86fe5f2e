"""A course: a series of infusions of one patient, planned on the form by which they were screened."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.sealed import SealedRow
from intake.models.patient import Patient
from intake.models.refusals import NotAllowed
from intake.models.status import refuse_unless
from intake.models.telling import tell_planned
from intake.models.visit import ONE_PRESS, Visit, settle_next_visit
from intake.models.visit_change import VisitChange
from intake.models.visit_time import sentences_against, visits_near

MOST_VISITS = 60


class Course(SealedRow):
    """One course. It is its form's, and by way of the form its patient's, once a clinician has said who that is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="courses")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(SealedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="one_course_a_number")]

    def __str__(self) -> str:
        return f"course {self.number}"

    @property
    def patient(self) -> Patient | None:
        """Whose course it is; None until the form was matched."""
        matched: Patient | None = self.intake.patient
        return matched.standing() if matched else None

    @classmethod
    def newest(cls, intake: Any) -> Course | None:
        """The course that goes on; None before the first visit is planned."""
        found: Course | None = cls.objects.filter(intake=intake).order_by("-number").first()
        if found is not None:
            found.intake = intake
        return found

    @classmethod
    @transaction.atomic
    def plan(
        cls,
        intake: Any,
        staff: Any,
        starts: Sequence[datetime],
        *,
        minutes: int,
        new: bool = False,
        request: Any = None,
    ) -> list[Visit]:
        """Plans visits at these times, all or none, each so many minutes long, in the newest course or a `new` one.

        The same press twice within a minute plans them once.
        """
        locked = intake._locked()
        refuse_unless("plan visits", locked, staff)
        if (pressed := _pressed_before(locked, staff, starts)) is not None:
            return pressed
        length = timedelta(minutes=minutes)
        refuse_unless_sound(locked, starts, length)
        course = cls._to_plan_in(locked, staff, new=new)
        first = course.visits.count() + 1
        made = [
            Visit.plan(course, staff, number=first + place, at=at, ready_at=at + length)
            for place, at in enumerate(sorted(starts))
        ]
        settle_next_visit(locked)
        record("visit.planned", staff=staff, request=request, subject=locked, detail=f"{len(made)} planned")
        tell_planned(made)
        intake._become(locked)
        return made

    @classmethod
    def _to_plan_in(cls, locked: Any, staff: Any, *, new: bool) -> Course:
        newest = cls.newest(locked)
        if newest is not None and not new:
            return newest
        number = newest.number + 1 if newest else 1
        return cls.objects.create(intake=locked, number=number, by=staff, at=timezone.now())


def refuse_unless_sound(intake: Any, starts: Sequence[datetime], length: timedelta) -> None:
    """Refuses times that are over, too far off, or at which this patient has a visit already."""
    if not starts or len(starts) > MOST_VISITS:
        raise NotAllowed(f"Plan from 1 to {MOST_VISITS} visits at once.")
    wrong, taken = [], sorted(starts)
    if any(later - earlier < length for earlier, later in zip(taken, taken[1:], strict=False)):
        wrong.append("One visit would begin before the one before it is over.")
    near = visits_near(intake, taken[0], taken[-1])
    for at in taken:
        wrong += sentences_against(near, at, length)
    if wrong:
        raise NotAllowed(*dict.fromkeys(wrong))


def _pressed_before(locked: Any, staff: Any, starts: Sequence[datetime]) -> list[Visit] | None:
    """The visits that the same person planned at just these times a moment ago."""
    same = list(Visit.objects.ahead().filter(intake=locked, at__in=starts))
    if not same or len(same) < len(set(starts)):
        return None
    rows = VisitChange.objects.filter(visit__in=same, number=1, by=staff, at__gte=timezone.now() - ONE_PRESS)
    return same if rows.count() == len(same) else None
