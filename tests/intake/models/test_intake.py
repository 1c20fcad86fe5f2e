"""An intake, from the first answer to a decision."""

import datetime

import pytest

from clinic.models import Event, Staff
from intake.models import Disposition, Incomplete, Intake, NotAllowed, NotOpen, SafetyAlert, Sitting
from intake.models.decision import Proposal
from intake.questionnaire import SECTIONS, section_called
from tests.people import COMPLEX, TYPICAL, WELL_MAN

pytestmark = pytest.mark.django_db
REASON = "Reviewed with the patient on the phone."


def filled(values):
    intake, _sitting, _token = Intake.start("self")
    for section in SECTIONS:
        answers = {code: value for code, value in values.items() if code.startswith(section.code + ".")}
        intake.save_section(section, answers, revision=0)
    return intake


def staff(role):
    return Staff.objects.create_user(f"{role}@example.org", "a long enough password", name=role.title(), role=role)


def test_a_whole_questionnaire_is_sent_triaged_and_decided():
    intake = filled(TYPICAL)
    submission = intake.submit()
    assert intake.status == "sent" and intake.in_queue
    assert [flag.words["code"] for flag in intake.flags.all()] == ["MED-01", "EV-01", "MED-01"]
    decision = intake.decide(staff("nurse"), Proposal("cleared", REASON), on=submission.pk)
    assert decision.outcome == "cleared" and intake.status == "decided" and not intake.in_queue


def test_a_second_press_sends_nothing_twice():
    intake = filled(WELL_MAN)
    assert {intake.submit().pk for _ in range(20)} == {intake.submissions.get().pk}


def test_a_form_with_blanks_is_not_sent():
    intake = filled({code: value for code, value in WELL_MAN.items() if code != "heart.aneurysm"})
    with pytest.raises(Incomplete) as refused:
        intake.submit()
    assert refused.value.codes == ("heart.aneurysm",)


def test_nothing_is_written_in_a_form_that_was_sent():
    intake = filled(WELL_MAN)
    intake.submit()
    with pytest.raises(NotOpen):
        intake.save_section(section_called("heart"), {"heart.clot": "yes"}, revision=1)


def test_an_alert_stands_on_the_draft_and_changing_the_answer_does_not_remove_it():
    intake, _sitting, _token = Intake.start("self")
    mind = section_called("mind")
    saved = intake.save_section(mind, {"mind.asq": {"1": "yes"}}, revision=0)
    assert [finding.code for finding in saved.help] == ["SAFE-02"]
    assert intake.in_queue and intake.alerts_open == 1
    intake.save_section(mind, {"mind.asq": {"1": "no"}}, revision=saved.revision)
    assert Intake.objects.waiting().get() == intake
    alert = SafetyAlert.objects.get()
    with pytest.raises(NotAllowed):
        alert.close(staff("front_desk"), "assessed", "Spoke with the patient.")
    alert.close(staff("nurse"), "assessed", "Spoke with the patient, no danger now.")
    assert Disposition.objects.count() == 1
    assert not Intake.objects.waiting().exists()


def test_a_nurse_cannot_decide_over_a_stop_and_a_physician_says_why_for_each():
    intake = filled(COMPLEX)
    submission = intake.submit()
    for alert in SafetyAlert.objects.all():
        alert.close(staff(f"nurse") if not Staff.objects.filter(role="nurse") else Staff.objects.get(role="nurse"), "assessed", "Assessed on the phone today.")
    intake.refresh_from_db()
    with pytest.raises(NotAllowed):
        intake.decide(Staff.objects.get(role="nurse"), Proposal("cleared", REASON), on=submission.pk)
    physician = staff("physician")
    with pytest.raises(NotAllowed):
        intake.decide(physician, Proposal("cleared", REASON), on=submission.pk)
    grave = [flag for flag in intake.flags.all() if flag.level == 4 or flag.safety]
    assert len(grave) == 4
    overrides = {flag.pk: "Measured 128/80 in the clinic today." for flag in grave}
    decision = intake.decide(physician, Proposal("cleared", REASON, overrides=overrides), on=submission.pk)
    assert decision.overrides.count() == 4


@pytest.mark.parametrize(
    "proposal",
    [
        Proposal("cleared", "short"),
        Proposal("nonsense", REASON),
        Proposal("cleared_with_conditions", REASON),
        Proposal("deferred", REASON),
        Proposal("deferred", REASON, until=datetime.date(2020, 1, 1)),
    ],
)
def test_a_decision_that_is_not_fully_said_is_refused(proposal):
    intake = filled(WELL_MAN)
    submission = intake.submit()
    with pytest.raises(NotAllowed):
        intake.decide(staff("nurse"), proposal, on=submission.pk)


def test_two_tabs_merge_and_the_same_question_shows_both():
    intake, _sitting, _token = Intake.start("self")
    heart = section_called("heart")
    first = intake.save_section(heart, {"heart.clot": "no", "heart.avm": "no"}, revision=0)
    assert first.revision == 1
    intake.save_section(heart, {"heart.clot": "yes", "heart.avm": "no"}, revision=1)
    other_tab = intake.save_section(heart, {"heart.clot": "no", "heart.avm": "unsure"}, revision=1)
    assert not other_tab.conflicts
    assert intake.answers() == {"heart.clot": "yes", "heart.avm": "unsure"}
    clash = intake.save_section(heart, {"heart.avm": "yes"}, revision=1)
    assert clash.conflicts == {"heart.avm": ("unsure", "yes")}
    assert intake.answers()["heart.avm"] == "unsure"


def test_the_same_save_twice_is_one_save():
    intake, _sitting, _token = Intake.start("self")
    heart = section_called("heart")
    for _ in range(3):
        assert intake.save_section(heart, {"heart.clot": "no"}, revision=0, op="a").revision == 1


def test_a_patient_comes_back_with_the_code_from_staff_once():
    intake, sitting, _token = Intake.start("self")
    code = intake.reopen(staff("front_desk"), "document")
    assert Intake.come_back(intake.reference, "WRONG-CODE") is None
    begun, token = Intake.come_back(intake.reference.lower(), code.lower())
    sitting.refresh_from_db()
    assert sitting.ended_at is not None and begun.ended_at is None
    assert Sitting.of(token).intake == intake
    assert Intake.come_back(intake.reference, code) is None


def test_five_wrong_codes_use_up_the_right_one():
    intake, _sitting, _token = Intake.start("self")
    code = intake.reopen(staff("nurse"), "call")
    for _ in range(5):
        assert Intake.come_back(intake.reference, "2222-2222") is None
    assert Intake.come_back(intake.reference, code) is None


def test_every_act_leaves_an_event():
    intake = filled(WELL_MAN)
    submission = intake.submit()
    intake.decide(staff("nurse"), Proposal("cleared", REASON), on=submission.pk)
    actions = [event.action for event in Event.objects.about(intake)]
    assert actions[0] == "intake.started" and actions[-2:] == ["intake.sent", "decision.made"]
    assert actions.count("section.saved") == 17


def test_under_the_minimum_age_about_alone_is_enough():
    about = {code: value for code, value in WELL_MAN.items() if code.startswith("about.")}
    intake, _sitting, _token = Intake.start("self")
    intake.save_section(section_called("about"), about | {"about.birth_date": "2015-01-01"}, revision=0)
    intake.submit()
    assert [flag.words["code"] for flag in intake.flags.all()] == ["AGE-01"]
