"""Every rule has answers that fire it and the nearest that must not, and its level and urgency rise when they should."""

from typing import Any

import pytest

from intake.policy import Policy
from intake.triage import CODES, Finding, Level, Urgency, triage
from tests.intake.triage.cases import (
    APNEA,
    CAN_BE_PREGNANT,
    CASES,
    KETAMINE_BEFORE,
    ON,
    STROKE,
    asq,
    bp,
    patient,
    phq9,
    takes,
    taps1,
)


def findings(code: str, changes: dict[str, Any], policy: Policy | None = None) -> list[Finding]:
    found = triage(patient(code, changes), policy or Policy(), on=ON).findings
    return [finding for finding in found if finding.code == code]


IDS = [f"{code}-{number}" for number, (code, _fires, _quiet) in enumerate(CASES)]


@pytest.mark.parametrize(("code", "fires", "quiet"), CASES, ids=IDS)
def test_a_rule_fires_and_just_below_it_does_not(
    code: str, fires: dict[str, Any], quiet: dict[str, Any]
) -> None:
    assert findings(code, fires)
    assert not findings(code, quiet)


@pytest.mark.parametrize(("code", "fires", "quiet"), CASES, ids=IDS)
def test_a_finding_shows_the_patients_own_words_and_on_whose_word(
    code: str, fires: dict[str, Any], quiet: dict[str, Any]
) -> None:
    for finding in findings(code, fires):
        assert finding.words and all(label and said for label, said in finding.words)
        assert finding.fired_by and finding.because and finding.cites
        assert "{" not in finding.title


def test_every_rule_has_a_case() -> None:
    assert {code for code, _fires, _quiet in CASES} == set(CODES)


def test_a_well_man_and_a_well_woman_raise_no_flag() -> None:
    assert [finding.code for finding in triage(patient("", {}), on=ON).findings] == []
    assert [finding.code for finding in triage(patient("PREG", {}), on=ON).findings] == []


RAISED: list[tuple[str, dict[str, Any], Level, Urgency]] = [
    ("CV-06", {"heart.valve": "yes"}, Level.REVIEW, Urgency.BEFORE_BOOKING),
    ("CV-06", {"heart.angina": "yes", "heart.angina_worse": "no"}, Level.STOP, Urgency.BEFORE_BOOKING),
    ("NEURO-03", STROKE, Level.REVIEW, Urgency.BEFORE_BOOKING),
    ("NEURO-03", STROKE | {"brain.stroke_kind": "unsure"}, Level.STOP, Urgency.BEFORE_BOOKING),
    ("NEURO-03", {"brain.tumor": "yes"}, Level.REVIEW, Urgency.BEFORE_BOOKING),
    ("RESP-01", APNEA, Level.CAUTION, Urgency.VISIT),
    ("RESP-01", APNEA | {"lungs.cpap": "was_not_given_one"}, Level.REVIEW, Urgency.VISIT),
    (
        "ENDO-02",
        {"hormones.thyroid": "low", "hormones.thyroid_controlled": "yes"},
        Level.CAUTION,
        Urgency.VISIT,
    ),
    (
        "ENDO-02",
        {"hormones.thyroid": "low", "hormones.thyroid_controlled": "unsure"},
        Level.REVIEW,
        Urgency.VISIT,
    ),
    ("ENDO-05", {"hormones.diabetes": "type2", "hormones.low_sugar": "no"}, Level.CAUTION, Urgency.VISIT),
    ("ENDO-05", {"hormones.diabetes": "type2", "hormones.low_sugar": "unsure"}, Level.REVIEW, Urgency.VISIT),
    ("ENDO-05", takes("insulin"), Level.CAUTION, Urgency.VISIT),
    ("ENDO-05", takes("Jardiance"), Level.REVIEW, Urgency.VISIT),
    ("GU-02", {"organs.bladder_disease": "other"}, Level.REVIEW, Urgency.BEFORE_BOOKING),
    (
        "GU-02",
        {"organs.bladder_disease": "other", "reason.ketamine_count": 1} | KETAMINE_BEFORE,
        Level.REVIEW,
        Urgency.BEFORE_BOOKING,
    ),
    (
        "GU-02",
        {"organs.bladder_disease": "other", "reason.ketamine_count": 2} | KETAMINE_BEFORE,
        Level.STOP,
        Urgency.BEFORE_BOOKING,
    ),
    (
        "GU-02",
        {"organs.bladder_disease": "other", "substances.ketamine_ever": "yes"},
        Level.STOP,
        Urgency.BEFORE_BOOKING,
    ),
    ("MH-07", {"mind.dissociation_told": "unsure"}, Level.CAUTION, Urgency.VISIT),
    ("MH-07", {"mind.dissociation_told": "yes"}, Level.REVIEW, Urgency.VISIT),
    ("MH-08", {"mind.self_harm": "yes"}, Level.REVIEW, Urgency.BEFORE_BOOKING),
    ("MH-08", {"mind.attempt": "yes", "mind.attempt_when": "under_3_months"}, Level.REVIEW, Urgency.TODAY),
    ("SAFE-01", asq("yes", "yes"), Level.STOP, Urgency.NOW),
    ("SAFE-02", asq("yes", "no"), Level.REVIEW, Urgency.TODAY),
    ("SAFE-03", phq9(0, "2"), Level.REVIEW, Urgency.TODAY),
    ("SAFE-03", phq9(0, "3"), Level.REVIEW, Urgency.NOW),
    ("SAFE-05", {"mind.harm_others": "rather_not_say"}, Level.REVIEW, Urgency.TODAY),
    ("SAFE-05", {"mind.harm_others": "yes"}, Level.REVIEW, Urgency.NOW),
    ("SU-04", {"substances.ketamine_ever": "yes"}, Level.REVIEW, Urgency.BEFORE_BOOKING),
    ("SU-04", {"substances.recent": ["ketamine_not_prescribed"]}, Level.STOP, Urgency.BEFORE_BOOKING),
    ("SU-05", {"substances.treatment": "past"}, Level.CAUTION, Urgency.BEFORE_BOOKING),
    ("SU-05", {"substances.treatment": "now"}, Level.REVIEW, Urgency.BEFORE_BOOKING),
    ("SU-05", taps1("monthly"), Level.REVIEW, Urgency.BEFORE_BOOKING),
]


@pytest.mark.parametrize(("code", "changes", "level", "urgency"), RAISED)
def test_a_level_or_an_urgency_rises_when_it_should(
    code: str, changes: dict[str, Any], level: Level, urgency: Urgency
) -> None:
    (finding,) = findings(code, changes)
    assert (finding.level, finding.urgency) == (level, urgency)


def test_what_raised_a_level_is_among_the_words() -> None:
    (finding,) = findings("GU-02", {"organs.bladder_disease": "other", "substances.ketamine_ever": "yes"})
    assert {"organs.bladder_disease", "substances.ketamine_ever"} <= set(finding.fired_by)
    assert len(finding.words) == 2


def test_a_rule_is_set_aside_only_by_a_yes_of_the_one_that_covers_it() -> None:
    possible = {"mind.psychosis_told": "yes", "mind.psychosis_now": "unsure"}
    assert findings("MH-02", possible)
    assert not findings("MH-02", possible | {"mind.psychosis_now": "yes"})
    late = CAN_BE_PREGNANT | {"pregnancy.birth_control": ["none"]}
    assert not findings("PREG-04", late)


def test_a_clinic_may_move_a_threshold_within_its_bounds() -> None:
    assert findings("BP-01", bp(150, 105))
    assert not findings("BP-01", bp(150, 105), Policy(bp_stop_diastolic=110))
    assert findings("BP-02", bp(150, 105), Policy(bp_stop_diastolic=110))
    assert findings("AGE-01", {"about.birth_date": "2006-01-01"}, Policy(minimum_age=21))
    assert findings(
        "RIDE-01", {"ride.way_home": "bus_or_train_alone"}, Policy(refused_ways_home=["bus_or_train_alone"])
    )


def test_under_the_minimum_age_nothing_else_counts() -> None:
    young = patient("", {"about.birth_date": "2010-01-01", "heart.avm": "yes"} | asq("yes", "yes"))
    assert [finding.code for finding in triage(young, on=ON).findings] == ["AGE-01"]


def test_an_answer_that_no_longer_applies_fires_nothing() -> None:
    stale = {"heart.heart_attack": "no", "heart.heart_attack_when": "under_6_months"}
    assert not findings("CV-03", stale)
    gone = {"medicines.none": True, "medicines.taken": [{"name": "theophylline"}]}
    assert not findings("MED-05", gone)


def test_title_names_only_what_counts() -> None:
    stale = {"allergy.anesthesia_problem": "unsure", "allergy.anesthesia_problem_kind": ["high_fever"]}
    (finding,) = findings("ALL-02", stale)
    assert "fever" not in finding.title


def test_what_a_patient_writes_under_something_else_is_shown_to_a_clinician_before_booking() -> None:
    told = {"substances.recent": ["cocaine_or_crack", "other"], "substances.recent.other": "GHB"}
    (finding,) = findings("ADM-06", told)
    assert (finding.level, finding.urgency) == (Level.REVIEW, Urgency.BEFORE_BOOKING)
    assert finding.words == (
        ("In the last 3 months, have you used any of these?", "Cocaine or crack; Something else: GHB"),
    )
