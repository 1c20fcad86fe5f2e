"""The days of a series: the same hour on the clinic's clock each time, also over a change of daylight-saving time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from intake.policy import WEEKDAYS, Policy

LONGEST_STEP = 366
FAR = date(9000, 1, 1)


class NoSuchTime(ValueError):
    """An hour that the clocks skip on that day."""


def moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """This hour of this day on the clinic's clock. Of an hour that comes twice it is the first; NoSuchTime of none."""
    there = datetime.combine(day, hour, tzinfo=zone)
    found = there.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != there.replace(tzinfo=None):
        raise NoSuchTime(f"{hour:%H:%M} does not exist on {day:%a} {day.day} {day:%b %Y}: the clocks skip it.")
    return found


def series(
    first: date, hour: time, zone: ZoneInfo, *, many: int, every: int = 0, weekdays: Collection[str] = ()
) -> list[datetime]:
    """So many visits from the first day on: every so many days, or on these weekdays; the first day always counts."""
    days = on_weekdays(first, weekdays) if weekdays else every_days(first, every)
    return [moment(day, hour, zone) for day, _number in zip(days, range(many), strict=False)]


def every_days(first: date, every: int) -> Iterator[date]:
    """This day, and every so many days after it."""
    day = first
    while day < FAR:
        yield day
        day += timedelta(days=max(every, 1))


def on_weekdays(first: date, weekdays: Collection[str]) -> Iterator[date]:
    """This day, and each later day that is one of these weekdays."""
    yield first
    for day in every_days(first + timedelta(days=1), 1):
        if WEEKDAYS[day.weekday()] in weekdays:
            yield day


def warnings_of(start: datetime, ready: datetime, policy: Policy, zone: ZoneInfo) -> list[str]:
    """What speaks against a visit then: the clinic is closed on that day, or not open yet, or closed before its end."""
    here, end = start.astimezone(zone), ready.astimezone(zone)
    if f"{here:%Y-%m-%d}" in policy.closed_days or f"{here:%m-%d}" in policy.closed_days:
        return ["The clinic is closed on this day."]
    if WEEKDAYS[here.weekday()] not in policy.open_weekdays:
        return [f"The clinic is not open on a {here:%A}."]
    said = []
    if here.time() < time.fromisoformat(policy.opens_at):
        said.append(f"The clinic opens at {policy.opens_at}.")
    if end.date() > here.date() or end.time() > time.fromisoformat(policy.closes_at):
        said.append(f"The patient is ready at {end:%H:%M}; the clinic closes at {policy.closes_at}.")
    return said
