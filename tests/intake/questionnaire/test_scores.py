"""Scores: a blank or declined item makes a score unknown, never 0."""

from datetime import date
from typing import Any

import pytest

from intake.questionnaire.about import About
from intake.questionnaire.answers import Answers
from intake.questionnaire.body import Body
from intake.questionnaire.mind import Mind
from intake.questionnaire.reason import Reason
from intake.questionnaire.scales import GAD7, PHQ9
from intake.questionnaire.subjects import WorkedOut
from intake.questionnaire.substances import Substances
from intake.questionnaire.truth import Truth
from intake.questionnaire.weighing import weigh

BASE = {
    "about.birth_date": "1980-01-01",
    "about.sex_at_birth": "male",
    "reason.wanted": ["depression", "pain_nerve"],
}
DECLINED = "rather_not_say"


def score(subject: WorkedOut, code: str, value: Any, **more: Any) -> Any:
    return Answers(BASE | {code: value} | more).of(subject)


def same(answer: str, items: int) -> dict[str, str]:
    return {str(item): answer for item in range(1, items + 1)}


TABLE: list[tuple[WorkedOut, str, Any, Any]] = [
    (Mind.phq9_total, "mind.phq9", same("0", 9), 0),
    (Mind.phq9_total, "mind.phq9", same("3", 9), 27),
    (Mind.phq9_total, "mind.phq9", same("1", 9) | {"10": "3"}, 9),
    (Mind.phq9_total, "mind.phq9", same("1", 9) | {"10": DECLINED}, 9),
    (Mind.phq9_total, "mind.phq9", same("1", 9) | {"4": DECLINED}, None),
    (Mind.phq9_total, "mind.phq9", same("1", 8), None),
    (Mind.phq9_total, "mind.phq9", None, None),
    (Mind.phq9_total, "mind.phq9", same("1", 9) | {"4": "7"}, None),
    (Mind.phq9_total, "mind.phq9", same("1", 9) | {"4": 1}, None),
    (Mind.phq9_total, "mind.phq9", ["1"] * 9, None),
    (Mind.asq_result, "mind.asq", same("no", 4) | {"4": "No"}, None),
    (Mind.gad7_total, "mind.gad7", same("2", 7), 14),
    (Mind.gad7_total, "mind.gad7", same("3", 7), 21),
    (Mind.gad7_total, "mind.gad7", same("2", 7) | {"7": DECLINED}, None),
    (Mind.gad7_total, "mind.gad7", same("2", 6), None),
    (Mind.pcptsd5_total, "mind.pcptsd5", {"gate": "no"}, 0),
    (Mind.pcptsd5_total, "mind.pcptsd5", {"gate": "no"} | same("yes", 5), 0),
    (Mind.pcptsd5_total, "mind.pcptsd5", {"gate": "yes"} | same("yes", 5), 5),
    (Mind.pcptsd5_total, "mind.pcptsd5", {"gate": "yes"} | same("no", 5), 0),
    (Mind.pcptsd5_total, "mind.pcptsd5", {"gate": "yes"} | same("no", 5) | {"2": "yes"}, 1),
    (Mind.pcptsd5_total, "mind.pcptsd5", {"gate": "yes"} | same("yes", 5) | {"2": DECLINED}, None),
    (Mind.pcptsd5_total, "mind.pcptsd5", {"gate": "yes"}, None),
    (Mind.pcptsd5_total, "mind.pcptsd5", {"gate": DECLINED}, None),
    (Mind.asq_result, "mind.asq", same("no", 4), "negative"),
    (Mind.asq_result, "mind.asq", same("no", 4) | {"5": "yes"}, "negative"),
    (Mind.asq_result, "mind.asq", same("no", 3), None),
    (Mind.asq_result, "mind.asq", None, None),
    (Mind.asq_result, "mind.asq", {"2": "yes"}, "nonacute"),
    (Mind.asq_result, "mind.asq", {"3": DECLINED}, "nonacute"),
    (Mind.asq_result, "mind.asq", same("no", 3) | {"4": "yes", "5": "no"}, "nonacute"),
    (Mind.asq_result, "mind.asq", same("no", 3) | {"4": "yes", "5": "yes"}, "acute"),
    (Mind.asq_result, "mind.asq", {"1": DECLINED, "5": DECLINED}, "acute"),
    (Substances.auditc_total, "substances.auditc", {"1": "0"}, 0),
    (Substances.auditc_total, "substances.auditc", {"1": "0", "2": "4", "3": "4"}, 0),
    (Substances.auditc_total, "substances.auditc", {"1": "1", "2": "0", "3": "0"}, 1),
    (Substances.auditc_total, "substances.auditc", same("4", 3), 12),
    (Substances.auditc_total, "substances.auditc", {"1": "1", "2": "0"}, None),
    (Substances.auditc_total, "substances.auditc", {"1": "1", "2": "0", "3": DECLINED}, None),
    (Substances.auditc_total, "substances.auditc", {"1": DECLINED}, None),
    (Reason.peg_mean, "reason.peg", same("10", 3), 10.0),
    (Reason.peg_mean, "reason.peg", {"1": "5", "2": "6", "3": "6"}, 5.7),
    (Reason.peg_mean, "reason.peg", {"1": "0", "2": "0", "3": "0"}, 0.0),
    (Reason.peg_mean, "reason.peg", {"1": "5", "2": DECLINED, "3": "6"}, None),
    (Reason.peg_mean, "reason.peg", {"1": "5", "2": "6"}, None),
    (
        Substances.taps1_positive,
        "substances.taps1",
        dict.fromkeys(("1", "2_men", "3", "4"), "never"),
        "negative",
    ),
    (Substances.taps1_positive, "substances.taps1", {"1": "less_than_monthly"}, "positive"),
    (Substances.taps1_positive, "substances.taps1", dict.fromkeys(("1", "2_women", "3", "4"), "never"), None),
    (
        Substances.taps1_positive,
        "substances.taps1",
        {"1": "never", "2_men": "never", "3": "never", "4": DECLINED},
        None,
    ),
    (Substances.taps1_positive, "substances.taps1", {"1": DECLINED, "4": "weekly"}, "positive"),
    (Body.bmi, "body.height", None, None),
]


@pytest.mark.parametrize(("subject", "code", "value", "expected"), TABLE)
def test_a_score_is_the_official_one_or_unknown(
    subject: WorkedOut, code: str, value: Any, expected: Any
) -> None:
    assert score(subject, code, value) == expected


@pytest.mark.parametrize(
    ("subject", "code", "value"),
    [(s, c, v) for s, c, v, expected in TABLE if expected is None and s is not Body.bmi],
)
def test_an_unknown_score_is_under_no_line_and_over_none(subject: WorkedOut, code: str, value: Any) -> None:
    answers = Answers(BASE | {code: value})
    assert weigh(subject.at_least(1), answers) is Truth.CANNOT_TELL
    assert weigh(subject.below(1), answers) is Truth.CANNOT_TELL


def test_no_score_comes_of_an_instrument_that_is_not_asked() -> None:
    answers = Answers(BASE | {"reason.wanted": ["depression"], "reason.peg": same("9", 3)})
    assert answers.of(Reason.peg_mean) is None
    assert weigh(Reason.peg_mean.at_least(7), answers) is Truth.NO


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0, "minimal"),
        (4, "minimal"),
        (5, "mild"),
        (10, "moderate"),
        (15, "moderately severe"),
        (27, "severe"),
        (None, ""),
    ],
)
def test_a_phq9_total_falls_in_its_band(score: int | None, band: str) -> None:
    assert PHQ9.band(score) == band


@pytest.mark.parametrize(("score", "band"), [(9, "mild"), (14, "moderate"), (15, "severe"), (21, "severe")])
def test_a_gad7_total_falls_in_its_band(score: int, band: str) -> None:
    assert GAD7.band(score) == band


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        ("2008-06-02", "2026-06-01", 17),
        ("2008-06-01", "2026-06-01", 18),
        ("2004-02-29", "2022-02-28", 17),
        ("2004-02-29", "2022-03-01", 18),
        ("1926-06-01", "2026-06-01", 100),
    ],
)
def test_age_is_counted_in_whole_years_on_the_day(born: str, today: str, age: int) -> None:
    answers = Answers({"about.birth_date": born}, on=date.fromisoformat(today))
    assert answers.of(About.age) == age


def test_the_body_mass_index_has_one_decimal_whatever_unit_was_given() -> None:
    height = {"cm": 177.8, "in": {"unit": "ft_in", "ft": 5, "inch": 10}}
    weight = {"kg": 81.6, "in": {"unit": "lb", "lb": 180}}
    assert Answers(BASE | {"body.height": height, "body.weight": weight}).of(Body.bmi) == 25.8
