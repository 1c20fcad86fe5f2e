"""Visits, as they are looked for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from intake.models.visit_status import AHEAD

if TYPE_CHECKING:
    from intake.models.visit import Visit  # noqa: F401


def midnight(day: date) -> datetime:
    """When a day begins on the clinic's clock."""
    return timezone.make_aware(datetime.combine(day, time.min))


def of_person(intake: Any) -> models.Q:
    """What finds the visits of whoever this intake is of: of its own, and of every other that is matched with them, or
    with somebody who was merged with them."""
    own = models.Q(intake=intake.pk)
    if intake.patient is None:
        return own
    return own | models.Q(intake__patient__in=intake.patient.standing().family())


class VisitQuerySet(models.QuerySet["Visit"]):
    """Visits, as they are looked for."""

    def ahead(self) -> VisitQuerySet:
        """Still to come, or nobody has said what became of them."""
        return self.filter(status__in=AHEAD)

    def of_person(self, intake: Any) -> VisitQuerySet:
        """Of whoever this intake is of, from any of their forms."""
        return self.filter(of_person(intake))

    def on_day(self, day: date) -> VisitQuerySet:
        """Those of one day on the clinic's clock, whatever became of them, in order."""
        return self.filter(at__gte=midnight(day), at__lt=midnight(day + timedelta(days=1))).order_by("at", "id")

    def left_open(self, day: date) -> VisitQuerySet:
        """Of earlier days, where nobody has said what became of them; the oldest first."""
        return self.ahead().filter(at__lt=midnight(day)).order_by("at", "id")
