"""Safety alerts against the clinic's own clocks: taken on and called in time, late, or overdue now."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from clinic.encryption import TamperedError
from intake.figures.period import Period
from intake.models import SafetyAlert
from intake.models.clock import Pace, pace_of
from intake.triage import Urgency

MOST_ALERTS = 1000


@dataclass
class Kept:
    """How alerts of one urgency were kept: against the time to look, and the time to call."""

    words: str
    raised: int = 0
    looked_in_time: int = 0
    looked_late: int = 0
    look_overdue: int = 0
    called_in_time: int = 0
    called_late: int = 0
    call_overdue: int = 0
    standing: int = 0
    minutes: list[float] | None = None

    @property
    def median(self) -> float | None:
        """Half of the alerts were taken on within so many minutes."""
        return statistics.median(self.minutes) if self.minutes else None

    @property
    def before_overdue(self) -> int:
        """How many were taken on at all, in time or late."""
        return self.looked_in_time + self.looked_late

    @property
    def overdue(self) -> int:
        """Clocks that have run out and that nobody has stopped yet."""
        return self.look_overdue + self.call_overdue


def kept_clocks(period: Period) -> list[Kept]:
    """Alerts raised in a period, by urgency; the newest thousand."""
    now = timezone.now()
    alerts = SafetyAlert.objects.filter(raised_at__gte=period.since).with_steps().order_by("-raised_at")
    kept = {Urgency.NOW: Kept("Now", minutes=[]), Urgency.TODAY: Kept("Today", minutes=[])}
    for alert in alerts[:MOST_ALERTS]:
        _count(kept[Urgency.NOW if alert.urgency == Urgency.NOW else Urgency.TODAY], alert, now)
    return list(kept.values())


def _count(kept: Kept, alert: Any, now: datetime) -> None:
    pace = _pace(alert)
    closed = getattr(alert, "disposition", None)
    kept.raised += 1
    kept.standing += closed is None
    until = closed.at if closed else None
    looked = _first(alert.acknowledgements.all(), until)
    called = _first(alert.calls.all(), until)
    if looked is not None and kept.minutes is not None:
        kept.minutes.append((looked - alert.raised_at).total_seconds() / 60)
    look = _stands(alert.raised_at, looked, pace.look, now)
    call = _stands(alert.raised_at, called, pace.call, now)
    kept.looked_in_time += look == "in time"
    kept.looked_late += look == "late"
    kept.look_overdue += look == "overdue"
    kept.called_in_time += call == "in time"
    kept.called_late += call == "late"
    kept.call_overdue += call == "overdue"


def _stands(raised: datetime, done: datetime | None, within: timedelta, now: datetime) -> str:
    if done is not None:
        return "in time" if done - raised <= within else "late"
    return "overdue" if now - raised > within else "running"


def _first(steps: Iterable[Any], closed: datetime | None) -> datetime | None:
    """When the first such step was done; closing an alert does all that was left."""
    times = [step.at for step in steps] + ([closed] if closed else [])
    return min(times, default=None)


def _pace(alert: Any) -> Pace:
    """The clocks of an alert; one whose words do not open is held to the clock of its urgency."""
    try:
        return pace_of(alert)
    except TamperedError:
        return pace_of(_Unreadable(alert.urgency))


@dataclass(frozen=True)
class _Unreadable:
    urgency: int
    words = {"words": [["", ""]]}
