"""The hours by which a patient prepares are right on the clinic's clock, in every night of the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from intake.policy import DEFAULT, Policy
from intake.visiting.prep import moment_in_words, prep_times
from intake.visiting.series import moment

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class Planned:
    at: datetime
    ready_at: datetime


def planned(text: str, zone: ZoneInfo = NEW_YORK, minutes: int = 105) -> Planned:
    there = datetime.fromisoformat(text)
    at = moment(there.date(), there.time(), zone)
    return Planned(at, at + timedelta(minutes=minutes))


def clock(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


@pytest.mark.parametrize(
    ("visit", "zone", "fatty", "light", "clear"),
    [
        ("2026-11-25 10:00", NEW_YORK, "2026-11-25 02:00", "2026-11-25 04:00", "2026-11-25 08:00"),
        ("2026-11-25 08:00", NEW_YORK, "2026-11-25 00:00", "2026-11-25 02:00", "2026-11-25 06:00"),
        ("2026-11-25 07:30", NEW_YORK, "2026-11-24 23:30", "2026-11-25 01:30", "2026-11-25 05:30"),
        ("2027-03-14 08:00", NEW_YORK, "2027-03-13 23:00", "2027-03-14 01:00", "2027-03-14 06:00"),
        ("2027-11-07 08:00", NEW_YORK, "2027-11-07 01:00", "2027-11-07 02:00", "2027-11-07 06:00"),
        ("2027-03-28 09:00", BERLIN, "2027-03-28 00:00", "2027-03-28 03:00", "2027-03-28 07:00"),
        ("2027-10-31 09:00", BERLIN, "2027-10-31 02:00", "2027-10-31 03:00", "2027-10-31 07:00"),
        ("2028-02-29 09:00", NEW_YORK, "2028-02-29 01:00", "2028-02-29 03:00", "2028-02-29 07:00"),
        ("2028-03-01 07:00", NEW_YORK, "2028-02-29 23:00", "2028-03-01 01:00", "2028-03-01 05:00"),
    ],
)
def test_the_last_food_and_drink_are_so_many_real_hours_before(
    visit: str, zone: ZoneInfo, fatty: str, light: str, clear: str
) -> None:
    times = prep_times(planned(visit, zone), DEFAULT, zone)
    assert (clock(times.last_fatty), clock(times.last_light), clock(times.last_clear)) == (fatty, light, clear)
    assert clock(times.at) == visit


@given(
    day=st.dates(date(2026, 1, 1), date(2032, 12, 31)),
    hour=st.integers(6, 20),
    zone=st.sampled_from([NEW_YORK, BERLIN, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kolkata")]),
)
def test_whatever_the_day_the_patient_has_fasted_long_enough(day: date, hour: int, zone: ZoneInfo) -> None:
    visit = planned(f"{day} {hour:02}:00", zone)
    times = prep_times(visit, DEFAULT, zone)
    for last, hours in ((times.last_fatty, 8), (times.last_light, 6), (times.last_clear, 2)):
        assert visit.at - last.astimezone(UTC) == timedelta(hours=hours)
        assert last.tzinfo is zone
    assert times.drive_after is not None and times.drive_after.astimezone(UTC) - visit.ready_at == timedelta(hours=24)


def test_the_times_are_the_clinics_also_for_a_patient_in_another_zone() -> None:
    visit = planned("2026-11-25 10:00")
    with timezone.override(ZoneInfo("Pacific/Auckland")):
        there = prep_times(visit, DEFAULT, NEW_YORK)
    assert there == prep_times(visit, DEFAULT, NEW_YORK)
    assert there.at.tzname() == "EST"
    elsewhere = prep_times(visit, DEFAULT, ZoneInfo("America/Los_Angeles"))
    assert (clock(elsewhere.at), clock(elsewhere.last_light)) == ("2026-11-25 07:00", "2026-11-25 01:00")
    assert elsewhere.last_light == there.last_light


def test_a_clinic_that_asks_for_a_longer_fast_has_earlier_hours() -> None:
    times = prep_times(planned("2026-11-25 10:00"), Policy(fasting_light_hours=9, fasting_clear_hours=4), NEW_YORK)
    assert (clock(times.last_light), clock(times.last_clear)) == ("2026-11-25 01:00", "2026-11-25 06:00")


@pytest.mark.parametrize(
    ("rule", "after", "day", "sleeps"),
    [
        ("later_of_24h_and_a_nights_sleep", "2026-11-26 11:45", "2026-11-26", True),
        ("next_day_after_a_nights_sleep", "", "2026-11-26", True),
        ("24h", "2026-11-26 11:45", "2026-11-26", False),
    ],
)
def test_nobody_drives_before_the_clinics_rule_lets_them(rule: str, after: str, day: str, sleeps: bool) -> None:
    times = prep_times(planned("2026-11-25 10:00"), Policy(no_drive_rule=rule), NEW_YORK)
    assert (clock(times.drive_after), str(times.drive_day), times.sleeps) == (after, day, sleeps)


def test_a_day_without_driving_has_24_hours_also_when_the_clocks_change() -> None:
    spring = prep_times(planned("2027-03-13 10:00"), DEFAULT, NEW_YORK)
    autumn = prep_times(planned("2027-11-06 10:00"), DEFAULT, NEW_YORK)
    assert (clock(spring.drive_after), clock(autumn.drive_after)) == ("2027-03-14 12:45", "2027-11-07 10:45")


@pytest.mark.parametrize(
    ("utc", "words"),
    [
        ("2027-11-07 04:30", "12:30 am on Sunday, November 7"),
        ("2027-11-07 05:00", "1:00 am on Sunday, November 7, before the clocks go back"),
        ("2027-11-07 06:00", "1:00 am on Sunday, November 7, after the clocks go back"),
        ("2027-11-07 07:00", "2:00 am on Sunday, November 7"),
        ("2027-03-14 07:00", "3:00 am on Sunday, March 14"),
        ("2027-11-07 04:00", "midnight, when Saturday ends and Sunday, November 7 begins"),
    ],
)
def test_an_hour_that_comes_twice_says_which_one_it_is(utc: str, words: str) -> None:
    assert moment_in_words(datetime.fromisoformat(utc).replace(tzinfo=UTC).astimezone(NEW_YORK)) == words
