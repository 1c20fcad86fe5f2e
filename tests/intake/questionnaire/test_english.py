"""A condition reads as a nurse would say it: questions and options in their words, limits as the clinic set them."""

from __future__ import annotations

import re

import pytest

from intake.policy import Policy
from intake.questionnaire import SECTIONS
from intake.questionnaire.conditions import Condition, at_least
from intake.questionnaire.english import phrase
from intake.questionnaire.heart import Heart
from intake.questionnaire.mind import Mind
from intake.questionnaire.organs import Organs
from intake.triage import RULES, rule_called


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Heart.high_bp_controlled.is_any("no", "untreated"), "“Is it under control now?” is “No” or “It is not being treated”"),
        (Organs.liver_signs.has("belly_fluid"), "“Have you had any of these from your liver?” includes “Fluid in the belly”"),
        (Mind.phq9_total.at_least(20), "PHQ-9 total is at least 20"),
        (Mind.phq9.item(1).at_least(2), "PHQ-9 “Little interest or pleasure in doing things” scores at least 2"),
        (
            rule_called("AGE-02").when & Mind.phq9_total.below(5) | Mind.gad7_total.below(5),
            "(Age is at least 65 and PHQ-9 total is below 5) or GAD-7 total is below 5",
        ),
        (
            at_least(1, Mind.phq9_total.below(5), Mind.gad7_total.over(5)),
            "at least 1 of these: PHQ-9 total is below 5; GAD-7 total is over 5",
        ),
        (rule_called("MED-05").when, "“List each medicine” names theophylline or aminophylline"),
    ],
)
def test_a_condition_in_words(condition: Condition, words: str) -> None:
    assert str(condition) == str(phrase(condition)) == words


def test_a_limit_is_the_clinics_own() -> None:
    policy = Policy(bp_stop_systolic=150, refused_ways_home=("walk_or_bike",))
    assert "at least 150 mmHg (the systolic stop line)" in str(phrase(rule_called("BP-01").when, policy))
    assert "one of the refused ways home: “Walk or bike” or" in str(phrase(rule_called("RIDE-01").when, policy))


def test_no_rule_and_no_gate_prints_a_code() -> None:
    conditions = [condition for rule in RULES for condition in rule.conditions]
    gates = [each.ask_if for section in SECTIONS for each in (section, *section.questions)]
    conditions += [gate for gate in gates if gate is not None]
    codes = [found for each in conditions for found in re.findall(r"[a-z]+_[a-z_]+", str(each))]
    assert len(conditions) > 100 and codes == []
