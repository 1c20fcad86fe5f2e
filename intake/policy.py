"""What a clinic may set for itself: thresholds, hours, the ways home it accepts, and the level of a rule.

`Policy.bp_stop_systolic` is the named setting, for a condition to hold on to; `policy.bp_stop_systolic`, on one
policy, is its value.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class Setting(Generic[T]):
    """One thing a clinic may set: its default, unit, bounds, and on whose word the default stands."""

    def __init__(
        self,
        default: T,
        title: str,
        *,
        unit: str = "",
        between: tuple[float, float] | None = None,
        among: tuple[str, ...] = (),
        like: str = "",
        source: str,
    ) -> None:
        self.default = default
        self.title = title
        self.unit = unit
        self.between = between
        self.among = among
        self.like = like
        self.source = source
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, policy: None, owner: type) -> Setting[T]: ...
    @overload
    def __get__(self, policy: Policy, owner: type) -> T: ...
    def __get__(self, policy: Policy | None, owner: type) -> Setting[T] | T:
        if policy is None:
            return self
        value: T = policy.changed.get(self.name, self.default)
        return value

    def check(self, value: Any) -> None:
        """Raises ValueError, in words for whoever set it, when a clinic may not set this value."""
        if self.between:
            low, high = self.between
            if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
                raise ValueError(f"{self.title} must be from {low} to {high}, not {value}.")
        for each in value if isinstance(value, tuple | list) else (value,):
            if self.among and each not in self.among:
                raise ValueError(f"{self.title}: {each} is not one of {', '.join(self.among)}.")
            if self.like and not re.fullmatch(self.like, str(each)):
                example = self.default if isinstance(self.default, str) else NEW_YEAR
                raise ValueError(f"{self.title}: {each} is not written like {example}.")

    def __str__(self) -> str:
        return self.title


LEVELS = ("info", "caution", "review", "stop")
"""The names of the levels a rule may be set to, the mildest first."""

WAYS_HOME = (
    "known_adult_drives",
    "known_adult_rides_with_me",
    "medical_transport_with_attendant",
    "taxi_or_rideshare_alone",
    "bus_or_train_alone",
    "walk_or_bike",
    "i_will_drive",
    "unsure",
)
"""Every way home that a patient can name."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
YEARLY_OR_ONE_DAY = r"(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
NEW_YEAR = "01-01"

PROJECT_DEFAULT = "a default of this project"


class Policy:
    """One clinic's policy: the defaults, and what this clinic changed. Never altered; a change is a new policy.

    `levels` holds, by a rule's code, the level this clinic set in place of the published one. A safety rule reads
    none of it.
    """

    minimum_age = Setting(
        18, "minimum age", unit="years", between=(18, 25), source="Spravato US label: not under 18"
    )
    bp_stop_systolic = Setting(
        180,
        "systolic stop line",
        unit="mm[Hg]",
        between=(140, 180),
        source="Swiss ketamine labels: over 180/100 at rest",
    )
    bp_stop_diastolic = Setting(
        100,
        "diastolic stop line",
        unit="mm[Hg]",
        between=(90, 110),
        source="Swiss ketamine labels: over 180/100 at rest",
    )
    refused_ways_home = Setting(
        ("i_will_drive", "walk_or_bike"),
        "refused ways home",
        among=WAYS_HOME,
        source="UK Ketalar SmPC 4.4; AANA discharge statement",
    )
    ways_home_needing_review = Setting(
        ("taxi_or_rideshare_alone", "bus_or_train_alone", "unsure"),
        "ways home that need review",
        among=WAYS_HOME,
        source="AANA discharge statement",
    )

    fasting_fatty_hours = Setting(
        8,
        "hours without fried or fatty food or meat",
        unit="h",
        between=(6, 12),
        source="ASA fasting guideline 2017: 8 hours or more may be needed",
    )
    fasting_light_hours = Setting(
        6,
        "hours without a light meal or milk",
        unit="h",
        between=(2, 12),
        source="ASA fasting guideline 2017",
    )
    fasting_clear_hours = Setting(
        2, "hours without clear liquids", unit="h", between=(1, 6), source="ASA fasting guideline 2023"
    )
    no_drive_rule = Setting(
        "later_of_24h_and_a_nights_sleep",
        "no driving until",
        among=("later_of_24h_and_a_nights_sleep", "next_day_after_a_nights_sleep", "24h"),
        source="Spravato US label: next day after restful sleep; ketamine injection: not within 24 hours",
    )
    observe_minutes = Setting(
        60, "minutes observed after the end", unit="min", between=(30, 240), source=PROJECT_DEFAULT
    )
    infusion_minutes = Setting(
        45, "minutes from arrival to the end of the infusion", unit="min", between=(10, 300), source=PROJECT_DEFAULT
    )
    open_weekdays = Setting(
        WEEKDAYS[:5], "weekdays on which the clinic is open", among=WEEKDAYS, source=PROJECT_DEFAULT
    )
    opens_at = Setting("08:00", "hour at which the clinic opens", like=CLOCK, source=PROJECT_DEFAULT)
    closes_at = Setting("17:00", "hour at which the clinic closes", like=CLOCK, source=PROJECT_DEFAULT)
    closed_days = Setting(
        (NEW_YEAR, "12-25"),
        "days on which the clinic is closed, every year or once",
        like=YEARLY_OR_ONE_DAY,
        source=PROJECT_DEFAULT,
    )
    longest_series = Setting(
        24, "most visits planned at once", unit="visits", between=(1, 60), source=PROJECT_DEFAULT
    )
    news_asked_days = Setting(
        3,
        "days before a visit from which the patient is asked whether anything is new",
        unit="d",
        between=(1, 7),
        source=PROJECT_DEFAULT,
    )
    screening_valid_days = Setting(
        90, "days a screening is valid", unit="d", between=(7, 365), source=PROJECT_DEFAULT
    )

    day_systolic_low = Setting(
        90,
        "lowest systolic pressure on the day",
        unit="mm[Hg]",
        between=(80, 100),
        source="ketamine US label, section 6: low pressure; the line is clinical practice",
    )
    day_pulse_low = Setting(
        50,
        "lowest pulse on the day",
        unit="/min",
        between=(40, 60),
        source="ketamine US label, section 6: slow pulse; the line is clinical practice",
    )
    day_pulse_high = Setting(
        110,
        "highest pulse on the day",
        unit="/min",
        between=(100, 130),
        source="ketamine US label, section 6: fast pulse; the line is clinical practice",
    )
    day_oxygen_low = Setting(
        94,
        "lowest oxygen saturation on the day",
        unit="%",
        between=(90, 97),
        source="Spravato US label: pulse oximetry; the line is a default of this project",
    )
    day_pregnancy_test = Setting(
        "who_could_be_pregnant",
        "pregnancy test on the day",
        among=("who_could_be_pregnant", "nobody"),
        source=PROJECT_DEFAULT,
    )

    safety_now_look_minutes = Setting(
        5, "first look at a safety alert: now", unit="min", between=(1, 60), source=PROJECT_DEFAULT
    )
    safety_now_contact_minutes = Setting(
        15, "first contact after a safety alert: now", unit="min", between=(5, 120), source=PROJECT_DEFAULT
    )
    safety_now_retry_minutes = Setting(
        15, "second call after a safety alert: now", unit="min", between=(5, 120), source=PROJECT_DEFAULT
    )
    safety_today_look_minutes = Setting(
        30, "first look at a safety alert: today", unit="min", between=(5, 240), source=PROJECT_DEFAULT
    )
    safety_today_contact_minutes = Setting(
        240,
        "first contact after a safety alert: today",
        unit="min",
        between=(30, 480),
        source=PROJECT_DEFAULT,
    )
    safety_declined_look_minutes = Setting(
        480,
        "first look at a declined safety question: the same day",
        unit="min",
        between=(30, 480),
        source=PROJECT_DEFAULT,
    )
    safety_declined_contact_minutes = Setting(
        1440,
        "first contact after a declined safety question: the next business day",
        unit="min",
        between=(60, 1440),
        source=PROJECT_DEFAULT,
    )

    claim_minutes = Setting(
        30,
        "minutes without work after which a claimed form is free again",
        unit="min",
        between=(5, 240),
        source=PROJECT_DEFAULT,
    )
    given_hours = Setting(
        24,
        "hours without work after which an assigned form is free again",
        unit="h",
        between=(1, 168),
        source=PROJECT_DEFAULT,
    )
    remind_now_minutes = Setting(
        15, "waits too long: now", unit="min", between=(5, 120), source=PROJECT_DEFAULT
    )
    remind_today_hours = Setting(
        4, "waits too long: today", unit="h", between=(1, 24), source=PROJECT_DEFAULT
    )
    remind_booking_hours = Setting(
        48, "waits too long: before booking", unit="h", between=(4, 336), source=PROJECT_DEFAULT
    )
    remind_visit_hours = Setting(
        120,
        "waits too long: at the visit, or no flag",
        unit="h",
        between=(4, 336),
        source=PROJECT_DEFAULT,
    )
    remind_patient_days = Setting(
        7, "the patient has not answered", unit="d", between=(1, 60), source=PROJECT_DEFAULT
    )

    def __init__(self, *, levels: Mapping[str, str] | None = None, **changed: Any) -> None:
        settings = self.settings()
        for name, value in changed.items():
            if name not in settings:
                raise ValueError(f"There is no policy setting called {name}.")
            settings[name].check(value)
        for code, level in (levels or {}).items():
            if level not in LEVELS:
                raise ValueError(f"{code}: {level} is no level; choose one of {', '.join(LEVELS)}.")
        self.changed: Mapping[str, Any] = dict(changed)
        self.levels: Mapping[str, str] = dict(levels or {})

    @classmethod
    def settings(cls) -> dict[str, Setting[Any]]:
        """Every setting by name, in the order written."""
        return {name: value for name, value in vars(cls).items() if isinstance(value, Setting)}

    @property
    def version(self) -> str:
        """A short fingerprint of every value and level: two clinics with the same policy share it."""
        values = {name: getattr(self, name) for name in self.settings()}
        if self.levels:
            values["levels of rules"] = dict(self.levels)
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:12]


DEFAULT = Policy()


NO_DRIVE_WORDS = {
    "later_of_24h_and_a_nights_sleep": "the next day, after a good night’s sleep, and at least 24 hours have passed",
    "next_day_after_a_nights_sleep": "the next day, after a good night’s sleep",
    "24h": "24 hours have passed",
}


def facts_for_readers(policy: Policy = DEFAULT) -> dict[str, str]:
    """What patients read of this clinic's policy, in words."""
    return {
        "fasting_fatty_hours": str(policy.fasting_fatty_hours),
        "fasting_light_hours": str(policy.fasting_light_hours),
        "fasting_clear_hours": str(policy.fasting_clear_hours),
        "observe_minutes": str(policy.observe_minutes),
        "no_drive_rule": NO_DRIVE_WORDS[policy.no_drive_rule],
        "minimum_age": str(policy.minimum_age),
    }
