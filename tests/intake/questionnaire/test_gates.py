"""Which question is asked when: each follow-up with what opens it and what must not."""

from datetime import date
from typing import Any

import pytest

from intake.questionnaire import ALL_QUESTIONS, question_called
from intake.questionnaire.answers import Answers
from intake.questionnaire.reason import ANXIETY, MOOD, PAIN
from intake.questionnaire.truth import Truth

WOMAN = {"about.birth_date": "1990-06-01", "about.sex_at_birth": "female"}
TODAY = "2026-06-01"
NO_PHQ9 = {str(item): "0" for item in range(1, 10)}
ALL_NO = {str(item): "no" for item in range(1, 5)}


def asked(code: str, **values: Any) -> Truth:
    given = {key.replace("__", "."): value for key, value in values.items()}
    return Answers(WOMAN | given, on=date.fromisoformat(TODAY)).asks(question_called(code))


SIMPLE: list[tuple[str, str, list[Any], list[Any]]] = [
    # question, what it follows, answers that open it, answers that do not
    ("about.interpreter", "about.language", ["es", "other"], ["en"]),
    ("about.helper", "about.filled_in_by", ["self_with_help", "other_person"], ["self"]),
    ("about.legal_decider_name", "about.legal_decider", ["yes"], ["no"]),
    ("contacts.main_doctor_name", "contacts.main_doctor", ["yes"], ["no"]),
    ("contacts.main_doctor_phone", "contacts.main_doctor", ["yes"], ["no"]),
    ("contacts.main_doctor_last_seen", "contacts.main_doctor", ["yes"], ["no"]),
    ("contacts.mind_clinician_name", "contacts.mind_clinician", ["yes"], ["no"]),
    ("contacts.mind_clinician_phone", "contacts.mind_clinician", ["yes"], ["no"]),
    ("contacts.therapist_name", "contacts.therapist", ["yes"], ["no"]),
    ("contacts.share_ok", "contacts.main_doctor", ["yes"], []),
    ("contacts.share_ok", "contacts.mind_clinician", ["yes"], []),
    ("contacts.share_ok", "contacts.therapist", ["yes"], []),
    ("body.systolic", "body.knows_bp", ["yes"], ["no"]),
    ("body.diastolic", "body.knows_bp", ["yes"], ["no"]),
    ("body.bp_when", "body.knows_bp", ["yes"], ["no"]),
    ("body.bp_where", "body.knows_bp", ["yes"], ["no"]),
    ("reason.matters_most", "reason.wanted", [["ptsd", "ocd"]], [["ptsd"]]),
    *[
        ("reason.antidepressants_tried", "reason.wanted", [[reason]], [["pain_other"], ["other"]])
        for reason in (*MOOD, *ANXIETY)
    ],
    *[
        (f"reason.{question}", "reason.wanted", [[reason]], [["depression"], ["other"]])
        for reason in PAIN
        for question in ("pain_where", "pain_doctor", "peg")
    ],
    ("reason.surgery_date", "reason.wanted", [["pain_postop"]], [["pain_other"]]),
    ("reason.headache_days", "reason.wanted", [["migraine"], ["cluster"]], [["pain_nerve"]]),
    *[
        (f"reason.ketamine_{question}", "reason.ketamine_before", ["yes"], ["no"])
        for question in ("route", "now", "count", "last", "helped", "problems")
    ],
    ("heart.high_bp_controlled", "heart.high_bp", ["yes"], ["no"]),
    ("heart.heart_attack_when", "heart.heart_attack", ["yes"], ["no"]),
    ("heart.angina_worse", "heart.angina", ["yes", "unsure"], ["no"]),
    ("heart.heart_failure_worse", "heart.heart_failure", ["yes"], ["no"]),
    ("heart.rhythm_kind", "heart.rhythm", ["yes"], ["no"]),
    ("heart.aneurysm_where", "heart.aneurysm", ["yes", "unsure"], ["no"]),
    *[
        ("heart.heart_doctor", f"heart.{disease}", ["yes"], [])
        for disease in ("heart_attack", "angina", "blocked_arteries", "heart_failure", "rhythm", "valve")
    ],
    ("brain.stroke_kind", "brain.stroke", ["yes"], ["no"]),
    ("brain.stroke_when", "brain.stroke", ["yes"], ["no"]),
    ("brain.seizure_last", "brain.seizure", ["yes"], ["no"]),
    ("eyes.glaucoma_kind", "eyes.glaucoma", ["yes"], ["no"]),
    ("eyes.glaucoma_controlled", "eyes.glaucoma", ["yes"], ["no"]),
    ("lungs.flare", "lungs.asthma", ["yes"], []),
    ("lungs.flare", "lungs.copd", ["yes"], []),
    ("lungs.cpap", "lungs.sleep_apnea", ["yes"], ["no"]),
    *[
        (f"lungs.{question}", "lungs.sleep_apnea", ["no", "unsure"], ["yes"])
        for question in ("snore", "stops_breathing", "sleepy")
    ],
    ("hormones.thyroid_controlled", "hormones.thyroid", ["low", "high", "unsure"], ["none"]),
    ("hormones.low_sugar", "hormones.diabetes", ["type1", "type2", "other", "unsure"], ["none"]),
    ("organs.liver_kind", "organs.liver", ["yes"], ["no"]),
    ("organs.liver_signs", "organs.liver", ["yes"], ["no"]),
    *[
        (f"pregnancy.{question}", "pregnancy.could_be", ["yes", "unsure"], ["no"])
        for question in ("pregnant", "last_period", "birth_control")
    ],
    ("mind.psychosis_now", "mind.psychosis_told", ["yes", "unsure"], []),
    ("mind.psychosis_now", "mind.psychosis_ever", ["yes", "unsure"], []),
    ("mind.mania_now", "mind.bipolar", ["type1", "type2", "yes_type_unknown", "unsure"], []),
    ("mind.mania_now", "mind.mania_ever", ["yes", "unsure"], []),
    ("mind.hospital_left", "mind.hospital", ["yes"], ["no"]),
    *[
        ("mind.attempt", "reason.wanted", [["pain_other"], ["other"]], [[reason]])
        for reason in (*MOOD, *ANXIETY)
    ],
    *[
        ("mind.pcptsd5", "reason.wanted", [[reason]], [["migraine"], ["other"]])
        for reason in (*MOOD, *ANXIETY)
    ],
    *[("mind.gad7", "reason.wanted", [[reason]], []) for reason in (*MOOD, *ANXIETY)],
    ("mind.attempt_when", "mind.asq", [ALL_NO | {"4": "yes"}], []),
    ("mind.means", "mind.asq", [ALL_NO | {"1": "yes"}, ALL_NO | {"3": "rather_not_say", "5": "no"}], []),
    ("mind.means", "mind.phq9", [NO_PHQ9 | {"9": "1"}, NO_PHQ9 | {"9": "3"}], []),
    ("allergy.anesthesia_problem_kind", "allergy.anesthesia_problem", ["yes"], ["no"]),
    ("medicines.taken", "medicines.none", [None, {"ticked": False}], [{"ticked": True}]),
    ("medicines.changed", "medicines.none", [None, {"ticked": False}], [{"ticked": True}]),
    *[
        (f"ride.{question}", "ride.adult_home", ["yes"], ["no", "not_yet", "need_help_finding"])
        for question in ("name", "relationship", "phone", "adult", "reachable")
    ],
    ("agree.pregnancy", "pregnancy.could_be", ["yes", "unsure"], ["no"]),
]


@pytest.mark.parametrize(("question", "follows", "opening", "closing"), SIMPLE)
def test_a_follow_up_is_asked_when_its_gate_is_yes_and_not_otherwise(
    question: str, follows: str, opening: list[Any], closing: list[Any]
) -> None:
    for answer in opening:
        assert asked(question, **{follows: answer}) is Truth.YES, answer
    for answer in closing:
        assert asked(question, **{follows: answer}) is Truth.NO, answer


def test_every_follow_up_stands_in_the_table() -> None:
    followed = {question.code for question in ALL_QUESTIONS if question.ask_if is not None}
    assert followed == {row[0] for row in SIMPLE}


NOT_EVEN_WHEN_UNSURE = [
    (question, follows)
    for question, follows, opening, closing in SIMPLE
    if "no" in closing and "unsure" not in opening and ("unsure" in str(question_called(follows).options))  # type: ignore[attr-defined]
]


@pytest.mark.parametrize(("question", "follows"), NOT_EVEN_WHEN_UNSURE)
def test_a_gate_that_does_not_name_not_sure_stays_shut_on_it_and_cannot_tell(
    question: str, follows: str
) -> None:
    assert asked(question, **{follows: "unsure"}) is Truth.CANNOT_TELL


@pytest.mark.parametrize(
    "question", sorted({row[0] for row in SIMPLE} - {"medicines.taken", "medicines.changed"})
)
def test_a_follow_up_of_a_blank_is_not_asked_and_cannot_tell(question: str) -> None:
    assert asked(question) is Truth.CANNOT_TELL


ALL_NO_MIND: dict[str, Any] = {
    "reason.wanted": ["pain_other"],
    "mind.phq9": NO_PHQ9,
    "mind.asq": ALL_NO,
    "mind.attempt": "no",
    "mind.psychosis_told": "no",
    "mind.psychosis_ever": "no",
    "mind.bipolar": "no",
    "mind.mania_ever": "no",
}


@pytest.mark.parametrize(
    "question",
    ["mind.gad7", "mind.pcptsd5", "mind.attempt_when", "mind.means", "mind.psychosis_now", "mind.mania_now"],
)
def test_nothing_follows_when_every_gate_was_answered_no(question: str) -> None:
    assert asked(question, **ALL_NO_MIND) is Truth.NO


@pytest.mark.parametrize(
    ("phq9", "asks"),
    [
        (NO_PHQ9, Truth.NO),
        (NO_PHQ9 | {"1": "3", "2": "3", "3": "3"}, Truth.NO),  # 9
        (NO_PHQ9 | {"1": "3", "2": "3", "3": "3", "4": "1"}, Truth.YES),  # 10
        (NO_PHQ9 | {"5": "rather_not_say"}, Truth.YES),
        (NO_PHQ9 | {"5": None}, Truth.CANNOT_TELL),
        (NO_PHQ9 | {"10": None}, Truth.NO),
    ],
)
def test_the_gad7_follows_ten_points_or_a_declined_item_of_the_phq9(
    phq9: dict[str, str], asks: Truth
) -> None:
    assert asked("mind.gad7", **ALL_NO_MIND | {"mind.phq9": phq9}) is asks


@pytest.mark.parametrize(
    ("values", "asks"),
    [
        ({}, Truth.YES),
        ({"about.sex_at_birth": "intersex"}, Truth.YES),
        ({"about.sex_at_birth": "rather_not_say"}, Truth.YES),
        ({"about.sex_at_birth": "male"}, Truth.NO),
        ({"about.sex_at_birth": None}, Truth.CANNOT_TELL),
        ({"about.birth_date": "1966-06-01"}, Truth.YES),  # 60 today
        ({"about.birth_date": "1965-06-01"}, Truth.NO),  # 61 today
        ({"about.birth_date": "1965-06-02"}, Truth.YES),  # 61 tomorrow
        ({"about.birth_date": "2008-06-01"}, Truth.YES),  # 18 today
        ({"about.birth_date": "2008-06-02"}, Truth.NO),  # 18 tomorrow
    ],
)
def test_pregnancy_is_asked_by_birth_record_and_age(values: dict[str, Any], asks: Truth) -> None:
    assert asked("pregnancy.could_be", **values) is asks


@pytest.mark.parametrize(
    ("birth_date", "asks"),
    [("2008-06-01", Truth.YES), ("2008-06-02", Truth.NO), (None, Truth.YES), ("1940-01-01", Truth.YES)],
)
def test_everything_after_about_you_is_asked_from_18_years_or_while_the_birth_date_is_blank(
    birth_date: str | None, asks: Truth
) -> None:
    assert asked("heart.high_bp", **{"about.birth_date": birth_date}) is asks
    assert asked("about.phone", **{"about.birth_date": birth_date}) is Truth.YES


def test_the_asq_is_asked_of_everyone_and_required() -> None:
    assert asked("mind.asq") is Truth.YES
    assert question_called("mind.asq").required


@pytest.mark.parametrize(
    ("code", "item", "values", "asks"),
    [
        ("mind.asq", "5", {"mind.asq": ALL_NO}, Truth.NO),
        ("mind.asq", "5", {"mind.asq": ALL_NO | {"2": "yes"}}, Truth.YES),
        ("mind.asq", "5", {"mind.asq": ALL_NO | {"4": "rather_not_say"}}, Truth.YES),
        ("mind.asq", "5", {"mind.asq": {"1": "no"}}, Truth.CANNOT_TELL),
        ("mind.pcptsd5", "1", {"mind.pcptsd5": {"gate": "yes"}}, Truth.YES),
        ("mind.pcptsd5", "5", {"mind.pcptsd5": {"gate": "no"}}, Truth.NO),
        ("mind.phq9", "10", {"mind.phq9": NO_PHQ9}, Truth.NO),
        ("mind.phq9", "10", {"mind.phq9": NO_PHQ9 | {"3": "1"}}, Truth.YES),
        ("substances.auditc", "2", {"substances.auditc": {"1": "0"}}, Truth.NO),
        ("substances.auditc", "3", {"substances.auditc": {"1": "1"}}, Truth.YES),
        ("substances.auditc", "2", {"substances.auditc": {"1": "rather_not_say"}}, Truth.CANNOT_TELL),
        ("substances.taps1", "2_men", {"about.sex_at_birth": "male"}, Truth.YES),
        ("substances.taps1", "2_women", {"about.sex_at_birth": "male"}, Truth.NO),
        ("substances.taps1", "2_men", {"about.sex_at_birth": "female"}, Truth.NO),
        ("substances.taps1", "2_women", {"about.sex_at_birth": "intersex"}, Truth.YES),
        ("substances.taps1", "2_women", {"about.sex_at_birth": "rather_not_say"}, Truth.YES),
        ("substances.taps1", "2_women", {"about.sex_at_birth": None}, Truth.YES),
    ],
)
def test_an_item_of_an_instrument_is_asked_when_its_gate_is_yes(
    code: str, item: str, values: dict[str, Any], asks: Truth
) -> None:
    reasons = {"reason.wanted": ["depression"]}
    answers = Answers(WOMAN | reasons | values)
    assert answers.asks_item(question_called(code).item(item)) is asks  # type: ignore[attr-defined]
