"""What staff measured stands beside what the patient told: it adds flags, and takes none away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.models import Measure, NotAllowed, Proposal, Resolution, Triage
from tests.intake.filling import filled, sent, staff
from tests.people import WELL_MAN, WELL_WOMAN

pytestmark = pytest.mark.django_db
HIGH = {"systolic": 192, "diastolic": 118}
NORMAL = {"systolic": 122, "diastolic": 78, "pulse": 66}
NO_READING = {
    code: value for code, value in WELL_MAN.items() if not code.startswith(("body.systolic", "body.diastolic", "body.bp"))
} | {"body.knows_bp": "no"}


def take(intake, kind, found, **ago):
    return Measure.take(intake, staff("nurse"), kind, found, at=timezone.now() - timedelta(**ago or {"minutes": 1}))


def told(intake):
    return {(flag.words["code"], bool(flag.words.get("measured"))): flag for flag in Triage.newest(intake).all_flags()}


def test_a_high_pressure_measured_here_raises_the_stop_that_the_patient_did_not_tell():
    intake = sent(WELL_MAN)
    assert not [code for code, _measured in told(intake) if code.startswith("BP-")]
    take(intake, "blood_pressure", HIGH)
    flag = told(intake)["BP-01", True]
    assert flag.level == 4 and "192/118 mmHg" in flag.words["measured"] and "Nurse Example" in flag.words["measured"]
    assert intake.level_rank == -4
    assert intake.submissions.get().answers()["body.systolic"] == WELL_MAN["body.systolic"]


def test_a_normal_pressure_measured_here_takes_the_patients_own_flag_away_from_nobody():
    intake = sent(WELL_MAN | {"body.systolic": 190})
    take(intake, "blood_pressure", NORMAL)
    assert ("BP-01", False) in told(intake)
    assert "BP-01" not in Triage.newest(intake).outcome["quiet"]


def test_a_reading_taken_here_answers_what_could_not_be_told():
    intake = sent(NO_READING)
    could_not = {each["code"] for each in Triage.newest(intake).outcome["could_not_tell"]}
    take(intake, "blood_pressure", NORMAL)
    now = {each["code"] for each in Triage.newest(intake).outcome["could_not_tell"]}
    assert now <= could_not and not [code for code in now if code.startswith("BP-")]


def test_a_positive_pregnancy_test_is_a_stop_also_where_the_form_did_not_ask():
    for person in (WELL_WOMAN, WELL_MAN):
        intake = sent(person)
        take(intake, "pregnancy_test", {"positive": True})
        assert [flag for (code, measured), flag in told(intake).items() if code.startswith("PREG-") and measured]


def test_a_negative_pregnancy_test_changes_nothing_the_patient_told():
    intake = sent(WELL_WOMAN)
    before = set(told(intake))
    take(intake, "pregnancy_test", {"positive": False})
    assert set(told(intake)) == before


def test_a_negative_test_after_a_positive_one_takes_its_stop_from_nobody():
    intake = sent(WELL_WOMAN)
    take(intake, "pregnancy_test", {"positive": True}, minutes=9)
    take(intake, "pregnancy_test", {"positive": False})
    assert [flag for (code, measured), flag in told(intake).items() if code.startswith("PREG-") and measured]


def test_a_normal_reading_after_a_high_one_takes_its_stop_from_nobody():
    intake = sent(WELL_MAN)
    take(intake, "blood_pressure", HIGH, minutes=90)
    take(intake, "blood_pressure", NORMAL, minutes=2)
    assert "192/118 mmHg" in told(intake)["BP-01", True].words["measured"]
    assert [measure.words for measure in Measure.all_of(intake)] == ["122/78 mmHg, pulse 66", "192/118 mmHg"]


def test_a_reading_that_was_settled_stays_settled_when_the_next_one_is_taken():
    intake = sent(WELL_MAN)
    take(intake, "blood_pressure", HIGH, minutes=90)
    why = "White coat: 122/78 after ten minutes of rest."
    Resolution.settle(told(intake)["BP-01", True], staff("physician"), "not_an_issue", why)
    take(intake, "blood_pressure", NORMAL, minutes=60)
    take(intake, "blood_pressure", HIGH | {"pulse": 70}, minutes=2)
    flag = told(intake)["BP-01", True]
    assert Resolution.last_of(flag).reason == why and sum(each.level == 4 for each in told(intake).values()) == 1


def test_a_decision_that_did_not_see_what_was_measured_lapses():
    intake = sent(WELL_MAN)
    intake.decide(staff("nurse"), Proposal("cleared", "Nothing stands in the way.", aware=True), on=intake.submissions.get().pk)
    take(intake, "blood_pressure", HIGH)
    lapse = intake.decisions.get().lapse
    assert (intake.status, lapse.reason) == ("lapsed", "new_flag") and "192/118" in lapse.words
    assert intake.turn == "to_review"


def test_a_fact_that_changes_no_flag_leaves_a_decision_standing():
    intake = sent(WELL_MAN)
    intake.decide(staff("nurse"), Proposal("cleared", "Nothing stands in the way.", aware=True), on=intake.submissions.get().pk)
    take(intake, "blood_pressure", NORMAL)
    assert intake.status == "decided" and not intake.lapses.exists()


@pytest.mark.parametrize(
    ("kind", "found", "ago", "sentence"),
    [
        ("blood_pressure", {"systolic": 80, "diastolic": 120}, {"minutes": 1}, "top number has to be higher"),
        ("blood_pressure", NORMAL, {"minutes": -60}, "lies ahead"),
        ("blood_pressure", NORMAL, {"days": 31}, "over 30 days ago"),
        ("mood", {}, {"minutes": 1}, "Say what was measured"),
    ],
)
def test_what_cannot_be_is_refused_in_words(kind, found, ago, sentence):
    intake = sent(WELL_MAN)
    with pytest.raises(NotAllowed, match=sentence):
        take(intake, kind, found, **ago)
    assert not intake.measures.exists() and intake.triages.count() == 1


def test_there_is_nothing_to_measure_beside_on_a_draft():
    with pytest.raises(NotAllowed, match="not sent"):
        take(filled(WELL_MAN), "weight", {"kg": 80})
