"""What a list shows of an intake: of the model itself, or of a row that was read for a list alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from intake.models.identity import age_on
from intake.models.queue import NO_VISIT
from intake.models.status import Status

STOPPED = gettext_lazy("The patient has stopped")


class Shown:
    """Needs what is encrypted as `listed_as` and `reasons`, and the plain columns of a place in the queue.

    `listed_as` is None for a form that was last saved by a version that did not keep it: `identity` tells the same.
    """

    listed_as: Any
    identity: Any
    reasons: Any
    status: str
    alerts_open: int
    visit_at: datetime

    @property
    def name(self) -> str:
        """The patient's name; empty until it was given."""
        return str(self.person.get("name") or "")

    @property
    def person(self) -> dict[str, Any]:
        """Name and birth date, as far as they were given."""
        return self.listed_as or self.identity or {}

    @property
    def age(self) -> int | None:
        """Whole years today, in the clinic's zone."""
        return self.age_on(timezone.localdate())

    def age_on(self, day: date) -> int | None:
        """Whole years on a day."""
        return age_on(self.person.get("birth_date"), day)

    @property
    def why(self) -> str:
        """Why it stands where it stands: the open alert, that the patient stopped, what is new before a visit, a ride
        that fails, the most urgent flag, the gravest flag."""
        reasons = self.reasons or {}
        stopped = str(STOPPED) if self.status == Status.WITHDRAWN else ""
        alert = reasons.get("alert") if self.alerts_open else ""
        told = (alert, stopped, reasons.get("new"), reasons.get("ride"), reasons.get("flag"))
        return "; ".join(dict.fromkeys(title for title in told if title))

    @property
    def is_open(self) -> bool:
        """Whether the patient can still write in it."""
        return self.status == Status.DRAFT

    @property
    def visit(self) -> datetime | None:
        """When the patient is expected; None while no visit is planned."""
        return None if self.visit_at == NO_VISIT else self.visit_at
