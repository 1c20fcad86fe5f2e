"""The hours by which a patient prepares for one appointment, on the clinic's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from intake.policy import Policy

ONE_DAY = timedelta(hours=24)
SOBER_HOURS = 24
"""No alcohol, cannabis or other drugs for so long before, and after."""
ASLEEP = (range(6), range(22, 24))


class Appointment(Protocol):
    """When it begins, and when the patient is expected to be ready to go home."""

    at: datetime
    ready_at: datetime


@dataclass(frozen=True)
class PrepTimes:
    """Clock times in one zone. `drive_after`: the hour before which nobody drives, where the clinic's rule has one;
    `drive_day`: the first day on which they may, after a night's sleep where `sleeps` says so."""

    at: datetime
    ready_at: datetime
    sober_from: datetime
    last_fatty: datetime
    last_light: datetime
    last_clear: datetime
    drive_after: datetime | None
    drive_day: date
    sleeps: bool


def prep_times(visit: Appointment, policy: Policy, zone: ZoneInfo) -> PrepTimes:
    """The hours for this visit. Fasting is real time: where the clocks change in the night, the hour follows."""

    def before(hours: float) -> datetime:
        return (visit.at.astimezone(UTC) - timedelta(hours=hours)).astimezone(zone)

    ready = visit.ready_at.astimezone(zone)
    day_after = (visit.ready_at.astimezone(UTC) + ONE_DAY).astimezone(zone)
    by_hours = policy.no_drive_rule != "next_day_after_a_nights_sleep"
    return PrepTimes(
        at=visit.at.astimezone(zone),
        ready_at=ready,
        sober_from=before(SOBER_HOURS),
        last_fatty=before(policy.fasting_fatty_hours),
        last_light=before(policy.fasting_light_hours),
        last_clear=before(policy.fasting_clear_hours),
        drive_after=day_after if by_hours else None,
        drive_day=day_after.date() if by_hours else ready.date() + timedelta(days=1),
        sleeps=policy.no_drive_rule != "24h",
    )


def at_night(at: datetime) -> bool:
    """Whether most people are asleep then: who has to stop eating by that hour eats the evening before."""
    return any(at.hour in hours for hours in ASLEEP)


def day_in_words(day: date) -> str:
    """*Tuesday, November 24*."""
    return f"{day:%A}, {day:%B} {day.day}"


def clock_in_words(at: datetime) -> str:
    """An hour that nobody can take for another: *10:40 am*, *12 noon*, *midnight*."""
    if (at.hour, at.minute) == (0, 0):
        return "midnight"
    if (at.hour, at.minute) == (12, 0):
        return "12 noon"
    return f"{at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}"


def moment_in_words(at: datetime) -> str:
    """Hour and day: *10:40 pm on Tuesday, November 24*; of midnight, between which days it falls; of an hour that comes
    twice in the night in which the clocks go back, which of the two it is."""
    if (at.hour, at.minute) == (0, 0):
        said = f"midnight, when {at - timedelta(days=1):%A} ends and {at:%A}, {at:%B} {at.day} begins"
    else:
        said = f"{clock_in_words(at)} on {day_in_words(at)}"
    if at.replace(fold=0).utcoffset() == at.replace(fold=1).utcoffset():
        return said
    return f"{said}, {'after' if at.fold else 'before'} the clocks go back"
