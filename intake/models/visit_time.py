"""When a patient can have a visit: to come, within two years, and not during another of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from intake.models.refusals import NotAllowed
from intake.models.visit_status import OFF, SETS_A_TIME

NEAR = timedelta(days=1)


def refuse_unless_in_time(name: str, visit: Any, at: datetime | None) -> None:
    """Refuses to call a visit missed before it was to begin, and to put one where it cannot be."""
    if name == "miss" and visit.at > timezone.now():
        raise NotAllowed("This visit has not begun yet. Cancel or move it instead.")
    if name == "move" and at == visit.at:
        raise NotAllowed("The visit is at that time already. Choose another.")
    if name in SETS_A_TIME:
        past_is_fine = name == "restore" and visit.day == timezone.localdate() and visit.at <= timezone.now()
        near = visits_near(visit.intake, at or visit.at, at or visit.at, but=visit)
        wrong = [] if past_is_fine else sentences_against(near, at or visit.at, visit.length)
        if wrong:
            raise NotAllowed(*wrong)


def visits_near(intake: Any, first: datetime, last: datetime, but: Any = None) -> list[Any]:
    """This patient's visits between these times and a day around them, from any of their forms, that are ahead or were
    (`but`: the visit that is moved)."""
    near = intake.visits.model.objects.of_person(intake).exclude(status__in=OFF)
    found = near.filter(at__gte=first - NEAR, at__lte=last + NEAR).order_by("at")
    return list(found if but is None else found.exclude(pk=but.pk))


def sentences_against(near: Sequence[Any], at: datetime, length: timedelta) -> list[str]:
    """Why a patient with these visits cannot have one then; nothing when they can."""
    here = timezone.localtime(at)
    said = f"{here:%a} {here.day} {here:%b %Y}, {here:%H:%M}"
    if at <= timezone.now():
        return [f"{said} is over. Choose a time to come."]
    if at > timezone.now() + timedelta(days=730):
        return [f"{said} is more than two years from now. Look at the year again."]
    return [f"This patient has a visit already then: {_span(each)}." for each in near if _overlaps(each, at, length)]


def beside(near: Sequence[Any], at: datetime) -> list[str]:
    """Each of these visits that is, or was, on the day of that time: in words for who plans another then."""
    same_day = (each for each in near if each.day == timezone.localdate(at))
    return [f"This patient has another visit on this day: {_span(each)}." for each in same_day]


def _overlaps(visit: Any, at: datetime, length: timedelta) -> bool:
    return bool(visit.is_ahead and visit.at < at + length and visit.ready_at > at)


def _span(visit: Any) -> str:
    here, ready = timezone.localtime(visit.at), timezone.localtime(visit.ready_at)
    return f"{here:%a} {here.day} {here:%b}, {here:%H:%M} to about {ready:%H:%M}"
