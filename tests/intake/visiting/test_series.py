"""A series keeps its hour on the clinic's clock, and says where the clinic is closed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from intake.policy import Policy
from intake.visiting.series import NoSuchTime, moment, series, warnings_of

NEW_YORK = ZoneInfo("America/New_York")
TEN = time(10)


def days(found: list[datetime]) -> list[str]:
    return [f"{at.astimezone(NEW_YORK):%Y-%m-%d %H:%M}" for at in found]


@pytest.mark.parametrize(("first", "offset"), [(date(2027, 3, 8), (15, 14)), (date(2026, 10, 26), (14, 15))])
def test_ten_stays_ten_across_a_change_of_the_clocks(first: date, offset: tuple[int, int]) -> None:
    found = series(first, TEN, NEW_YORK, many=2, every=7)
    assert {at.astimezone(NEW_YORK).hour for at in found} == {10}
    assert tuple(at.hour for at in found) == offset
    assert all(at.tzinfo is UTC for at in found)


def test_the_29th_of_february_is_a_day_like_others() -> None:
    assert days(series(date(2028, 2, 27), TEN, NEW_YORK, many=4, every=1)) == [
        "2028-02-27 10:00",
        "2028-02-28 10:00",
        "2028-02-29 10:00",
        "2028-03-01 10:00",
    ]
    assert days(series(date(2028, 2, 29), TEN, NEW_YORK, many=2, every=366))[1] == "2029-03-01 10:00"


def test_chosen_weekdays_follow_one_another_and_the_first_day_always_counts() -> None:
    found = series(date(2026, 11, 25), TEN, NEW_YORK, many=5, weekdays=("mon", "thu"))
    assert [f"{at:%a %d}" for at in found] == ["Wed 25", "Thu 26", "Mon 30", "Thu 03", "Mon 07"]


def test_an_hour_that_the_clocks_skip_is_refused_and_one_that_comes_twice_is_the_first() -> None:
    with pytest.raises(NoSuchTime, match="does not exist"):
        moment(date(2027, 3, 14), time(2, 30), NEW_YORK)
    assert moment(date(2027, 11, 7), time(1, 30), NEW_YORK) == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour", "said"),
    [
        (date(2026, 11, 25), time(10), []),
        (date(2026, 11, 25), time(8), []),
        (date(2026, 11, 25), time(7, 59), ["opens at 08:00"]),
        (date(2026, 11, 25), time(15, 15), []),
        (date(2026, 11, 25), time(15, 16), ["closes at 17:00"]),
        (date(2026, 11, 28), time(10), ["not open on a Saturday"]),
        (date(2026, 12, 25), time(10), ["closed on this day"]),
        (date(2027, 1, 1), time(10), ["closed on this day"]),
        (date(2026, 11, 26), time(10), ["closed on this day"]),
        (date(2027, 11, 26), time(10), []),
    ],
)
def test_a_time_at_which_the_clinic_is_closed_is_warned_of(day: date, hour: time, said: list[str]) -> None:
    policy = Policy(closed_days=("12-25", "01-01", "2026-11-26"))
    at = moment(day, hour, NEW_YORK)
    found = warnings_of(at, at + timedelta(minutes=105), policy, NEW_YORK)
    assert len(found) == len(said) and all(part in text for part, text in zip(said, found, strict=True))
