"""A clinician decides; the application never does."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.models import Event
from intake.models import Decision, Intake, NotAllowed, Outcome, Proposal, Resolution
from intake.models.decision import grave
from tests.intake.filling import filled, sent, staff
from tests.people import COMPLEX, WELL_MAN

pytestmark = pytest.mark.django_db
REASON = "Reviewed with the patient on the phone."
WHY = "Measured 128/80 in the clinic today."
STOP = WELL_MAN | {"body.systolic": 190}


def decide(intake, role, proposal, on=None):
    """Decides, having read the newest answers and the last decision."""
    last = intake.decisions.order_by("-at").first()
    on = on or intake.submissions.latest("number").pk
    return intake.decide(staff(role), proposal, on=on, seen=last.pk if last else "")


def overriding(intake, why=WHY, **proposal):
    return Proposal(
        "cleared", REASON, overrides={flag.pk: why for flag in grave(intake.flags.all())}, aware=True, **proposal
    )


def close_alerts(intake):
    for alert in intake.alerts.all():
        alert.close(staff("physician"), "assessed", "Assessed on the phone today.")


@pytest.mark.parametrize("role", ["nurse", "physician"])
@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        (Outcome.CLEARED, {}),
        (Outcome.WITH_CONDITIONS, {"conditions": "ECG before the first visit."}),
        (Outcome.DEFERRED, {"until": timezone.localdate() + timedelta(days=30)}),
        (Outcome.NOT_SUITABLE, {}),
    ],
)
def test_a_clinician_decides_on_a_patient_without_grave_flags(role, outcome, more):
    intake = sent(WELL_MAN)
    decision = decide(intake, role, Proposal(outcome, REASON, **more))
    kept = Intake.objects.get()
    assert kept.status == "decided" and not kept.in_queue and kept.decided_at == decision.at
    assert decision.submission == intake.submissions.get() and decision.triage == intake.triages.get()
    again = Decision.objects.select_related("intake").get()
    assert (again.reason, again.conditions, again.until) == (
        REASON,
        more.get("conditions", ""),
        more.get("until"),
    )
    event = Event.objects.about(intake).get(action="decision.made")
    assert event.role == role


@pytest.mark.parametrize("role", ["front_desk", "education_editor", "administrator"])
def test_nobody_else_decides(role):
    intake = sent(WELL_MAN)
    with pytest.raises(NotAllowed, match="Only a nurse or a physician"):
        decide(intake, role, Proposal("cleared", REASON))


@pytest.mark.parametrize(
    ("proposal", "sentence"),
    [
        (Proposal("cleared", "short"), "Give your reason"),
        (Proposal("cleared", "             "), "Give your reason"),
        (Proposal("nonsense", REASON), "Choose a decision"),
        (Proposal("", REASON), "Choose a decision"),
        (Proposal("cleared_with_conditions", REASON), "Write the conditions"),
        (Proposal("deferred", REASON), "Give the date"),
        (Proposal("deferred", REASON, until=timezone.localdate()), "Give the date"),
        (Proposal("deferred", REASON, until=timezone.localdate() + timedelta(days=370)), "a year at most"),
    ],
)
def test_a_decision_that_is_not_fully_said_is_refused(proposal, sentence):
    intake = sent(WELL_MAN)
    with pytest.raises(NotAllowed, match=sentence):
        decide(intake, "physician", proposal)
    assert not Decision.objects.exists() and Intake.objects.get().in_queue


@pytest.mark.parametrize("outcome", Outcome.values)
def test_a_nurse_decides_nothing_over_a_stop(outcome):
    intake = sent(STOP)
    proposal = Proposal(outcome, REASON, conditions="x", until=timezone.localdate() + timedelta(days=9))
    with pytest.raises(NotAllowed, match="A physician has to decide"):
        decide(intake, "nurse", proposal)


def test_a_nurse_decides_nothing_over_a_safety_flag():
    intake = sent(WELL_MAN | {"mind.harm_others": "yes"})
    close_alerts(intake)
    with pytest.raises(NotAllowed, match="A physician has to decide"):
        decide(intake, "nurse", Proposal("not_suitable", REASON))


@pytest.mark.parametrize("overrides", [{}, {"all but one": WHY}, {"all": "short"}])
def test_a_physician_clears_nobody_without_a_reason_for_each_grave_flag(overrides):
    intake = sent(COMPLEX)
    close_alerts(intake)
    flags = grave(intake.flags.all())
    given = {flag.pk: overrides["all"] for flag in flags} if "all" in overrides else {}
    given |= {flag.pk: WHY for flag in flags[1:]} if "all but one" in overrides else {}
    with pytest.raises(NotAllowed, match="Say for each"):
        decide(intake, "physician", Proposal("cleared", REASON, overrides=given))
    assert not Resolution.objects.exists()


def test_a_physician_clears_with_a_reason_for_each_and_each_is_kept():
    intake = sent(COMPLEX)
    close_alerts(intake)
    decision = decide(intake, "physician", overriding(intake))
    kept = decision.overrides.select_related("intake", "flag")
    assert {each.flag_id for each in kept} == {flag.pk for flag in grave(intake.flags.all())}
    assert {(each.outcome, each.reason) for each in kept} == {("overridden", WHY)}


def test_a_physician_defers_over_a_stop_without_overriding_it():
    intake = sent(STOP)
    decide(intake, "physician", Proposal("deferred", REASON, until=timezone.localdate() + timedelta(days=9)))
    assert not Resolution.objects.exists()


def test_a_flag_that_a_physician_decided_over_no_longer_stands_in_a_nurses_way():
    intake = sent(STOP)
    decide(intake, "physician", overriding(intake))
    assert decide(intake, "nurse", Proposal("not_suitable", REASON)).by.role == "nurse"


@pytest.mark.parametrize("outcome", ["cleared", "cleared_with_conditions"])
def test_nobody_is_cleared_while_a_safety_alert_is_open(outcome):
    intake = sent(COMPLEX)
    proposal = overriding(intake)
    proposal = Proposal(outcome, REASON, conditions="Call first.", overrides=proposal.overrides)
    with pytest.raises(NotAllowed, match="A safety alert is open"):
        decide(intake, "physician", proposal)


def test_an_intake_decided_with_an_alert_open_stays_in_the_queue():
    intake = sent(COMPLEX)
    decide(intake, "physician", Proposal("not_suitable", REASON))
    assert Intake.objects.waiting().get().status == "decided"
    close_alerts(intake)
    assert not Intake.objects.waiting().exists()


def test_a_decision_on_answers_that_are_not_the_newest_is_refused():
    intake = sent(WELL_MAN)
    with pytest.raises(NotAllowed, match="Read the new ones"):
        decide(intake, "nurse", Proposal("cleared", REASON), on=uuid.uuid4())


def test_there_is_nothing_to_decide_on_a_draft():
    intake = filled(WELL_MAN)
    with pytest.raises(NotAllowed, match="has not sent"):
        decide(intake, "physician", Proposal("cleared", REASON), on=uuid.uuid4())


def test_a_later_decision_stands_beside_the_earlier_one():
    intake = sent(WELL_MAN)
    decide(intake, "nurse", Proposal("cleared", REASON))
    decide(intake, "physician", Proposal("not_suitable", REASON))
    assert [each.outcome for each in Decision.objects.order_by("at")] == ["cleared", "not_suitable"]
