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
    others = intake.visits.ahead().filter(at__lt=at + length, ready_at__gt=at)
    if (others if but is None else others.exclude(pk=but.pk)).exists():
        return [f"This patient has a visit already on {said}."]
    return []
