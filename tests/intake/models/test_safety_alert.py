"""A safety alert does not wait for Send, and only a clinician ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.models import Event
from intake.models import Disposition, DispositionKind, Intake, NotAllowed, SafetyAlert
from intake.questionnaire import section_called
from intake.triage import Urgency
from tests.intake.filling import filled, sent, staff
from tests.people import COMPLEX, WELL_MAN

pytestmark = pytest.mark.django_db
MIND, HEART, RIDE = section_called("mind"), section_called("heart"), section_called("ride")
NOTE = "Spoke with the patient on the phone; sister is with her."


def begun():
    intake, _sitting, _token = Intake.start("self")
    return intake


def titles():
    return sorted(alert.words["code"] for alert in SafetyAlert.objects.select_related("intake"))


@pytest.mark.parametrize(
    ("section", "answers", "codes"),
    [
        (MIND, {"mind.asq": {"1": "yes"}}, ["SAFE-02"]),
        (MIND, {"mind.asq": {"1": "no", "2": "no", "3": "no", "4": "no"}}, []),
        (MIND, {"mind.asq": {"1": "yes", "5": "yes"}}, ["SAFE-01"]),
        (MIND, {"mind.phq9": {"9": "1"}}, ["SAFE-03"]),
        (MIND, {"mind.phq9": {"9": "0"}}, []),
        (MIND, {"mind.harm_others": "yes"}, ["SAFE-05"]),
        (MIND, {"mind.harm_others": "no"}, []),
        (HEART, {"heart.angina": "yes", "heart.angina_worse": "yes"}, ["CV-04"]),
        (HEART, {"heart.angina": "yes", "heart.angina_worse": "no"}, []),
    ],
)
def test_an_answer_raises_an_alert_as_it_is_saved(section, answers, codes):
    intake = begun()
    saved = intake.save_section(section, answers, revision=0)
    assert titles() == sorted(finding.code for finding in saved.help) == codes
    kept = Intake.objects.get(pk=intake.pk)
    assert kept.in_queue is bool(codes) and kept.alerts_open == len(codes)


def test_an_unsent_draft_with_an_alert_stands_above_every_sent_form():
    sent(
        COMPLEX | {"mind.asq": {str(item): "no" for item in range(1, 5)}, "mind.phq9": WELL_MAN["mind.phq9"]}
    )
    draft = begun()
    draft.save_section(MIND, {"mind.phq9": {"9": "1"}}, revision=0)
    first = Intake.objects.waiting().most_pressing_first().first()
    assert first == draft and first.is_open and "item 9" in first.why


def test_changing_the_answer_back_or_leaving_does_not_remove_it():
    intake = begun()
    saved = intake.save_section(MIND, {"mind.asq": {"1": "yes"}}, revision=0)
    saved = intake.save_section(MIND, {"mind.asq": {"1": "no"}}, revision=saved.revision)
    assert saved.help == ()
    kept = Intake.objects.get(pk=intake.pk)
    assert kept.alerts_open == 1 and kept.in_queue and SafetyAlert.objects.open().count() == 1


def test_an_answer_that_another_tab_contradicts_raises_it_too():
    intake = begun()
    intake.save_section(MIND, {"mind.harm_others": "no"}, revision=0)
    saved = intake.save_section(MIND, {"mind.harm_others": "yes"}, revision=0)
    assert saved.conflicts and [finding.code for finding in saved.help] == ["SAFE-05"]
    assert titles() == ["SAFE-05"] and intake.answers()["mind.harm_others"] == "no"


def test_one_rule_in_the_same_words_is_raised_once_and_in_new_words_again():
    intake = begun()
    intake.save_section(MIND, {"mind.phq9": {"9": "1"}}, revision=0)
    intake.save_section(MIND, {"mind.phq9": {"9": "1", "1": "2"}}, revision=1)
    intake.save_section(RIDE, {"ride.backup": "Kim"}, revision=0)
    assert titles() == ["SAFE-03"]
    intake.save_section(MIND, {"mind.phq9": {"9": "3", "1": "2"}}, revision=2)
    assert titles() == ["SAFE-03", "SAFE-03"]
    assert Intake.objects.get().urgency is Urgency.NOW


def test_what_is_told_again_after_an_alert_was_closed_is_raised_again():
    intake = begun()
    yes, no = {"mind.harm_others": "yes"}, {"mind.harm_others": "no"}
    saved = intake.save_section(MIND, yes, revision=0)
    SafetyAlert.objects.get().close(staff("nurse"), "assessed", NOTE)
    saved = intake.save_section(MIND, yes | {"mind.eating": "no"}, revision=saved.revision)
    assert titles() == ["SAFE-05"], "the same answer, said once, is settled"
    saved = intake.save_section(MIND, no, revision=saved.revision)
    intake.save_section(MIND, yes, revision=saved.revision)
    assert titles() == ["SAFE-05", "SAFE-05"]
    assert Intake.objects.get().alerts_open == 1 and Intake.objects.get().in_queue


def test_what_is_told_again_while_its_alert_stands_is_raised_once():
    intake = begun()
    saved = intake.save_section(MIND, {"mind.harm_others": "yes"}, revision=0)
    saved = intake.save_section(MIND, {"mind.harm_others": "no"}, revision=saved.revision)
    intake.save_section(MIND, {"mind.harm_others": "yes"}, revision=saved.revision)
    assert titles() == ["SAFE-05"]


def test_an_alert_that_was_closed_on_the_draft_is_not_raised_by_sending():
    intake = filled(COMPLEX)
    for alert in intake.alerts.all():
        alert.close(staff("nurse"), "assessed", NOTE)
    raised = titles()
    Intake.objects.get().submit()
    assert titles() == raised and Intake.objects.get().alerts_open == 0


def test_crisis_help_is_for_what_this_section_has_just_told():
    intake = begun()
    intake.save_section(MIND, {"mind.asq": {"1": "yes"}}, revision=0)
    assert intake.save_section(RIDE, {"ride.backup": "Kim"}, revision=0).help == ()


def test_sending_raises_nothing_twice():
    intake = sent(COMPLEX)
    raised = titles()
    assert raised == sorted(set(raised)) and intake.alerts_open == len(raised)
    assert all(alert.on_draft for alert in SafetyAlert.objects.all())


def test_an_alert_keeps_the_words_and_the_person_can_be_reached():
    intake = filled(
        {code: value for code, value in COMPLEX.items() if code.startswith(("about", "contacts", "mind"))}
    )
    alert = intake.alerts.most_pressing_first().first()
    assert alert.words["words"] and alert.words["because"] and alert.words["cites"]
    told = alert.intake.identity["told"]
    for code in ("about.phone", "about.address", "contacts.emergency_phone", "contacts.emergency_ok"):
        assert told[code]["words"], code


def test_an_event_counts_alerts_and_tells_nothing_of_them():
    intake = begun()
    intake.save_section(MIND, {"mind.asq": {"1": "yes", "5": "yes"}, "mind.phq9": {"9": "3"}}, revision=0)
    event = Event.objects.about(intake).last()
    assert (event.action, event.detail) == ("alert.raised", "2")


@pytest.mark.parametrize("role", ["nurse", "physician"])
def test_a_clinician_acknowledges_and_closes(role):
    intake = begun()
    intake.save_section(MIND, {"mind.asq": {"1": "yes"}}, revision=0)
    alert = SafetyAlert.objects.get()
    alert.acknowledge(staff(role))
    assert Intake.objects.get().alerts_open == 1
    done = alert.close(staff(role), "assessed", NOTE)
    kept = Intake.objects.get()
    assert done.note == NOTE and done.by.role == role
    assert not kept.in_queue and kept.alerts_open == 0 and not SafetyAlert.objects.open().exists()
    assert [event.action for event in Event.objects.about(kept)][-2:] == [
        "alert.acknowledged",
        "alert.closed",
    ]


@pytest.mark.parametrize("role", ["front_desk", "education_editor", "administrator"])
def test_nobody_else_does(role):
    filled({"mind.asq": {"1": "yes"}})
    alert = SafetyAlert.objects.get()
    for act in (lambda: alert.acknowledge(staff(role)), lambda: alert.close(staff(role), "assessed", NOTE)):
        with pytest.raises(NotAllowed):
            act()
    assert not Disposition.objects.exists()


@pytest.mark.parametrize(
    ("kind", "note", "days"),
    [
        ("assessed", "short", None),
        ("assessed", "          ", None),
        ("nonsense", NOTE, None),
        ("safety_plan", NOTE, None),
        ("safety_plan", NOTE, -1),
    ],
)
def test_a_disposition_says_what_became_of_the_person(kind, note, days):
    filled({"mind.asq": {"1": "yes"}})
    follow_up = None if days is None else timezone.localdate() + timedelta(days=days)
    with pytest.raises(NotAllowed):
        SafetyAlert.objects.get().close(staff("nurse"), kind, note, follow_up=follow_up)
    assert Intake.objects.get().alerts_open == 1


@pytest.mark.parametrize("kind", DispositionKind.values)
def test_every_disposition_closes_once(kind):
    filled({"mind.asq": {"1": "yes"}})
    alert = SafetyAlert.objects.get()
    alert.close(staff("nurse"), kind, NOTE, follow_up=timezone.localdate())
    with pytest.raises(NotAllowed, match="closed this alert already"):
        alert.close(staff("physician"), kind, NOTE, follow_up=timezone.localdate())
    assert Intake.objects.get().alerts_open == 0


def test_while_one_alert_is_left_the_intake_stays_on_top_for_that_one():
    intake = filled({"mind.asq": {"1": "yes"}, "mind.harm_others": "yes"})
    now, today = intake.alerts.most_pressing_first()
    assert now.words["title"] in intake.why
    now.close(staff("nurse"), "assessed", NOTE)
    kept = Intake.objects.get()
    assert kept.in_queue and kept.alert_rank == -1 and kept.why == today.words["title"]


def test_a_sent_form_goes_on_waiting_when_its_alert_is_closed():
    intake = sent(COMPLEX)
    for alert in intake.alerts.all():
        alert.close(staff("physician"), "assessed", NOTE)
    kept = Intake.objects.get()
    assert kept.in_queue and kept.alert_rank == 0 and kept.why
