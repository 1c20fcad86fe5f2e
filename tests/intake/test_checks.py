"""Mistakes in questions or rules stop the site from starting."""

from __future__ import annotations

import dataclasses

import pytest

from intake.checks import (
    questions_are_sound,
    rules_are_sound,
    what_may_change_is_sound,
    wrong_with_changes,
    wrong_with_questions,
    wrong_with_rules,
)
from intake.policy import Policy
from intake.questionnaire import SECTIONS
from intake.questionnaire.questions import OneOf, Section, YesNo
from intake.triage import RULES, SAFETY_RULES
from intake.triage.changeable import RuleLevel, RuleSetting


class First(Section):
    title = "First"
    gate = YesNo("Do you?", unsure=True)
    kind = OneOf("Which?", {"a": "A", "b": "B"}, ask_if=gate.is_yes)


class Untitled(Section):
    follow_up = YesNo("And?", ask_if=First.gate.is_yes)


class Misspelt(Section):
    title = "Misspelt"
    follow_up = YesNo("And?", ask_if=First.kind.is_any("a", "c"))


class Gated(Section):
    title = "Gated"
    ask_if = First.gate.is_any("yes", "unsure")


def ids(found):
    return [message.id for message in found]


def test_what_we_ask_and_what_it_means_is_sound():
    assert questions_are_sound() == [] and rules_are_sound() == []


@pytest.mark.parametrize(
    ("sections", "wrong"),
    [
        ((First, Gated), []),
        ((First, First), ["intake.E001", "intake.E001"]),
        ((First, Untitled), ["intake.E003"]),
        ((Gated, First), ["intake.E002"]),
        ((First, Misspelt), ["intake.E004"]),
    ],
)
def test_a_mistake_in_questions(sections, wrong):
    assert ids(wrong_with_questions(sections)) == wrong


def a_rule(**changed):
    return dataclasses.replace(SAFETY_RULES[0], **changed)


@pytest.mark.parametrize(
    ("rules", "wrong"),
    [
        ((a_rule(),), []),
        ((a_rule(), a_rule()), ["intake.E011"]),
        ((a_rule(when=First.gate.is_yes),), ["intake.E012"]),
        ((a_rule(unless=(RULES[0],)),), ["intake.E013"]),
        ((a_rule(code="SAFE-01", safety=False),), ["intake.E014"]),
        ((a_rule(when=SECTIONS[4].high_bp.is_any("perhaps")),), ["intake.E004"]),
    ],
)
def test_a_mistake_in_rules(rules, wrong):
    assert ids(wrong_with_rules(rules)) == wrong


def test_a_change_that_could_touch_safety_is_an_error() -> None:
    safe = next(rule for rule in RULES if rule.safety)
    said = [each.id for each in wrong_with_changes(RULES, [RuleLevel(safe)])]
    assert said == ["intake.E021"]
    age = RuleSetting(Policy.minimum_age, ())
    said = [each.msg for each in wrong_with_changes(RULES, [age])]
    assert said and all("minimum_age can be changed, and decides whether" in each for each in said)


def test_what_may_change_is_sound() -> None:
    assert what_may_change_is_sound() == []
