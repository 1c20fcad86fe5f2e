"""The queue's order, once and for all: open safety alert, urgency, level, visit, waiting since; one index.

Ranks are negative, the gravest lowest, so that one ascending index holds the whole order.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from intake.models.intake import Intake  # noqa: F401  (named in a string below)

NO_VISIT = datetime(9999, 1, 1, tzinfo=UTC)
ORDER = ("alert_rank", "urgency_rank", "level_rank", "visit_at", "waiting_since", "id")
DESK_ORDER = ("visit_at", "waiting_since", "id")


class IntakeQuerySet(models.QuerySet["Intake"]):
    """Intakes, as they are looked for."""

    def waiting(self) -> IntakeQuerySet:
        """What waits for a clinician: sent forms, and drafts with an open safety alert."""
        return self.filter(in_queue=True)

    def most_pressing_first(self) -> IntakeQuerySet:
        """In the queue's order."""
        return self.order_by(*ORDER)

    def after(self, place: tuple[Any, ...]) -> IntakeQuerySet:
        """What comes after this place in the queue."""
        return self._after(ORDER, place)

    def decided(self) -> IntakeQuerySet:
        """What somebody decided, the newest first."""
        return self.filter(decided_at__isnull=False).order_by("-decided_at", "id")

    def on_desk(self) -> IntakeQuerySet:
        """The front desk's list: every intake with a name, by visit and waiting time, never by a flag."""
        return self.filter(on_desk_list=True).order_by(*DESK_ORDER)

    def after_on_desk(self, place: tuple[Any, ...]) -> IntakeQuerySet:
        """What comes after this place on the front desk's list."""
        return self._after(DESK_ORDER, place)

    def _after(self, order: tuple[str, ...], place: tuple[Any, ...]) -> IntakeQuerySet:
        columns = ", ".join(f"intake_intake.{column}" for column in order)
        marks = ", ".join(["%s"] * len(order))
        later: Any = self.extra(where=[f"({columns}) > ({marks})"], params=list(place))  # noqa: S610
        return later
