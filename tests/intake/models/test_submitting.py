"""Sending: sealed once, word for word, and weighed."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from clinic.models import Event
from intake.models import Flag, Incomplete, Intake, NotOpen, Submission, Triage
from intake.models.sealing import is_too_young
from intake.policy import DEFAULT as POLICY
from intake.questionnaire import QUESTIONNAIRE_VERSION, section_called
from intake.triage import RULE_SET_VERSION, Level, Urgency
from tests.intake.filling import filled, sent
from tests.people import COMPLEX, TYPICAL, WELL_MAN

pytestmark = pytest.mark.django_db


def asked(submission, code):
    questions = (each for section in submission.content["sections"] for each in section["questions"])
    return next((each for each in questions if each["code"] == code), None)


def test_twenty_presses_are_one_submission():
    intake = filled(WELL_MAN)
    assert len({intake.submit().pk for _ in range(20)}) == 1
    assert Submission.objects.count() == Triage.objects.count() == 1
    assert Event.objects.filter(action="intake.sent").count() == 1


def test_a_form_with_blanks_is_not_sent_and_says_which():
    intake = filled(
        {code: value for code, value in WELL_MAN.items() if code not in ("heart.aneurysm", "agree.risks")}
    )
    with pytest.raises(Incomplete) as refused:
        intake.submit()
    assert refused.value.codes == ("heart.aneurysm", "agree.risks")
    assert not Submission.objects.exists() and Intake.objects.get().status == "draft"


@pytest.mark.parametrize(
    ("missing", "value"),
    [
        ("mind.phq9", {str(item): "0" for item in range(1, 9)}),
        ("reason.peg", {"1": "4", "2": "3"}),
        ("agree.risks", {"ticked": False}),
        ("heart.symptoms", []),
        ("reason.pain_where", ""),
        ("medicines.none", None),
        ("body.diastolic", WELL_MAN["body.systolic"]),
    ],
)
def test_half_an_answer_is_a_blank(missing, value):
    intake = filled(WELL_MAN | {missing: value})
    with pytest.raises(Incomplete) as refused:
        intake.submit()
    assert refused.value.codes[0].startswith(missing.split(".")[0])


def test_a_declined_item_is_an_answer():
    declined = {str(item): "rather_not_say" for item in range(1, 10)}
    intake = filled(TYPICAL | {"mind.phq9": declined | {"10": "rather_not_say"}})
    intake.submit()
    assert any(flag.words["code"] == "ADM-05" for flag in intake.flags.all())


def test_the_exact_wording_is_sealed_with_the_answer_in_the_patients_words():
    submission = sent(COMPLEX).submissions.get()
    aneurysm = asked(submission, "heart.aneurysm")
    question = section_called("heart").aneurysm
    assert aneurysm["label"] == question.label and aneurysm["help"] == question.help
    assert aneurysm["options"] == [["yes", "Yes"], ["no", "No"], ["unsure", "Not sure"]]
    assert aneurysm["words"] == "Not sure"
    assert asked(submission, "medicines.taken")["rows"][0].startswith("Xanax, 0.5 mg")
    assert any(
        "Thoughts that you would be better off dead" in row for row in asked(submission, "mind.phq9")["rows"]
    )
    assert asked(submission, "agree.risks")["words"] == "Ticked"
    assert (submission.language, submission.questionnaire_version) == ("en", QUESTIONNAIRE_VERSION)


def test_an_answer_that_no_longer_applies_is_not_sealed():
    submission = sent(WELL_MAN | {"heart.high_bp_controlled": "untreated"}).submissions.get()
    assert "heart.high_bp_controlled" not in submission.answers()
    assert asked(submission, "heart.high_bp_controlled") is None
    assert all(flag.words["code"] != "CV-01" for flag in Flag.objects.select_related("intake"))


def test_the_day_of_signing_fills_itself_in():
    assert sent(WELL_MAN).submissions.get().answers()["agree.signed_on"].startswith("20")


def test_every_finding_is_a_flag_with_its_words_as_they_were():
    intake = sent(COMPLEX)
    flags = {flag.words["code"]: flag for flag in intake.flags.all()}
    high = flags["CV-01"]
    assert (high.level, high.urgency) == (Level.STOP, Urgency.BEFORE_BOOKING)
    assert ["Is it under control now?", "It is not being treated"] in high.words["words"]
    assert high.words["because"] and high.words["cites"][0]["title"]
    assert flags["SAFE-02"].safety and not high.safety
    run = intake.triages.get()
    assert (run.rule_set_version, run.policy_version) == (RULE_SET_VERSION, POLICY.version)
    assert [score["score"] for score in run.outcome["scores"] if "PHQ" in score["title"]] == [25]
    assert run.outcome["could_not_tell"][0]["ask"]


def test_a_sent_form_takes_its_place_in_the_queue_and_says_why():
    intake = sent(COMPLEX)
    kept = Intake.objects.waiting().get()
    assert kept == intake and kept.status == "sent"
    assert kept.worst is Level.STOP and kept.urgency >= Urgency.TODAY
    urgent, gravest = kept.why.split("; ")[-2:]
    titles = {flag.words["title"]: flag for flag in Flag.objects.all()}
    assert titles[urgent].urgency == kept.urgency and titles[gravest].level is not None
    assert titles[gravest].level == kept.worst
    assert kept.waiting_since == intake.submissions.get().sealed_at


def test_under_the_minimum_age_about_you_alone_is_enough():
    about = {code: value for code, value in WELL_MAN.items() if code.startswith("about.")}
    intake = filled(about | {"about.birth_date": "2015-01-01"})
    intake.submit()
    assert [flag.words["code"] for flag in intake.flags.all()] == ["AGE-01"]


@pytest.mark.parametrize(
    ("born", "now", "codes"),
    [
        ("2008-06-01", "2026-06-01T03:59:00+00:00", ["AGE-01"]),
        ("2008-06-01", "2026-06-01T04:00:00+00:00", []),
        ("2008-02-29", "2026-03-01T04:59:00+00:00", ["AGE-01"]),
        ("2008-02-29", "2026-03-01T05:00:00+00:00", []),
        ("2008-06-01", "2027-01-01T12:00:00+00:00", []),
    ],
)
def test_a_patient_is_of_age_when_the_day_begins_where_the_clinic_is(monkeypatch, born, now, codes):
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat(now))
    intake = filled({"about.birth_date": born})
    assert is_too_young(intake.read()) is bool(codes)
    intake = sent(WELL_MAN | {"about.birth_date": born})
    assert [flag.words["code"] for flag in intake.flags.all() if flag.words["code"] == "AGE-01"] == codes


def test_a_form_that_was_closed_without_being_sent_is_not_sent():
    intake = filled(WELL_MAN)
    Intake.objects.update(status="abandoned")
    with pytest.raises(NotOpen):
        intake.submit()
