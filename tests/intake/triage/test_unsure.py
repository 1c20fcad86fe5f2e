"""*Not sure* on a key question is a flag of its own; so is what a patient would rather tell in person."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.policy import Policy
from intake.questionnaire import ALL_QUESTIONS, question_called
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import Instrument, OneOf, Question, SomeOf
from intake.questionnaire.truth import Truth
from intake.questionnaire.weighing import undecided, weigh
from intake.triage import RULES, Finding, Level, Triaged, Urgency, triage
from tests.intake.triage.cases import (
    CASES,
    KETAMINE_BEFORE,
    MOOD,
    ON,
    STROKE,
    asq,
    body,
    patient,
    phq9,
    takes,
)


def run(changes: dict[str, Any]) -> Triaged:
    return triage(patient("", changes), Policy(), on=ON)


def flag(code: str, changes: dict[str, Any]) -> Finding | None:
    return next((finding for finding in run(changes).findings if finding.code == code), None)


NAMED: list[tuple[dict[str, Any], set[str]]] = [
    # answers, the questions that ADM-01 names
    ({"heart.aneurysm": "unsure", "heart.avm": "unsure"}, {"heart.aneurysm", "heart.avm"}),
    ({"heart.high_bp": "unsure"}, {"heart.high_bp"}),
    ({"heart.heart_attack": "unsure"}, {"heart.heart_attack"}),
    ({"heart.angina": "unsure", "heart.angina_worse": "unsure"}, {"heart.angina", "heart.angina_worse"}),
    ({"heart.angina": "unsure", "heart.angina_worse": "no", "heart.valve": "yes"}, {"heart.angina"}),
    ({"brain.bleed": "unsure"}, {"brain.bleed"}),
    ({"brain.stroke": "unsure"}, {"brain.stroke"}),
    (STROKE | {"brain.stroke_kind": None}, {"brain.stroke_kind"}),
    ({"hormones.pheochromocytoma": "unsure"}, {"hormones.pheochromocytoma"}),
    ({"organs.liver": "yes", "organs.liver_kind": ["unsure"]}, {"organs.liver_signs"}),
    ({"mind.psychosis_told": "unsure", "mind.psychosis_now": "no"}, {"mind.psychosis_told"}),
    ({"allergy.ketamine": "unsure"}, {"allergy.ketamine"}),
    ({"substances.ketamine_ever": "unsure"}, {"substances.ketamine_ever"}),
    (
        {"organs.bladder_symptoms": ["blood_in_pee"], "reason.ketamine_before": "unsure"},
        {"reason.ketamine_before"},
    ),
    (
        {"organs.bladder_symptoms": ["blood_in_pee"]} | KETAMINE_BEFORE,
        {"reason.ketamine_count"},
    ),
    ({"medicines.none": None, "medicines.taken": []}, {"medicines.taken"}),
    ({"allergy.allergies": None}, {"allergy.allergies"}),
]


@pytest.mark.parametrize(("changes", "named"), NAMED)
def test_not_sure_on_a_key_question_is_one_flag_that_names_it(
    changes: dict[str, Any], named: set[str]
) -> None:
    found = flag("ADM-01", changes)
    assert found is not None
    assert set(found.fired_by) == named
    assert (found.level, found.urgency) == (Level.REVIEW, Urgency.BEFORE_BOOKING)
    assert len(found.words) == len(named)


UNNAMED: list[dict[str, Any]] = [
    {},
    {"heart.clot": "unsure"},
    {"brain.tumor": "unsure"},
    {"organs.bladder_disease": "unsure"},
    {"heart.heart_attack": "yes", "heart.heart_attack_when": "unsure"},
    {"hormones.thyroid": "high", "hormones.thyroid_controlled": "unsure"},
    takes("Zzyzx tea"),
    {"body.knows_bp": "no", "body.systolic": None, "body.diastolic": None, "body.bp_when": None},
]


@pytest.mark.parametrize("changes", UNNAMED)
def test_not_sure_is_no_key_matter_where_a_rule_names_it_or_none_could_stop(changes: dict[str, Any]) -> None:
    assert flag("ADM-01", changes) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"mind.psychosis_ever": "yes", "mind.psychosis_now": "unsure"},
        {"mind.mania_ever": "yes", "mind.mania_now": "unsure"},
        {"mind.mania_ever": "yes", "mind.mania_now": "rather_not_say", "heart.avm": "unsure"},
    ],
)
def test_not_sure_whether_psychosis_or_mania_is_now_is_for_today(changes: dict[str, Any]) -> None:
    found = flag("ADM-01", changes)
    assert found is not None
    assert found.urgency is Urgency.TODAY


def test_the_flag_names_questions_in_a_few_words_and_shows_what_was_said() -> None:
    found = flag("ADM-01", {"heart.avm": "unsure", "mind.psychosis_told": "rather_not_say"})
    assert found is not None
    assert found.title.endswith(": AVM; psychotic disorder")
    assert [said for _label, said in found.words] == ["Not sure", "I’d rather tell the clinician"]


DECLINED: list[tuple[dict[str, Any], set[str]]] = [
    ({"mind.bipolar": "rather_not_say", "mind.eating": "rather_not_say"}, {"mind.bipolar", "mind.eating"}),
    ({"substances.recent": ["rather_not_say"]}, {"substances.recent"}),
    ({"mind.bipolar": "rather_not_say", "mind.self_harm": "rather_not_say"}, {"mind.bipolar"}),
    (phq9(0, "rather_not_say", **{"3": "rather_not_say"}), {"mind.phq9.3"}),
]


@pytest.mark.parametrize(("changes", "named"), DECLINED)
def test_what_a_patient_would_rather_tell_is_one_flag_that_names_it(
    changes: dict[str, Any], named: set[str]
) -> None:
    found = flag("ADM-05", changes)
    assert found is not None
    assert set(found.fired_by) == named
    assert (found.level, found.urgency) == (Level.REVIEW, Urgency.BEFORE_BOOKING)


@pytest.mark.parametrize(
    ("changes", "instead"),
    [
        ({"mind.attempt": "rather_not_say"}, "SAFE-04"),
        ({"mind.harm_others": "rather_not_say"}, "SAFE-05"),
        ({"mind.self_harm": "rather_not_say"}, "MH-08"),
        (asq("rather_not_say", "no"), "SAFE-04"),
        (phq9(0, "rather_not_say"), "SAFE-04"),
    ],
)
def test_a_declined_matter_that_a_graver_rule_names_is_not_listed_again(
    changes: dict[str, Any], instead: str
) -> None:
    assert flag(instead, changes) is not None
    assert flag("ADM-05", changes) is None


MAY_BE_DECLINED = [question for question in ALL_QUESTIONS if question.section.may_decline]


@pytest.mark.parametrize("question", MAY_BE_DECLINED, ids=lambda question: question.code)
def test_each_question_that_may_be_declined_is_named_by_some_flag_when_it_is(question: Question) -> None:
    declined: Any = "rather_not_say"
    if isinstance(question, SomeOf):
        declined = ["rather_not_say"]
    if isinstance(question, Instrument):
        declined = {each.item.code: "rather_not_say" for each in question.items}
    opened = (
        MOOD
        | asq("yes", "no")
        | {
            "mind.psychosis_ever": "yes",
            "mind.mania_ever": "yes",
            "mind.hospital": "yes",
            "mind.asq": {"1": "yes", "2": "no", "3": "no", "4": "yes", "5": "no"},
        }
    )
    if question.code == "mind.attempt":
        opened = {}
    found = run(opened | {question.code: declined}).findings
    named = [code for finding in found if finding.level >= Level.REVIEW for code in finding.fired_by]
    assert any(code == question.code or code.startswith(f"{question.code}.") for code in named)


def test_a_review_rule_that_cannot_be_told_is_listed_with_what_to_ask() -> None:
    open_rules = {each.rule.code: each for each in run({"heart.clot": "unsure"}).could_not_tell}
    assert [subject.code for subject in open_rules["CV-09"].ask] == ["heart.clot"]
    assert open_rules["CV-09"].title == "Blood clot in the last 6 months"


def test_a_fired_rule_that_might_rise_is_listed_too() -> None:
    open_rules = {each.rule.code: each for each in run({"lungs.sleep_apnea": "yes"}).could_not_tell}
    assert [subject.code for subject in open_rules["RESP-01"].ask] == ["lungs.cpap"]
    assert open_rules["RESP-01"].title == "Sleep apnea"


def test_a_rule_below_review_that_cannot_be_told_is_not_listed() -> None:
    listed = {each.rule.code for each in run({"mind.psychosis_family": "unsure"}).could_not_tell}
    assert "MH-04" not in listed


def test_every_rule_is_a_finding_open_or_quiet() -> None:
    told = run({"heart.clot": "unsure", "heart.avm": "yes"} | body(180, 200))
    fired = {finding.code for finding in told.findings}
    open_rules = {each.rule.code for each in told.could_not_tell}
    quiet = {rule.code for rule in told.quiet}
    below_review = {rule.code for rule in RULES if rule.worst < Level.REVIEW}
    assert {rule.code for rule in RULES} - fired - open_rules - quiet <= below_review
    assert not quiet & (fired | open_rules)


def test_titles_of_rules_that_did_not_fire_have_nothing_to_fill() -> None:
    assert all("{" not in rule.matter and "  " not in rule.matter for rule in RULES if rule.code != "MED-01")


STOPPED = [(code, fires) for code, fires, _quiet in CASES if code not in ("AGE-01", "ADM-01", "ADM-05")]


def values_of(question: Question) -> st.SearchStrategy[Any]:
    if isinstance(question, OneOf):
        return st.sampled_from([option.code for option in question.options])
    if isinstance(question, SomeOf):
        alone = [[option.code] for option in question.options if option.code in question.alone]
        many = [option.code for option in question.options if option.code not in question.alone]
        return st.sampled_from(alone or [[many[0]]]) | st.lists(
            st.sampled_from(many), min_size=1, unique=True
        )
    assert isinstance(question, Instrument)
    return st.fixed_dictionaries(
        {
            each.item.code: st.sampled_from(
                [code for code, _words, _points in each.item.options] + ["rather_not_say"]
            )
            for each in question.items
        }
    )


CHOSEN = {
    question.code: values_of(question)
    for question in ALL_QUESTIONS
    if isinstance(question, OneOf | SomeOf | Instrument) and question.code != "reason.matters_most"
}
some_answers = st.lists(st.sampled_from(sorted(CHOSEN)), max_size=12, unique=True).flatmap(
    lambda codes: st.fixed_dictionaries({code: CHOSEN[code] for code in codes})
)


def unsure_of(question: Question) -> Any:
    """*Not sure*, or *I'd rather tell the clinician* where that is what is offered; None where neither is."""
    if isinstance(question, Instrument):
        return {each.item.code: "rather_not_say" for each in question.items}
    offered = {option.code for option in getattr(question, "options", ())}
    for answer in ("unsure", "rather_not_say"):
        if answer in offered:
            return [answer] if isinstance(question, SomeOf) else answer
    return None


@settings(max_examples=300, deadline=None)
@given(case=st.sampled_from(STOPPED), others=some_answers, data=st.data())
def test_not_sure_in_place_of_an_answer_never_hides_a_stop_without_naming_the_question(
    case: tuple[str, dict[str, Any]], others: dict[str, Any], data: st.DataObject
) -> None:
    """A STOP that an answer fired still stands once that answer becomes *not sure*, or a flag at review or above names
    the question: ADM-01, or a rule that takes *not sure* for a yes."""
    before = patient(case[0], others | case[1])
    findings = triage(before, Policy(), on=ON).findings
    stops = [finding for finding in findings if finding.level is Level.STOP]
    read = sorted({code for finding in stops for code in finding.fired_by if code in CHOSEN})
    read = [code for code in read if unsure_of(question_called(code)) is not None]
    if not read:
        return
    code = data.draw(st.sampled_from(read))
    after = triage(before | {code: unsure_of(question_called(code))}, Policy(), on=ON).findings
    still = {finding.code for finding in after if finding.level is Level.STOP}
    named = {each for finding in after if finding.level >= Level.REVIEW for each in finding.fired_by}
    for stop in stops:
        if code in stop.fired_by:
            assert stop.code in still or code in named, (stop.code, code)


@settings(max_examples=300, deadline=None)
@given(
    case=st.sampled_from(STOPPED),
    others=some_answers,
    blank=st.sets(st.sampled_from(sorted(CHOSEN)), max_size=20),
)
def test_every_question_behind_a_stop_that_cannot_be_told_is_named(
    case: tuple[str, dict[str, Any]], others: dict[str, Any], blank: set[str]
) -> None:
    whole = patient(case[0], others | case[1])
    values = {code: value for code, value in whole.items() if code not in blank}
    answers = Answers(values, on=ON)
    findings = triage(values, Policy(), on=ON).findings
    named = {each for finding in findings if finding.level >= Level.REVIEW for each in finding.fired_by}
    for rule in RULES:
        if rule.worst is Level.STOP and weigh(rule.when, answers) is Truth.CANNOT_TELL:
            for subject in undecided(rule.when, answers):
                asked = {subject.code, *(question.code for question in subject.questions())}
                assert asked & named, (rule.code, subject.code)


@settings(max_examples=150, deadline=None)
@given(others=some_answers, kept=st.sets(st.sampled_from(sorted(patient("PREG", {})))))
def test_any_draft_can_be_weighed(others: dict[str, Any], kept: set[str]) -> None:
    whole = patient("PREG", others)
    draft = {code: value for code, value in whole.items() if code in kept or code in others}
    told = triage(draft, Policy(), on=ON)
    assert all("{" not in finding.title and finding.cites for finding in told.findings)
