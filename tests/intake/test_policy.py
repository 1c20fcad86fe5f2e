"""What a clinic may set for itself, and what it may not."""

from typing import Any

import pytest

from intake.policy import DEFAULT, WAYS_HOME, Policy
from intake.questionnaire.prepare import Prepare, fasting_hours
from intake.questionnaire.ride import Ride


@pytest.mark.parametrize(
    ("name", "default", "unit"),
    [
        ("minimum_age", 18, "years"),
        ("bp_stop_systolic", 180, "mm[Hg]"),
        ("bp_stop_diastolic", 100, "mm[Hg]"),
        ("fasting_fatty_hours", 8, "h"),
        ("fasting_light_hours", 6, "h"),
        ("fasting_clear_hours", 2, "h"),
        ("no_drive_rule", "later_of_24h_and_a_nights_sleep", ""),
        ("observe_minutes", 60, "min"),
        ("screening_valid_days", 90, "d"),
        ("safety_now_look_minutes", 5, "min"),
        ("safety_now_contact_minutes", 15, "min"),
        ("safety_today_look_minutes", 30, "min"),
        ("safety_today_contact_minutes", 240, "min"),
        ("refused_ways_home", ("i_will_drive", "walk_or_bike"), ""),
        ("ways_home_needing_review", ("taxi_or_rideshare_alone", "bus_or_train_alone", "unsure"), ""),
    ],
)
def test_a_setting_has_its_specified_default_and_unit(name: str, default: Any, unit: str) -> None:
    assert getattr(DEFAULT, name) == default
    assert Policy.settings()[name].unit == unit


@pytest.mark.parametrize("name", Policy.settings())
def test_a_setting_says_on_whose_word_it_stands_and_holds_its_own_default(name: str) -> None:
    setting = Policy.settings()[name]
    assert setting.source and setting.title
    assert setting.between or setting.among or setting.like
    setting.check(setting.default)


@pytest.mark.parametrize(
    ("name", "within", "beyond"),
    [
        ("minimum_age", 25, 17),
        ("minimum_age", 18, "eighteen"),
        ("minimum_age", 18, True),
        ("bp_stop_systolic", 140, 181),
        ("bp_stop_diastolic", 110, 111),
        ("fasting_clear_hours", 1, 0),
        ("screening_valid_days", 7, 366),
        ("safety_now_look_minutes", 60, 61),
        ("no_drive_rule", "24h", "whenever"),
        ("opens_at", "07:30", "7:30"),
        ("closes_at", "23:59", "24:00"),
        ("open_weekdays", ("sat",), ("Saturday",)),
        ("closed_days", ("07-04", "2027-11-26"), ("4 July",)),
        ("refused_ways_home", ("i_will_drive",), ("i_will_drive", "by_boat")),
    ],
)
def test_a_clinic_may_set_what_is_within_bounds_and_nothing_else(name: str, within: Any, beyond: Any) -> None:
    assert getattr(Policy(**{name: within}), name) == within
    with pytest.raises(ValueError, match=Policy.settings()[name].title):
        Policy(**{name: beyond})


def test_a_setting_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no policy setting called phase_of_the_moon"):
        Policy(phase_of_the_moon=1)


def test_every_way_home_that_can_be_chosen_can_be_set() -> None:
    assert [option.code for option in Ride.way_home.options] == list(WAYS_HOME)


def test_policies_with_the_same_values_have_the_same_version() -> None:
    assert Policy().version == DEFAULT.version == Policy(minimum_age=18).version
    assert Policy(minimum_age=21).version != DEFAULT.version


def test_patients_read_the_clinics_own_hours_before_they_say_whether_they_can_fast() -> None:
    hours = fasting_hours(Policy(fasting_fatty_hours=10, fasting_light_hours=7, fasting_clear_hours=3))
    assert "for 10 hours" in hours and "for 7 hours" in hours and "for 3 hours" in hours
    assert Prepare.fasting_ok.help == fasting_hours(DEFAULT)
    assert "for 8 hours" in fasting_hours(DEFAULT)
