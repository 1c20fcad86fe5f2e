"""The hours by which a patient prepares for one appointment, on the clinic's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from intake.policy import Policy

ONE_DAY = timedelta(hours=24)


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
        last_fatty=before(policy.fasting_fatty_hours),
        last_light=before(policy.fasting_light_hours),
        last_clear=before(policy.fasting_clear_hours),
        drive_after=day_after if by_hours else None,
        drive_day=day_after.date() if by_hours else ready.date() + timedelta(days=1),
        sleeps=policy.no_drive_rule != "24h",
    )
