"""What answers mean is what the specification says: no rule missing, none more, and every option weighed as written."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.policy import DEFAULT, Policy
from intake.questionnaire import question_called
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import Day, Instrument, Mass, Number, OneOf, SomeOf
from intake.questionnaire.weighing import weigh
from intake.triage import CODES, RULES, Level, Urgency, rule_called, triage
from tests.intake.triage.cases import CASES, ON, patient
from tests.intake.triage.specified import CODE, IN_TEXT, NO, YES, keys_read, truth
from tests.intake.triage.specified import RULES as SPECIFIED
from tests.intake.triage.test_unsure import some_answers

OURS_ALONE = {
    "ADM-05": "what a patient would rather tell the clinician is neither a yes nor a no",
    "ADM-06": "no rule reads what a patient writes under something else, of drugs taken or of harm from ketamine",
}
FOLLOWS_FROM_OTHERS = {"ADM-01", "ADM-05"}
READS_OTHERWISE = {
    # MED-08 is written in words: unknown names, ticks without a medicine, marks without a condition
    "MED-08": {
        "medicines.taken",
        "medicines.also",
        "heart.heart_attack",
        "heart.angina",
        "heart.blocked_arteries",
        "heart.heart_failure",
        "heart.rhythm",
        "heart.valve",
        "brain.seizure",
    },
    "MED-01": {"medicines.taken"},
}
TITLED_OTHERWISE = {
    "MED-01": "names its fill class, not class title",
}
FILLED = {
    "vit_bp_sys": "systolic",
    "vit_bp_dia": "diastolic",
    "neuro_seizure_last": "last",
    "resp_cpap": "cpap",
    "has_med(lithium, anticonvulsant, antipsychotic)": "mood_stabilizer",
    "ride_home_mode": "mode",
}
"""What fills a title, where our name for it is another one."""

EXPLAINED_OTHERWISE = {
    "NEURO-05": "no rule lowers a level: a seizure long ago weighs less, it does not drop the flag",
    "ALL-02": "no rule lowers a level: malignant hyperthermia is no obstacle, and still a flag",
    "SAFE-01": "whole sentences",
    "SAFE-03": "whole sentences",
    "MED-01": "each class explains itself",
    "MED-08": "names that we do not know",
}
WRITTEN = [code for code in SPECIFIED if code not in IN_TEXT]
by_rule = pytest.mark.parametrize("code", WRITTEN)


def conditions(code: str) -> list[str]:
    rule = SPECIFIED[code]
    return [rule["when"], *(each["when"] for each in (*rule["raise"], *rule["raise_urgency"]))]


def test_every_specified_rule_is_here_and_every_rule_here_is_specified() -> None:
    assert len(SPECIFIED) == 93
    assert set(SPECIFIED) - set(CODES) == set()
    assert set(CODES) - set(SPECIFIED) == set(OURS_ALONE)
    assert len(set(CODES)) == len(CODES)
    assert {rule.code for rule in RULES} == set(CODES) - FOLLOWS_FROM_OTHERS


@pytest.mark.parametrize("code", sorted(set(SPECIFIED) - {"MED-01", "ADM-01"}))
def test_a_rule_has_the_specified_level_urgency_and_rules_above_it(code: str) -> None:
    rule, specified = rule_called(code), SPECIFIED[code]
    assert rule.level is Level[specified["level"].upper()]
    assert rule.urgency is Urgency[specified["urgency"].upper()]
    assert [other.code for other in rule.unless] == specified["unless"]
    assert [each.to for each in rule.raised] == [Level[each["to"].upper()] for each in specified["raise"]]
    assert [each.to for each in rule.hastened] == [
        Urgency[each["to"].upper()] for each in specified["raise_urgency"]
    ]


@pytest.mark.parametrize("code", sorted(set(SPECIFIED) - FOLLOWS_FROM_OTHERS))
def test_a_rule_reads_the_specified_questions(code: str) -> None:
    specified = {CODE[key] for text in conditions(code) for key in keys_read(text)}
    assert set(rule_called(code).reads) == READS_OTHERWISE.get(code, specified)


@pytest.mark.parametrize("code", sorted(set(SPECIFIED) - FOLLOWS_FROM_OTHERS - set(TITLED_OTHERWISE)))
def test_a_rule_has_the_specified_title(code: str) -> None:
    specified = SPECIFIED[code]["title"]
    for theirs, ours in FILLED.items():
        specified = specified.replace(f"{{{theirs}}}", f"{{{ours}}}")
    assert rule_called(code).title == specified


@pytest.mark.parametrize("code", sorted(set(SPECIFIED) - FOLLOWS_FROM_OTHERS - set(EXPLAINED_OTHERWISE)))
def test_a_rule_says_the_specified_reason(code: str) -> None:
    assert rule_called(code).because == SPECIFIED[code]["because"]


def other_answers(code: str) -> Iterator[tuple[str, Any]]:
    """Every question that a rule reads, with every answer it can have: each option, each number near a limit."""
    reads = sorted({CODE[key] for text in conditions(code) for key in keys_read(text)})
    yield "about.preferred_name", "Tommy"
    for question in map(question_called, reads):
        yield question.code, None
        if isinstance(question, OneOf):
            yield from ((question.code, option.code) for option in question.options)
        elif isinstance(question, SomeOf):
            yield from ((question.code, [option.code]) for option in question.options)
        elif isinstance(question, Instrument):
            yield from ((question.code, items) for items in answered(question))
        elif type(question) is Number:
            low, high = question.between_bounds
            near = {low, high} | {limit + step for limit in limits(code) for step in (-1, 0, 1)}
            yield from ((question.code, number) for number in sorted(near) if low <= number <= high)
        elif isinstance(question, Mass):
            weights = [39.9, 40, 180, 180.1, *range(25, 350, 3)]
            yield from ((question.code, {"kg": kg, "in": {"unit": "kg"}}) for kg in weights)
        elif isinstance(question, Day):
            days = [ON - timedelta(days=days) for days in range(30, 40)]
            days += [date(ON.year - age, 6, day) for age in (12, 13, 18, 60, 61, 65) for day in (1, 2)]
            yield from ((question.code, day.isoformat()) for day in days)


def limits(code: str) -> set[int]:
    """Every whole number that a rule of the specification names, and the clinic's stop lines."""
    told = {int(number) for text in conditions(code) for number in re.findall(r"\b\d+\b", text)}
    return told | {DEFAULT.bp_stop_systolic, DEFAULT.bp_stop_diastolic}


def answered(question: Instrument) -> Iterator[dict[str, str]]:
    """An instrument with all items on each of its options in turn, and with one item alone on each."""
    first = (
        question.items[-1].item.options if question.items[-1].item.scored else question.items[0].item.options
    )
    for option, _words, _points in (*first, ("rather_not_say", "", 0)):
        yield {each.item.code: option for each in question.items}
        for each in question.items:
            yield {
                other.item.code: option if other is each else other.item.options[0][0]
                for other in question.items
            }


@by_rule
def test_every_option_is_weighed_as_specified(code: str) -> None:
    rule, compared, fired = rule_called(code), 0, 0
    for changes in [changes for case, *both in CASES if case == code for changes in both]:
        for question, value in other_answers(code):
            answers = Answers(patient(code, changes) | {question: value}, on=ON)
            expected = truth(SPECIFIED[code]["when"], answers)
            assert weigh(rule.when, answers) == expected, (question, value, changes)
            for ours, specified in zip(
                (*rule.raised, *rule.hastened),
                (*SPECIFIED[code]["raise"], *SPECIFIED[code]["raise_urgency"]),
                strict=True,
            ):
                assert weigh(ours.when, answers) == truth(specified["when"], answers), (question, value)
            compared += 1
            fired += expected == YES
    assert compared > fired > 0


@by_rule
def test_a_finding_stands_exactly_where_the_specification_says(code: str) -> None:
    specified = SPECIFIED[code]
    for changes in [changes for case, *both in CASES if case == code for changes in both]:
        values = patient(code, changes)
        answers = Answers(values, on=ON)
        expected = truth(specified["when"], answers) == YES and all(
            truth(SPECIFIED[other]["when"], answers) != YES for other in specified["unless"]
        )
        found = [finding for finding in triage(values, Policy(), on=ON).findings if finding.code == code]
        assert bool(found) == expected
        if found:
            levels = [specified["level"]] + [
                each["to"] for each in specified["raise"] if truth(each["when"], answers) == YES
            ]
            assert found[0].level == max(Level[level.upper()] for level in levels)


@settings(max_examples=100, deadline=None)
@given(case=st.sampled_from(CASES), others=some_answers)
def test_whatever_else_a_patient_answers_every_rule_is_weighed_as_specified(
    case: tuple[str, dict[str, Any], dict[str, Any]], others: dict[str, Any]
) -> None:
    """Not only the rule of the case: all rules, on answers that no table has thought of."""
    values = patient(case[0], case[1] | others)
    answers = Answers(values, on=ON)
    truths = {code: truth(SPECIFIED[code]["when"], answers) for code in WRITTEN}
    fired = {finding.code: finding for finding in triage(values, Policy(), on=ON).findings}
    for code, expected in truths.items():
        assert weigh(rule_called(code).when, answers) == expected, code
        covered = any(truths[other] == YES for other in SPECIFIED[code]["unless"])
        assert (code in fired) == (expected == YES and not covered), code
        for part, kind, reached in (("raise", Level, "level"), ("raise_urgency", Urgency, "urgency")):
            raised = [each["to"] for each in SPECIFIED[code][part] if truth(each["when"], answers) == YES]
            if code in fired:
                least = [SPECIFIED[code][reached], *raised]
                assert getattr(fired[code], reached) == max(kind[each.upper()] for each in least), code


def test_the_reading_of_the_specification_can_tell_all_three_values() -> None:
    well = Answers(patient("", {}), on=ON)
    assert truth("cv_aneurysm == yes or cv_avm == yes", well) == NO
    unsure = Answers(patient("", {"heart.avm": "unsure"}), on=ON)
    assert truth("cv_aneurysm == yes or cv_avm == yes", unsure) == 1
    assert truth("cv_aneurysm == no and age >= 38", unsure) == YES
