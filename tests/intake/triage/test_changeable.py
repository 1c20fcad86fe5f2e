"""What a clinic may change of the rules, what it may never, and what a finding says of it."""

from __future__ import annotations

from typing import Any

import pytest

from intake.policy import DEFAULT, Policy
from intake.triage import RULES, SAFETY_RULES, Level, rule_called, triage
from intake.triage.changeable import CHANGEABLE, policy_from, what_may_change
from tests.people import WELL_MAN

HIGH = WELL_MAN | {"body.systolic": 165, "body.diastolic": 80}


def found(answers: dict[str, Any], policy: Policy = DEFAULT) -> dict[str, Any]:
    return {finding.code: finding for finding in triage(answers, policy).findings}


def test_every_rule_but_those_on_safety_and_on_classes_may_change_its_level() -> None:
    levels = {name for kind, name in CHANGEABLE if kind == "level"}
    assert levels == {rule.code for rule in RULES} - {rule.code for rule in SAFETY_RULES} - {"MED-01"}


def test_only_settings_that_rules_read_may_change_and_none_that_a_safety_rule_depends_on() -> None:
    settings = [name for kind, name in CHANGEABLE if kind == "setting"]
    assert settings == ["bp_stop_systolic", "bp_stop_diastolic", "refused_ways_home", "ways_home_needing_review"]
    assert [rule.code for rule in CHANGEABLE["setting", "bp_stop_systolic"].rules] == ["BP-01"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *(("level", rule.code) for rule in SAFETY_RULES),
        ("level", "MED-01"),
        ("level", "ADM-01"),
        ("setting", "minimum_age"),
        ("setting", "safety_now_look_minutes"),
        ("setting", "fasting_light_hours"),
        ("level", "XX-99"),
    ],
)
def test_nothing_else_may_change(kind: str, name: str) -> None:
    with pytest.raises(ValueError, match="cannot change this"):
        what_may_change(kind, name)


@pytest.mark.parametrize("rule", SAFETY_RULES, ids=lambda rule: rule.code)
def test_a_safety_rule_reads_no_level_from_a_policy(rule: Any) -> None:
    assert rule.level_under(Policy(levels={rule.code: "info"})) is rule.level


def test_a_changed_level_is_the_findings_and_the_finding_says_so() -> None:
    assert found(HIGH)["BP-02"].level is Level.REVIEW
    graver = found(HIGH, Policy(levels={"BP-02": "stop"}))["BP-02"]
    assert graver.level is Level.STOP
    assert graver.because.endswith("This clinic changed the level of this rule from review to STOP.")
    assert "This clinic" not in found(HIGH)["BP-02"].because


def test_a_changed_threshold_fires_and_the_finding_says_so() -> None:
    assert "BP-01" not in found(HIGH)
    earlier = found(HIGH, Policy(bp_stop_systolic=160))["BP-01"]
    assert earlier.because.endswith("This clinic changed the systolic stop line from 180 mmHg to 160 mmHg.")


def test_a_way_home_that_this_clinic_refuses_is_a_stop_in_words() -> None:
    alone = WELL_MAN | {"ride.way_home": "taxi_or_rideshare_alone"}
    assert "RIDE-01" not in found(alone)
    refused = Policy(refused_ways_home=("i_will_drive", "walk_or_bike", "taxi_or_rideshare_alone"))
    assert "Walk or bike; Taxi or ride-share, alone." in found(alone, refused)["RIDE-01"].because


def test_what_raises_a_rule_raises_it_also_where_its_own_level_was_lowered() -> None:
    chest = WELL_MAN | {"heart.angina": "yes", "heart.angina_worse": "no"}
    assert found(chest, Policy(levels={"CV-06": "info"}))["CV-06"].level is Level.STOP


def test_a_rule_raised_to_stop_that_cannot_be_told_is_a_key_question() -> None:
    unsure = WELL_MAN | {"heart.clot": "unsure"}
    assert "ADM-01" not in found(unsure)
    assert "heart.clot" in found(unsure, Policy(levels={"CV-09": "stop"}))["ADM-01"].fired_by


def test_a_stop_that_was_lowered_is_no_key_question_but_still_listed() -> None:
    unsure = WELL_MAN | {"heart.aneurysm": "unsure"}
    assert "ADM-01" in found(unsure)
    lowered = triage(unsure, Policy(levels={"CV-07": "review"}))
    assert "ADM-01" not in {finding.code for finding in lowered.findings}
    assert "CV-07" in {each.rule.code for each in lowered.could_not_tell}


@pytest.mark.parametrize(
    ("kind", "name", "before", "after", "weaker"),
    [
        ("level", "CV-07", "stop", "review", True),
        ("level", "BP-02", "review", "stop", False),
        ("setting", "bp_stop_systolic", 160, 180, True),
        ("setting", "bp_stop_systolic", 180, 160, False),
        ("setting", "refused_ways_home", ["i_will_drive", "walk_or_bike"], ["i_will_drive"], True),
        ("setting", "refused_ways_home", ["i_will_drive"], ["walk_or_bike", "i_will_drive"], False),
    ],
)
def test_what_would_flag_less_is_known(kind: str, name: str, before: Any, after: Any, weaker: bool) -> None:
    assert CHANGEABLE[kind, name].is_weaker(before, after) is weaker


def test_the_version_of_a_policy_counts_its_levels() -> None:
    assert Policy(levels={}).version == DEFAULT.version
    one, other = Policy(levels={"BP-02": "stop"}), Policy(levels={"BP-02": "caution"})
    assert len({DEFAULT.version, one.version, other.version}) == 3
    with pytest.raises(ValueError, match="no level"):
        Policy(levels={"BP-02": "fatal"})


def test_what_is_set_back_to_what_was_published_is_no_change() -> None:
    line, level = CHANGEABLE["setting", "bp_stop_systolic"], CHANGEABLE["level", "BP-02"]
    policy = policy_from([(line, 160), (level, "stop"), (line, 180)])
    assert (policy.bp_stop_systolic, dict(policy.levels)) == (180, {"BP-02": "stop"})
    assert policy_from([(line, 160), (line, 180)]).version == DEFAULT.version
    assert rule_called("BP-02").level_under(policy) is Level.STOP
