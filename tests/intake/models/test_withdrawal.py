"""A patient stops: the form is withdrawn, visits ahead are cancelled, the clinic is told, and nothing is deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clinic.models import Event
from intake.models import (
    Course,
    InformationRequest,
    Intake,
    Message,
    NotAllowed,
    NotOpen,
    Proposal,
    SafetyAlert,
    Submission,
    Visit,
    Withdrawal,
    WithdrawalSeen,
)
from intake.models.status import OPEN, Status
from tests.intake.filling import filled, sent, staff
from tests.intake.readying import cleared, planned_soon, provided_for, ready
from tests.people import COMPLEX, WELL_MAN

pytestmark = pytest.mark.django_db
BY_MAIL = WELL_MAN | {"about.contact_by": "email", "about.email": "ann@example.org"}
DANGER = {"mind.asq": {"1": "yes"}}


def planned(intake, *days):
    starts = [timezone.now().replace(microsecond=0) + timedelta(days=each) for each in days]
    return Course.plan(intake, staff("nurse"), starts, minutes=105)


def made_ready(visit):
    """Made ready with all that it takes."""
    visit = provided_for(visit)
    visit.make_ready(staff("nurse"), seen=visit.version)
    return visit


def now(intake):
    return Intake.objects.get(pk=intake.pk)


def test_the_visits_ahead_are_cancelled_and_say_that_the_patient_stopped():
    intake = sent(BY_MAIL)
    visits = planned(intake, 3, 5)
    assert Withdrawal.make(intake).visits == 2
    for visit in visits:
        visit.refresh_from_db()
        last = visit.changes.order_by("-number").first()
        last.intake = intake
        assert (visit.status, last.who, last.why) == ("cancelled", "The patient", "The patient has stopped.")
        assert last.why_for("front_desk") == last.why
    assert now(intake).status == Status.WITHDRAWN and now(intake).visit is None


def test_a_visit_that_has_begun_is_left_to_the_staff():
    intake = sent(BY_MAIL)
    visit = planned(intake, 3)[0]
    real = timezone.now
    try:
        timezone.now = lambda: visit.at + timedelta(minutes=5)
        assert Withdrawal.make(intake).visits == 0
    finally:
        timezone.now = real
    visit.refresh_from_db()
    assert visit.status == "planned"


def test_who_is_at_a_visit_that_is_ready_tells_the_people_there_and_can_be_let_go_home_after_it():
    visit, real = ready(), timezone.now
    try:
        timezone.now = lambda: visit.at + timedelta(minutes=90)
        with pytest.raises(NotOpen, match="Your visit has begun"):
            Withdrawal.make(visit.intake)
        visit.refresh_from_db()
        assert visit.status == "ready"
        timezone.now = lambda: visit.at + timedelta(hours=13)
        assert Withdrawal.make(visit.intake)
    finally:
        timezone.now = real


def test_two_visits_of_one_day_are_both_cancelled_also_when_the_later_one_is_ready():
    first = planned_soon(cleared(), hours=2)
    later = made_ready(planned_soon(first.intake, hours=6))
    Withdrawal.make(now(later.intake))
    assert {visit.status for visit in Visit.objects.all()} == {"cancelled"}


def test_a_visit_of_who_has_stopped_is_not_put_back_or_moved():
    intake = sent(BY_MAIL)
    begun, off = planned(intake, 1, 3)
    real = timezone.now
    try:
        timezone.now = lambda: begun.at + timedelta(minutes=5)
        Withdrawal.make(intake)
        for visit, act in ((off, "restore"), (begun, "move")):
            visit = Visit.objects.select_related("intake").get(pk=visit.pk)
            at = [begun.at + timedelta(days=2)] if act == "move" else []
            with pytest.raises(NotAllowed, match="withdrawn"):
                getattr(visit, act)(staff("front_desk"), *at, "She called about it.", seen=visit.version)
    finally:
        timezone.now = real
    assert not Message.objects.filter(kind="visit_planned", state="waiting").exists()


def test_nothing_the_patient_told_is_deleted():
    intake = sent(BY_MAIL)
    before = Submission.newest(intake).answers()
    Withdrawal.make(intake)
    assert Submission.newest(now(intake)).answers() == before and now(intake).answers()


def test_a_clinician_is_told_until_one_has_seen_it():
    intake = sent(BY_MAIL)
    Withdrawal.make(intake)
    assert now(intake).turn == "to_review" and now(intake).why.startswith("The patient has stopped")
    WithdrawalSeen.keep(intake, staff("nurse"))
    assert now(intake).turn == ""
    with pytest.raises(NotAllowed, match="already"):
        WithdrawalSeen.keep(intake, staff("physician"))


@pytest.mark.parametrize("days", [(), (3,)])
def test_a_form_that_was_never_sent_is_news_only_where_a_visit_was_planned(days):
    intake = filled(BY_MAIL)
    if days:
        planned(intake, *days)
    Withdrawal.make(intake)
    assert now(intake).turn == ("to_review" if days else "") and now(intake).sent_at is None


@pytest.mark.parametrize(("begin", "answers"), [(filled, BY_MAIL | DANGER), (sent, COMPLEX)])
def test_an_open_safety_alert_stays_open_and_urgent(begin, answers):
    intake = begin(answers)
    Withdrawal.make(intake)
    assert SafetyAlert.objects.open().exists() and now(intake).turn == "urgent"
    if Withdrawal.of(intake).is_news:
        WithdrawalSeen.keep(intake, staff("nurse"))
    assert now(intake).turn == "urgent", "having seen it closes no alert"
    for alert in SafetyAlert.objects.open().select_related("intake"):
        alert.close(staff("physician"), "assessed", "Spoke with the patient; safe today.")
    assert now(intake).turn == ""


def test_a_clearance_stands_no_more():
    intake = sent(BY_MAIL)
    decision = intake.decide(
        staff("physician"), Proposal("cleared", "All in order, spoke on the phone."), on=Submission.newest(intake).pk
    )
    Withdrawal.make(intake)
    decision.refresh_from_db()
    assert decision.lapse.reason == "withdrawn" and now(intake).status == Status.WITHDRAWN
    assert now(intake).lapses_at is None


def test_nobody_waits_for_an_answer_any_more():
    intake = sent(BY_MAIL)
    why = "We need to be sure about this."
    asked, token = InformationRequest.ask(
        intake, staff("nurse"), ["heart.clot"], "", why, on=Submission.newest(intake).pk
    )
    Withdrawal.make(intake)
    assert not InformationRequest.objects.open().exists()
    assert InformationRequest.come_in(token, WELL_MAN["about.birth_date"]) is None
    assert Message.objects.get(kind="more_needed").state == "called_off"


def test_a_second_press_changes_nothing():
    intake = sent(BY_MAIL)
    first = Withdrawal.make(intake)
    assert Withdrawal.make(now(intake)) == first
    assert Message.objects.filter(kind="withdrawn").count() == 1
    assert Event.objects.filter(action="intake.withdrawn").count() == 1


@pytest.mark.parametrize(("chosen", "state"), [("email", "waiting"), ("phone", "called_off"), ("none", "called_off")])
def test_the_patient_is_told_as_they_chose_and_nobody_has_to_call_about_it(chosen, state):
    Withdrawal.make(sent(BY_MAIL | {"about.contact_by": chosen}))
    told = Message.objects.get(kind="withdrawn")
    assert told.state == state and told not in Message.objects.for_staff()


def test_it_is_possible_from_every_status_that_is_open():
    assert set(OPEN) == set(Status) - {Status.WITHDRAWN, Status.ABANDONED}


# As a patient tells it to a clinician


@pytest.mark.parametrize("route", ["phone", "in_person"])
def test_who_tells_a_clinician_has_stopped_as_if_on_their_own_page(route):
    intake, nurse = sent(BY_MAIL), staff("nurse")
    visit = planned(intake, 3)[0]
    made = Withdrawal.write_down(intake, nurse, route, "  She does not want it any more. ")
    assert (made.by, made.route, made.said, made.visits) == (nurse, route, "She does not want it any more.", 1)
    assert now(intake).status == Status.WITHDRAWN and Visit.objects.get(pk=visit.pk).status == "cancelled"
    assert Message.objects.filter(intake=intake, kind="withdrawn").count() == 1
    event = Event.objects.get(action="intake.withdrawn_told")
    assert event.actor == nurse and not Event.objects.filter(action="intake.withdrawn").exists()


def test_what_a_clinician_wrote_down_waits_for_no_clinician_and_an_alert_does():
    intake, safe = sent(BY_MAIL | {"mind.harm_others": "yes"}), sent(WELL_MAN)
    for each in (intake, safe):
        Withdrawal.write_down(each, staff("nurse"), "phone", "No more.")
    assert now(safe).turn == "" and now(intake).turn == "urgent" and now(intake).alerts_open == 1
    with pytest.raises(NotAllowed, match="already"):
        WithdrawalSeen.keep(safe, staff("physician"))


@pytest.mark.parametrize(("route", "said", "sentence"), [("", "No more.", "by phone"), ("paper", "No more.", "by phone"), ("phone", " x ", "few words"), ("phone", "x" * 1001, "few words")])
def test_it_is_known_how_it_was_told_and_in_what_words(route, said, sentence):
    intake = sent(WELL_MAN)
    with pytest.raises(NotAllowed, match=sentence):
        Withdrawal.write_down(intake, staff("nurse"), route, said)
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.make(intake, route="phone")
    assert now(intake).status == Status.SENT


def test_a_second_press_is_one_withdrawal_and_a_colleague_is_told():
    intake = sent(WELL_MAN)
    first = Withdrawal.write_down(intake, staff("nurse"), "phone", "No more.")
    assert Withdrawal.write_down(intake, staff("nurse"), "phone", "No more.") == first
    with pytest.raises(NotAllowed):
        Withdrawal.write_down(intake, staff("physician"), "phone", "No more.")
    assert Withdrawal.objects.count() == 1


def test_who_is_at_a_visit_is_let_go_home_first():
    visit, real = ready(), timezone.now
    try:
        timezone.now = lambda: visit.at + timedelta(minutes=90)
        with pytest.raises(NotOpen):
            Withdrawal.write_down(visit.intake, staff("nurse"), "in_person", "She wants to stop.")
    finally:
        timezone.now = real
    assert not Withdrawal.objects.exists()
