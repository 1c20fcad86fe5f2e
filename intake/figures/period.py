"""The time that figures look back on, in whole weeks of the clinic's own calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

CHOICES = (30, 90, 365)


@dataclass(frozen=True)
class Period:
    """So many days back from now."""

    days: int

    @property
    def since(self) -> datetime:
        """Midnight, where the clinic is, so many days ago."""
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return today - timedelta(days=self.days)

    @property
    def weeks(self) -> tuple[date, ...]:
        """The Monday of every week in it, the oldest first; the first week may be cut short."""
        first = self.since.date()
        monday, found = first - timedelta(days=first.weekday()), []
        while monday <= timezone.localdate():
            found.append(monday)
            monday += timedelta(days=7)
        return tuple(found)


def period_of(days: str) -> Period:
    """One of the periods that are offered; 90 days where none of them was asked for."""
    return Period(int(days) if days in {str(each) for each in CHOICES} else 90)
