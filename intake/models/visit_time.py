"""When a patient can have a visit: to come, within two years, and not during another of theirs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from intake.models.refusals import NotAllowed


def refuse_unless_in_time(name: str, visit: Any, at: datetime | None) -> None:
    """Refuses to call a visit missed before it was to begin, and to put one where it cannot be."""
    if name == "miss" and visit.at > timezone.now():
        raise NotAllowed("This visit has not begun yet. Cancel or move it instead.")
    if name == "move" and at == visit.at:
        raise NotAllowed("The visit is at that time already. Choose another.")
    if name in ("move", "restore"):
        past_is_fine = name == "restore" and visit.day == timezone.localdate() and visit.at <= timezone.now()
        wrong = [] if past_is_fine else sentences_against(visit.intake, at or visit.at, visit.length, but=visit)
        if wrong:
            raise NotAllowed(*wrong)


def sentences_against(intake: Any, at: datetime, length: timedelta, but: Any = None) -> list[str]:
    """Why this patient cannot have a visit then (`but`: the visit that is moved); nothing when they can."""
    here = timezone.localtime(at)
    said = f"{here:%a} {here.day} {here:%b %Y}, {here:%H:%M}"
    if at <= timezone.now():
        return [f"{said} is over. Choose a time to come."]
    if at > timezone.now() + timedelta(days=730):
        return [f"{said} is more than two years from now. Look at the year again."]
    there = [each for each in _others(intake, but) if each.at < at + length and each.ready_at > at]
    return [f"This patient has a visit already then: {_span(each)}." for each in there]


def beside(intake: Any, at: datetime, length: timedelta, but: Any = None) -> list[str]:
    """What speaks against a visit then where it could be: this patient has another one on that day."""
    there = [each for each in _others(intake, but) if each.day == timezone.localdate(at)]
    there = [each for each in there if each.at >= at + length or each.ready_at <= at]
    return [f"This patient has another visit on this day: {_span(each)}." for each in there]


def _others(intake: Any, but: Any) -> list[Any]:
    return [each for each in intake.visits.ahead().order_by("at") if but is None or each.pk != but.pk]


def _span(visit: Any) -> str:
    here, ready = timezone.localtime(visit.at), timezone.localtime(visit.ready_at)
    return f"{here:%a} {here.day} {here:%b}, {here:%H:%M} to about {ready:%H:%M}"
