"""A decision lapses: its answers are too old, its date has come, a new flag was raised, newer answers came."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from intake.models import (
    InformationRequest,
    Intake,
    Lapse,
    NotAllowed,
    Proposal,
    Reply,
    Submission,
    Triage,
    triage,
)
from intake.models.policy_in_force import policy_in_force
from intake.questionnaire import SECTIONS
from intake.questionnaire.asked_again import may_be_asked_again
from tests.intake.filling import sent, staff
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db
WHY = "Nothing stands in the way of a first visit."
VALID = timedelta(days=90)


def cleared(outcome="cleared", **more):
    intake = sent(WELL_MAN)
    intake.decide(staff("nurse"), Proposal(outcome, WHY, aware=True, **more), on=intake.submissions.get().pk)
    return intake


def at(monkeypatch, when):
    monkeypatch.setattr(timezone, "now", lambda: when)


@pytest.mark.parametrize(("late", "status"), [(-timedelta(seconds=1), "decided"), (timedelta(0), "lapsed")])
@pytest.mark.parametrize(("visit_in", "turn"), [(95, "to_review"), (10, "decided"), (None, "decided")])
def test_a_clearance_lapses_90_days_after_the_answers_were_sent(monkeypatch, late, status, visit_in, turn):
    """Clinicians have something to do where a visit is ahead; else it rests until the patient comes again."""
    intake = cleared()
    if visit_in is not None:
        Intake.objects.update(visit_at=timezone.now() + timedelta(days=visit_in))
    at(monkeypatch, intake.submissions.get().sealed_at + VALID + late)
    call_command("lapse_decisions", stdout=StringIO())
    now = Intake.objects.get()
    assert now.status == status
    assert [lapse.reason for lapse in Lapse.objects.all()] == (["too_old"] if status == "lapsed" else [])
    assert now.turn == (turn if status == "lapsed" else "waiting_ride")


def test_a_deferral_comes_back_on_its_day(monkeypatch):
    until = timezone.localdate() + timedelta(days=20)
    intake = cleared("deferred", until=until)
    midnight = timezone.localtime(intake.lapses_at)
    assert (midnight.date(), midnight.hour, midnight.minute) == (until, 0, 0)
    at(monkeypatch, intake.lapses_at)
    call_command("lapse_decisions", stdout=StringIO())
    assert Lapse.objects.get().reason == "deferral_over" and Intake.objects.get().status == "lapsed"


def test_not_suitable_never_lapses_by_time():
    assert cleared("not_suitable").lapses_at is None


def test_a_record_that_is_opened_looks_for_itself(monkeypatch, client):
    intake = cleared()
    client.force_login(staff("nurse"))
    Intake.objects.update(lapses_at=timezone.now() - timedelta(minutes=1))
    page = client.get(f"/staff/intakes/{intake.reference}/").content.decode()
    assert "This decision has lapsed." in page and "over 90 days ago" in page


def test_a_decision_lapses_once_however_often_it_is_asked_for(monkeypatch):
    intake = cleared()
    at(monkeypatch, intake.lapses_at)
    assert Lapse.if_due(Intake.objects.get()) is not None
    assert Lapse.if_due(intake) is None and Lapse.objects.count() == 1


def test_nobody_clears_on_answers_that_are_too_old(monkeypatch):
    intake = sent(WELL_MAN)
    at(monkeypatch, timezone.now() + VALID + timedelta(days=1))
    proposal = Proposal("cleared", WHY, aware=True)
    with pytest.raises(NotAllowed, match="over 90 days old"):
        intake.decide(staff("physician"), proposal, on=intake.submissions.get().pk)
    Proposal("not_suitable", WHY)
    intake.decide(staff("physician"), Proposal("not_suitable", WHY), on=intake.submissions.get().pk)


def answered(intake, codes):
    """A clinician asks for these again; the patient says the same once more."""
    on = Submission.newest(intake)
    request, _token = InformationRequest.ask(intake, staff("nurse"), codes, "", WHY, on=on.pk)
    reply = Reply(request)
    for section in SECTIONS:
        said = {
            code: on.answers()[code]
            for code in (*request.codes, *(f"{code}.other" for code in request.codes))
            if code.startswith(f"{section.code}.") and code in on.answers()
        }
        if said:
            reply.save(section, said, revision=0)
    return reply.send()


def test_one_question_asked_again_does_not_make_all_the_other_answers_new(monkeypatch):
    intake = sent(WELL_MAN)
    first = intake.submissions.get()
    at(monkeypatch, first.sealed_at + timedelta(days=80))
    reply = answered(intake, ["heart.clot"])
    assert reply.told_at == first.sealed_at
    intake.decide(staff("nurse"), Proposal("cleared", WHY, aware=True), on=reply.pk)
    assert intake.lapses_at == first.sealed_at + VALID
    at(monkeypatch, first.sealed_at + VALID + timedelta(days=1))
    assert Lapse.if_due(intake) is not None
    reply = answered(intake, ["heart.clot"])
    with pytest.raises(NotAllowed, match="over 90 days old"):
        intake.decide(
            staff("nurse"), Proposal("cleared", WHY, aware=True), on=reply.pk, seen=intake.decisions.get().pk
        )


def test_who_is_asked_for_everything_again_has_new_answers(monkeypatch):
    intake = sent(WELL_MAN)
    first = intake.submissions.get()
    at(monkeypatch, first.sealed_at + VALID + timedelta(days=1))
    offered = may_be_asked_again(intake.read(first.answers()))
    reply = answered(intake, [each.code for _section, questions in offered for each in questions])
    assert reply.told_at == reply.sealed_at
    assert intake.decide(staff("nurse"), Proposal("cleared", WHY, aware=True), on=reply.pk).clears


def test_after_new_rules_records_are_weighed_again_once_and_a_decision_that_saw_all_still_stands(monkeypatch):
    intake = cleared()
    monkeypatch.setattr(triage, "RULE_SET_VERSION", "newer")
    monkeypatch.setattr("intake.management.commands.weigh_again.RULE_SET_VERSION", "newer")
    said = StringIO()
    call_command("weigh_again", stdout=said)
    call_command("weigh_again", stdout=said)
    assert said.getvalue().split("\n")[:2] == ["1 records weighed again.", "0 records weighed again."]
    assert Triage.newest(intake).rule_set_version == "newer" and Triage.newest(intake).policy_version == policy_in_force().version
    assert Intake.objects.get().status == "decided"


def test_a_lapsed_decision_can_be_made_anew(monkeypatch):
    intake = cleared("deferred", until=timezone.localdate() + timedelta(days=2))
    at(monkeypatch, intake.lapses_at)
    Lapse.if_due(intake)
    last = intake.decisions.get()
    intake.decide(staff("nurse"), Proposal("cleared", WHY, aware=True), on=intake.submissions.get().pk, seen=last.pk)
    assert intake.status == "decided" and intake.lapses_at is not None
