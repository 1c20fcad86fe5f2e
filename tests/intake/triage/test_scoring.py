"""The scores staff see: empty, never 0, while an item is blank or declined."""

from typing import Any

import pytest

from intake.questionnaire.answers import Answers
from intake.triage import scores_of
from tests.intake.triage.cases import MOOD, ON, asq, auditc, gad7, patient, phq9


def scores(changes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["title"]: each for each in scores_of(Answers(patient("", changes), on=ON))}


@pytest.mark.parametrize(
    ("changes", "title", "score"),
    [
        (phq9(14), "PHQ-9", 14),
        (phq9(14, "rather_not_say"), "PHQ-9", None),
        (MOOD | gad7(9), "GAD-7", 9),
        (asq("yes", "no"), "ASQ", "nonacute"),
        (asq("no"), "ASQ", "negative"),
        (auditc("3", "1", "1"), "AUDIT-C", 5),
        (auditc("0"), "AUDIT-C", 0),
        ({"substances.auditc": {"1": "3"}}, "AUDIT-C", None),
        ({"reason.peg": {"1": "5", "2": "6", "3": "6"}}, "PEG", 5.7),
    ],
)
def test_a_score_is_what_its_items_add_up_to(changes: dict[str, Any], title: str, score: Any) -> None:
    assert scores(changes)[title]["score"] == score


def test_a_score_has_its_band_its_credit_and_whether_its_wording_was_read() -> None:
    told = scores(phq9(21))["PHQ-9"]
    assert told["band"] == "severe"
    assert told["credit"]
    assert isinstance(told["wording_read"], bool)
    assert scores(phq9(21, "rather_not_say"))["PHQ-9"]["band"] == ""


def test_an_instrument_that_was_not_asked_has_no_score() -> None:
    assert "GAD-7" not in scores({})
    assert "GAD-7" in scores(MOOD)
