"""The check on the day of a visit: what is looked at, and which points of it do not pass under the clinic's policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from intake.policy import Policy
from intake.questionnaire.words import _

PREGNANCY = ("negative", "positive", "not_needed", "not_done")
ITEM_9 = ("0", "1", "2", "3", "rather_not_say")


@dataclass(frozen=True)
class DayFound:
    """What a clinician found. `food`: light or fatty; `item_9`: PHQ-9 item 9, asked again today."""

    identity: bool
    food_at: datetime
    food: str
    drink_at: datetime
    systolic: int
    diastolic: int
    pulse: int
    oxygen: int
    kg: float
    pregnancy: str
    item_9: str
    new_medicines: str
    driver: bool


@dataclass(frozen=True)
class Failed:
    """One point that did not pass: its name, and why, in words."""

    point: str
    words: str


def points_failed(
    found: DayFound, policy: Policy, *, starts: datetime, could_be_pregnant: bool, no_driver_needed: bool
) -> list[Failed]:
    """Every point that does not pass; none when the check has passed."""
    failed = [*_fasting(found, policy, starts), *_measured(found, policy)]
    if not found.identity:
        failed.insert(0, Failed("identity", _("Identity was not confirmed")))
    asked = policy.day_pregnancy_test == "who_could_be_pregnant" and could_be_pregnant
    if found.pregnancy == "positive":
        failed.append(Failed("pregnancy", _("The pregnancy test is positive")))
    elif asked and found.pregnancy != "negative":
        failed.append(Failed("pregnancy", _("No pregnancy test, and the patient could be pregnant")))
    if found.item_9 == "rather_not_say":
        failed.append(Failed("item_9", _("PHQ-9 item 9 was not answered")))
    elif found.item_9 != "0":
        failed.append(Failed("item_9", _("PHQ-9 item 9 is {value}").format(value=found.item_9)))
    if found.new_medicines:
        failed.append(Failed("medicines", _("New medicines: {which}").format(which=found.new_medicines)))
    if not found.driver and not no_driver_needed:
        failed.append(Failed("driver", _("The driver cannot be reached")))
    return failed


def _fasting(found: DayFound, policy: Policy, starts: datetime) -> Iterator[Failed]:
    hours = policy.fasting_fatty_hours if found.food == "fatty" else policy.fasting_light_hours
    if starts - found.food_at < timedelta(hours=hours):
        words = _("Last food at {time}: less than {hours} hours before")
        yield Failed("food", words.format(time=f"{found.food_at:%H:%M}", hours=hours))
    if starts - found.drink_at < timedelta(hours=policy.fasting_clear_hours):
        words = _("Last drink at {time}: less than {hours} hours before")
        yield Failed("drink", words.format(time=f"{found.drink_at:%H:%M}", hours=policy.fasting_clear_hours))


def _measured(found: DayFound, policy: Policy) -> Iterator[Failed]:
    pressure = f"{found.systolic}/{found.diastolic}"
    if found.systolic >= policy.bp_stop_systolic or found.diastolic >= policy.bp_stop_diastolic:
        line = f"{policy.bp_stop_systolic}/{policy.bp_stop_diastolic}"
        words = _("Blood pressure {pressure}: at or over the stop line {line}")
        yield Failed("pressure", words.format(pressure=pressure, line=line))
    elif found.systolic < policy.day_systolic_low:
        words = _("Blood pressure {pressure}: the top number is under {line}")
        yield Failed("pressure", words.format(pressure=pressure, line=policy.day_systolic_low))
    if not policy.day_pulse_low <= found.pulse <= policy.day_pulse_high:
        words = _("Pulse {pulse}: not from {low} to {high}")
        yield Failed(
            "pulse", words.format(pulse=found.pulse, low=policy.day_pulse_low, high=policy.day_pulse_high)
        )
    if found.oxygen < policy.day_oxygen_low:
        words = _("Oxygen saturation {oxygen} %: under {line} %")
        yield Failed("oxygen", words.format(oxygen=found.oxygen, line=policy.day_oxygen_low))
