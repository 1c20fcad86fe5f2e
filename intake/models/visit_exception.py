"""A clinician's written exception: one named point of one visit may be missing, and why."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.day_check import DayCheck
from intake.models.lacking import exception_for, lacks
from intake.models.refusals import NotAllowed
from intake.models.resolution import SHORTEST_REASON
from intake.models.status import WITH_US
from intake.models.visit import Visit, settle_next_visit
from intake.models.visit_status import refuse_visit_unless

LONGEST_REASON = 2000


class Point(models.TextChoices):
    """What an exception can be written for. There is none for consent."""

    CLEARANCE = "clearance", _("The clearance")
    RIDE = "ride", _("The ride home")
    DAY_CHECK = "day_check", _("The check on the day")


class VisitException(SealedRow):
    """One exception. It is for the time at which the visit was planned then, and for what was known then: one for the
    check holds until the next check, one for the ride until that changes, one for the clearance until rules are weighed
    or somebody decides anew."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey("Visit", on_delete=models.PROTECT, related_name="exceptions")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="visit_exceptions")
    point = models.CharField(max_length=10, choices=Point)
    visit_at = models.DateTimeField()
    check_made = models.ForeignKey(
        "DayCheck", null=True, on_delete=models.PROTECT, related_name="exceptions"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = SealedField()

    class Meta(SealedRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(point="day_check", check_made__isnull=False)
                | models.Q(point__in=["clearance", "ride"], check_made__isnull=True),
                name="exception_names_its_check",
            )
        ]
        indexes = [models.Index(fields=["visit", "point", "at"], name="exceptions_of_visit")]

    def __str__(self) -> str:
        return f"exception: {self.point}"

    @classmethod
    @transaction.atomic
    def write(cls, visit: Visit, staff: Any, point: str, reason: str, *, request: Any = None) -> VisitException:
        """One exception, for a point that is missing now. The same press twice writes it once."""
        intake = visit.intake._locked()
        locked = visit._as_it_stands(intake)
        refuse_visit_unless("except ride" if point == Point.RIDE else "except", locked, staff)
        if point not in Point.values:
            raise NotAllowed("Choose the point for which you make an exception.")
        if (standing := exception_for(locked, point)) is not None:
            return standing  # type: ignore[no-any-return]
        if len(reason.strip()) < SHORTEST_REASON:
            raise NotAllowed("Give your reason in a sentence. It stays with the visit.")
        refuse_unless_it_can_be(locked, point)
        done = cls.objects.create(
            visit=locked,
            intake=intake,
            point=point,
            visit_at=locked.at,
            check_made=DayCheck.newest(locked) if point == Point.DAY_CHECK else None,
            by=staff,
            at=timezone.now(),
            reason=reason.strip()[:LONGEST_REASON],
        )
        record("visit.excepted", staff=staff, request=request, subject=intake)
        settle_next_visit(intake)
        return done


def counted(visit: Visit) -> dict[Point, VisitException]:
    """By point, the exception that stands; after the visit, the one with which it went ahead."""
    found = {point: each for point in Point if (each := exception_for(visit, point)) is not None}
    if not visit.is_ahead and Point.CLEARANCE not in found:
        then = [each for each in visit.exceptions.all() if each.point == "clearance" and each.visit_at == visit.at]
        found |= {Point.CLEARANCE: max(then, key=lambda each: each.at)} if then else {}
    return found


def refuse_unless_it_can_be(visit: Visit, point: str) -> None:
    """Refuses an exception for what is not missing, or for what nobody may go without."""
    if point not in {lack.name for lack in lacks(visit)}:
        raise NotAllowed("Nothing is missing there: no exception is needed.")
    if point == Point.CLEARANCE and visit.intake.alerts_open:
        raise NotAllowed("A safety alert is open. Close it with a disposition first.")
    if point == Point.CLEARANCE and visit.intake.status not in WITH_US:
        raise NotAllowed("The answers are with the patient. There is nothing yet for which to make an exception.")
    if point == Point.DAY_CHECK:
        check = DayCheck.newest(visit)
        if check is None:
            raise NotAllowed("Do the check first: an exception is for the points that did not pass.")
        if any(failed.point == "identity" for failed in check.failed):
            raise NotAllowed("Nobody is treated whose identity was not confirmed. Check again.")
