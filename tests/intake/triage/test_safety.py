"""Safety does not wait for *Send*: the rules that raise an alert work on the first answers of a draft."""

from typing import Any

import pytest

from intake.triage import RULES, SAFETY_RULES, safety_findings, triage
from tests.intake.triage.cases import ON, asq, patient, phq9

DRAFTS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    (asq("yes"), ["SAFE-02"]),
    ({"mind.asq": {"3": "yes"}}, ["SAFE-02"]),
    ({"mind.asq": {"1": "yes", "5": "yes"}}, ["SAFE-01"]),
    ({"mind.asq": {"1": "rather_not_say"}}, ["SAFE-02", "SAFE-04"]),
    ({"mind.asq": {"1": "no"}}, []),
    ({"mind.phq9": {"9": "1"}}, ["SAFE-03"]),
    ({"mind.phq9": {"9": "0"}}, []),
    ({"mind.phq9": {"9": "rather_not_say"}}, ["SAFE-04"]),
    ({"mind.phq9": {"8": "3"}}, []),
    ({"mind.harm_others": "yes"}, ["SAFE-05"]),
    ({"mind.harm_others": "no"}, []),
    ({"heart.angina": "yes", "heart.angina_worse": "yes"}, ["CV-04"]),
    ({"heart.angina": "unsure", "heart.angina_worse": "yes"}, ["CV-04"]),
    ({"heart.angina": "no", "heart.angina_worse": "yes"}, []),
    ({"heart.angina": "yes", "heart.angina_worse": "unsure"}, []),
    (phq9(0, "2") | {"mind.means": "yes"}, ["SAFE-03", "SAFE-04"]),
    ({"mind.means": "yes"}, []),
]


@pytest.mark.parametrize(("draft", "codes"), DRAFTS)
def test_a_draft_raises_an_alert_with_its_first_answer(draft: dict[str, Any], codes: list[str]) -> None:
    assert sorted(finding.code for finding in safety_findings(draft, on=ON)) == sorted(codes)


def test_a_finding_on_a_draft_is_the_one_the_submission_will_have() -> None:
    answers = patient("", asq("yes", "yes") | phq9(3, "3") | {"mind.harm_others": "yes"})
    whole = [finding for finding in triage(answers, on=ON).findings if finding.safety]
    draft = safety_findings(answers, on=ON)
    assert sorted(draft, key=lambda finding: finding.code) == sorted(whole, key=lambda finding: finding.code)
    assert len(draft) == 3


def test_safety_rules_are_these_and_nothing_sets_them_aside() -> None:
    assert [rule.code for rule in SAFETY_RULES] == [
        "CV-04",
        "SAFE-01",
        "SAFE-02",
        "SAFE-03",
        "SAFE-04",
        "SAFE-05",
    ]
    assert all(rule.unless == () for rule in SAFETY_RULES)
    assert set(SAFETY_RULES) < set(RULES)
