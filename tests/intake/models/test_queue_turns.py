"""Whose turn it is: every status with and without an open alert, each urgency, each decision."""

from __future__ import annotations

from itertools import product

import pytest

from intake.models import Intake, Outcome, Proposal, SafetyAlert, Status, Turn
from intake.models.turn import turn_of
from intake.triage import Urgency
from tests.intake.filling import filled, sent, staff
from tests.people import WELL_MAN

REVIEWED_BY = {None: "", Urgency.VISIT: "to_review", Urgency.TODAY: "to_review", Urgency.NOW: "urgent"}
WITHOUT_ALERT = {
    Status.DRAFT: "",
    Status.WAITING: "waiting_patient",
    Status.WITHDRAWN: "",
    Status.ABANDONED: "",
}
DECIDED = {
    None: "decided",
    Outcome.CLEARED: "waiting_ride",
    Outcome.WITH_CONDITIONS: "waiting_ride",
    Outcome.DEFERRED: "decided",
    Outcome.NOT_SUITABLE: "decided",
}


def expected(status: str, alerts: int, urgency: int, outcome: str | None) -> str:
    if alerts:
        return "urgent"
    if status == Status.DECIDED:
        return DECIDED[outcome]
    if status in (Status.SENT, Status.IN_REVIEW, Status.LAPSED):
        return "urgent" if urgency == 4 else "to_review"
    return WITHOUT_ALERT[Status(status)]


@pytest.mark.parametrize("status", Status.values)
def test_every_status_alert_urgency_and_decision_has_its_turn(status: str) -> None:
    for alerts, urgency, outcome in product((0, 1, 3), range(5), (None, *Outcome.values)):
        found = turn_of(status, alerts_open=alerts, urgency=urgency, outcome=outcome)
        assert found == expected(status, alerts, urgency, outcome), (status, alerts, urgency, outcome)


def test_nobody_is_ready_before_a_visit_is_made_ready() -> None:
    found = {
        turn_of(status, alerts_open=alerts, urgency=urgency, outcome=outcome)
        for status, alerts, urgency, outcome in product(Status.values, (0, 1), range(5), (None, *Outcome.values))
    }
    assert found == {*Turn.values, ""} - {"waiting_visit", "ready"}


def test_only_a_clearance_waits_for_its_visit_with_a_ride_home_and_is_ready_with_a_visit_that_is() -> None:
    for status, alerts, urgency, outcome in product(Status.values, (0, 1), range(5), (None, *Outcome.values)):
        known = {"alerts_open": alerts, "urgency": urgency, "outcome": outcome}
        without = turn_of(status, **known)
        with_ride = turn_of(status, **known, ride_home=True)
        with_visit = turn_of(status, **known, ride_home=True, visit_ready=True)
        assert with_ride == ("waiting_visit" if without == "waiting_ride" else without)
        assert with_visit == ("ready" if without == "waiting_ride" else without)


def turn() -> str:
    return Intake.objects.get().turn


@pytest.mark.django_db
def test_a_draft_with_an_alert_is_urgent_until_the_alert_is_closed() -> None:
    filled({"mind.asq": {"1": "yes"}})
    assert turn() == "urgent"
    SafetyAlert.objects.get().close(staff("nurse"), "assessed", "Spoke with the patient; no thoughts now.")
    assert turn() == "" and Intake.objects.get().sent_at is None


@pytest.mark.django_db
@pytest.mark.parametrize(("outcome", "then"), [("cleared", "waiting_ride"), ("not_suitable", "decided")])
def test_a_sent_form_waits_for_review_and_then_for_what_was_decided(outcome: str, then: str) -> None:
    intake = sent(WELL_MAN)
    assert turn() == "to_review" and Intake.objects.get().sent_at == intake.submissions.get().sealed_at
    intake.take_up(staff("nurse"))
    assert turn() == "to_review"
    intake.decide(staff("nurse"), Proposal(outcome, "Spoke with the patient on the phone."), on=intake.submissions.get().pk)
    assert turn() == then
