"""What a visit still lacks before it can be: named points, each with words for clinicians and for the front desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models.refusals import NotAllowed
from intake.models.ride_state import standing_of
from intake.models.status import WITH_US, Status

CHECK_HOLDS = timedelta(hours=12)
"""So long before and after a visit begins, a check on the day counts for it."""
READ_WITH = (
    "intake__decisions",
    "intake__triages",
    "intake__lapses",
    "intake__news",
    "course__consents__withdrawal",
    "day_checks",
    "exceptions",
    "rides",
    "ride_answers",
    "discharge",
)
"""What to fetch along with many visits before asking what each lacks."""


@dataclass(frozen=True)
class Lack:
    """One point: its name, why it is missing, the same in words that tell nothing of health, and where it is settled:
    the name of a page of clinicians, and its arguments."""

    name: str
    words: Any
    neutral: Any
    page: str
    args: tuple[Any, ...]


class NotReady(NotAllowed):
    """A visit that cannot be made ready; `lacking` is what is missing."""

    def __init__(self, lacking: list[Lack]) -> None:
        super().__init__(*(f"{lack.words}." for lack in lacking))
        self.lacking = lacking


def lacks(visit: Any) -> list[Lack]:
    """Everything that stands between this visit and *ready*, in the order in which it is settled."""
    points = (clearance_lacked(visit), consent_lacked(visit), ride_lacked(visit), day_check_lacked(visit))
    return [lack for lack in points if lack is not None]


def exception_for(visit: Any, point: str) -> Any:
    """The exception that stands for this point of this visit; None where none does.

    It was written for the time at which the visit still is, and for what is still known: `ready_sql` asks the same.
    """
    written = [each for each in visit.exceptions.all() if each.point == point and each.visit_at == visit.at]
    last = max(written, key=lambda each: each.at, default=None)
    if last is None:
        return None
    if point == "ride":
        news = (each for each in visit.intake.news.all() if each.visit_id == visit.pk and each.ride_differs)
        told = (*visit.rides.all(), *visit.ride_answers.all(), *news)
        return last if all(each.at <= last.at for each in told) else None
    if point == "day_check":
        check = _newest_check(visit)
        return last if check is not None and last.check_made_id == check.pk else None
    intake = visit.intake
    since = (
        *(each.ran_at for each in intake.triages.all()),
        *(each.at for each in (*intake.decisions.all(), *intake.lapses.all())),
        *(each.at for each in intake.news.all() if each.something_new),
    )
    stands = not intake.alerts_open and intake.status in WITH_US and all(at <= last.at for at in since)
    return last if stands else None


def consent_lacked(visit: Any) -> Lack | None:
    """Whether no consent stands for the course of this visit."""
    consents = visit.course.consents.all()
    if any(each.stands for each in consents):
        return None
    why = _("The consent was withdrawn") if consents else _("No consent yet")
    return Lack("consent", why, _("Papers not signed yet: with the clinicians"), "course_consent", (visit.course_id,))


def ride_lacked(visit: Any) -> Lack | None:
    """Whether nobody is known to take the patient home from this visit."""
    standing = getattr(visit, "ride_standing", None) or standing_of(visit)
    if standing.is_confirmed or exception_for(visit, "ride") is not None:
        return None
    words = standing.state.label
    return Lack("ride", words, words, "visit_ride", (visit.pk,))


def day_check_lacked(visit: Any) -> Lack | None:
    """Whether the check on the day is to be done, or the newest did not pass."""
    check = _newest_check(visit)
    counts = check is not None and abs(check.at - visit.at) <= CHECK_HOLDS
    if counts and (check.passed or exception_for(visit, "day_check") is not None):
        return None
    why = _("The check on the day did not pass") if counts else _("The check on the day is to be done")
    return Lack("day_check", why, _("Check on the day: with the clinicians"), "visit_check", (visit.pk,))


def _newest_check(visit: Any) -> Any:
    return max(visit.day_checks.all(), key=lambda each: each.number, default=None)


def clearance_lacked(visit: Any) -> Lack | None:
    """Why no clinician's clearance stands on the day of this visit; None where one does."""
    why = why_not_cleared(visit.intake, max(visit.at, timezone.now()))
    if why is None or exception_for(visit, "clearance") is not None:
        return None
    page = "decide" if visit.intake.status in WITH_US and not visit.intake.alerts_open else "record"
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
