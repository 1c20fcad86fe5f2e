"""What a visit still lacks before it can be: named points, each with words for clinicians and for the front desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.models.status import Status


@dataclass(frozen=True)
class Lack:
    """One point: its name, why it is missing, the same in words that tell nothing of health, and where it is settled:
    the name of a page of clinicians, and its arguments."""

    name: str
    words: Any
    neutral: Any
    page: str
    args: tuple[Any, ...]


def lacks(visit: Any) -> list[Lack]:
    """Everything that stands between this visit and *ready*, in the order in which it is settled."""
    return [lack for lack in (clearance_lacked(visit),) if lack is not None]


def clearance_lacked(visit: Any) -> Lack | None:
    """Why no clinician's clearance stands on the day of this visit; None where one does."""
    why = why_not_cleared(visit.intake, visit.at)
    if why is None:
        return None
    page = "decide" if visit.intake.status in (Status.SENT, Status.IN_REVIEW, Status.LAPSED) else "record"
    neutral = _("Not cleared yet: with the clinicians")
    if visit.intake.status in (Status.DRAFT, Status.WAITING):
        neutral = _("Not cleared yet: waits for the patient’s form")
    return Lack("clearance", why, neutral, page, (visit.intake.reference,))


def why_not_cleared(intake: Any, on: datetime) -> Any:
    """Why a treatment at that moment is not cleared, in words for clinicians; None when it is."""
    if intake.alerts_open:
        return _("A safety alert is open")
    if intake.status != Status.DECIDED:
        return NOT_DECIDED.get(intake.status, _("Not cleared yet"))
    decision = max(intake.decisions.all(), key=lambda each: each.at, default=None)
    if decision is None or not decision.clears:
        return decision.get_outcome_display() if decision else _("Not cleared yet")
    if intake.lapses_at is not None and intake.lapses_at <= on:
        return _("The clearance lapses before this visit")
    return None


NOT_DECIDED = {
    Status.DRAFT: _("The form is not sent yet"),
    Status.SENT: _("Not cleared yet: to review"),
    Status.IN_REVIEW: _("Not cleared yet: in review"),
    Status.WAITING: _("Not cleared yet: the patient was asked for more"),
    Status.LAPSED: _("The clearance lapsed"),
    Status.WITHDRAWN: _("The patient has withdrawn the answers"),
    Status.ABANDONED: _("The form was closed without being sent"),
}
