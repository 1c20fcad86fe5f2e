"""*Is anything new?* before a visit: said and never taken from silence, and what is new moves the record up."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.models import (
    AnythingNew,
    Course,
    Intake,
    Message,
    NewsState,
    NotAllowed,
    NotOpen,
    Reply,
    RideState,
    SafetyAlert,
    Submission,
    Visit,
)
from intake.models.anything_new import in_words
from intake.models.lacking import lacks
from intake.models.news_standing import ask_who_is_due, news_of
from intake.models.ride_state import standing_of
from intake.questionnaire import section_called
from intake.questionnaire.anything_new import TOPICS
from intake.triage import Urgency
from tests.intake.filling import filled, sent, staff
from tests.intake.readying import cleared, provided_for
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys(("health", "medicines", "cold", "ride"), "no")
BY_MAIL = WELL_MAN | {"about.email": "tom@example.org", "about.contact_by": "email"}
MIND, HEART, BRAIN = (section_called(code) for code in ("mind", "heart", "brain"))


def planned(intake: Intake, days: float = 2) -> Visit:
    at = timezone.now() + timedelta(days=days)
    return Course.plan(intake, staff("nurse"), [at], minutes=60)[0]


def fresh(intake: Intake) -> Intake:
    return Intake.objects.get(pk=intake.pk)


def state(visit: Visit) -> NewsState:
    found = Visit.objects.select_related("intake").get(pk=visit.pk)
    return news_of([found])[found.pk].state


# Nothing new


def test_nothing_new_is_said_with_the_time_and_moves_nobody() -> None:
    intake = cleared()
    visit = planned(intake)
    assert state(visit) == NewsState.NOT_ANSWERED
    before = fresh(intake)
    said = AnythingNew.say(visit, NOTHING)
    after = fresh(intake)
    assert not said.something_new and said.request is None and state(visit) == NewsState.NOTHING
    assert (after.status, after.turn, after.urgency_rank) == (before.status, before.turn, before.urgency_rank)
    assert intake.events().filter(action="news.nothing").count() == 1
    assert [each["asked"] for each in said.said.values()] == [each.label for each in TOPICS if each.key != "pregnancy"]


def test_silence_is_no_answer() -> None:
    visit = planned(sent(WELL_MAN))
    for told in ({}, NOTHING | {"ride": ""}, {"health": "no"}, NOTHING | {"cold": "maybe"}):
        with pytest.raises(NotAllowed, match="Answer each question"):
            AnythingNew.say(visit, told)
    assert state(visit) == NewsState.NOT_ANSWERED and not AnythingNew.objects.exists()


def test_a_second_press_is_the_same_answer() -> None:
    visit = planned(sent(WELL_MAN))
    assert AnythingNew.say(visit, NOTHING).pk == AnythingNew.say(visit, NOTHING).pk
    assert AnythingNew.objects.count() == 1


def test_who_could_be_pregnant_is_asked_and_nobody_else() -> None:
    assert "pregnancy" not in {topic.key for topic in AnythingNew.topics_of(sent(WELL_MAN))}
    woman = WELL_MAN | {"about.sex_at_birth": "female", "pregnancy.could_be": "no", "pregnancy.with_high_bp": "no"}
    woman |= {"pregnancy.breastfeeding": "no", "substances.taps1": {"1": "never", "2_women": "never", "3": "never", "4": "never"}}
    assert "pregnancy" in {topic.key for topic in AnythingNew.topics_of(sent(woman))}


# As a patient tells it to a clinician


@pytest.mark.parametrize("route", ["phone", "in_person"])
def test_what_a_patient_tells_a_clinician_counts_as_if_it_were_said_here(route: str) -> None:
    intake, nurse = cleared(), staff("nurse")
    visit = planned(intake)
    said = AnythingNew.write_down(visit, nurse, NOTHING, route)
    assert (said.by, said.route) == (nurse, route) and state(visit) == NewsState.NOTHING
    event = intake.events().get(action="news.nothing_told")
    assert event.actor == nurse and not intake.events().filter(action="news.nothing").exists()
    told = AnythingNew.write_down(visit, nurse, NOTHING | {"medicines": "unsure"}, route)
    assert told.request is not None and fresh(intake).status == "waiting_for_patient" and state(visit) == NewsState.SOMETHING
    assert intake.events().filter(action="news.something_told").count() == 1


@pytest.mark.parametrize("route", ["", "paper", "letter"])
def test_without_a_route_nothing_is_written_down(route: str) -> None:
    visit = planned(sent(WELL_MAN))
    with pytest.raises(NotAllowed, match="by phone or in person"):
        AnythingNew.write_down(visit, staff("nurse"), NOTHING, route)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnythingNew.say(visit, NOTHING, route="phone")
    assert not AnythingNew.objects.exists()


def test_a_clinician_who_writes_what_the_patient_just_said_is_not_left_out() -> None:
    visit = planned(sent(WELL_MAN))
    AnythingNew.say(visit, NOTHING)
    assert AnythingNew.write_down(visit, staff("nurse"), NOTHING, "phone").by == staff("nurse")
    AnythingNew.write_down(visit, staff("nurse"), NOTHING, "phone")
    assert AnythingNew.objects.count() == 2


# When it can be said


def test_it_is_asked_of_a_sent_form_some_days_before_until_the_visit_begins() -> None:
    visit = planned(sent(WELL_MAN), days=10)
    assert state(visit) == NewsState.EARLY
    for at_draft in (visit, planned(filled(WELL_MAN))):
        with pytest.raises(NotOpen):
            AnythingNew.say(at_draft, NOTHING)


def test_what_was_said_before_a_visit_was_moved_far_off_does_not_count() -> None:
    intake = sent(WELL_MAN)
    visit = planned(intake)
    AnythingNew.say(visit, NOTHING)
    visit.refresh_from_db()
    visit.move(staff("nurse"), visit.at + timedelta(days=14), "She is away.", seen=visit.version)
    assert state(visit) == NewsState.EARLY


def test_a_visit_that_was_called_off_is_not_asked_about() -> None:
    visit = planned(sent(WELL_MAN))
    visit.cancel(staff("nurse"), "She is away.", seen=1)
    with pytest.raises(NotOpen):
        AnythingNew.say(visit, NOTHING)


# Something new


@pytest.mark.parametrize("answer", ["yes", "unsure"])
@pytest.mark.parametrize("topic", ["health", "medicines", "cold"])
def test_something_new_or_not_sure_moves_the_record_up_and_asks_in_full(topic: str, answer: str) -> None:
    intake = cleared()
    visit = planned(intake)
    said = AnythingNew.say(visit, NOTHING | {topic: answer})
    after = fresh(intake)
    assert (after.status, after.turn, after.urgency) == ("waiting_for_patient", "to_review", Urgency.TODAY)
    assert after.why.startswith("New before the visit: ") and in_words([said]) in after.why
    assert ("not sure" in after.why) == (answer == "unsure")
    asked = said.request
    assert asked is not None and asked.by is None and asked.is_open
    opened = {question.code for each in TOPICS if each.key == topic for question in each.opens}
    assert opened & asked.codes and (asked.own is None) == (topic == "medicines")
    assert state(visit) == NewsState.SOMETHING


def test_a_clearance_does_not_hold_any_more_and_a_ready_visit_is_not_ready() -> None:
    intake = cleared()
    visit = provided_for(planned(intake, days=0.1))
    visit.make_ready(staff("nurse"), seen=visit.version)
    AnythingNew.say(visit, NOTHING | {"medicines": "yes"})
    now = Visit.objects.select_related("intake", "course").get(pk=visit.pk)
    assert now.status == "planned" and "clearance" in {lack.name for lack in lacks(now)}


def test_the_reply_takes_the_place_of_the_old_answers_and_the_rules_see_it() -> None:
    intake = cleared()
    said = AnythingNew.say(planned(intake), NOTHING | {"medicines": "yes"})
    reply = Reply(said.request)
    row = {"id": "1", "name": "phenelzine"}
    reply.save(section_called("medicines"), {"medicines.taken": [row], "medicines.also": ["none"], "medicines.changed": "yes"}, revision=0)
    reply.send()
    after, newest = fresh(intake), Submission.newest(intake)
    assert newest.number == 2 and newest.answers()["medicines.taken"] == [row] and newest.supersedes.number == 1
    assert "medicines.none" not in newest.answers() and "medicines.none" not in after.answers()
    kept = {each["code"]: each["words"] for part in newest.content["sections"] for each in part["questions"]}
    assert kept["medicines.none"] == "" and "phenelzine" in kept["medicines.taken"]
    assert (after.status, after.turn) == ("sent", "to_review") and intake.lapses.get().reason == "something_new"
    assert after.why.startswith("New before the visit: medicines")


def test_danger_that_is_told_on_the_way_raises_an_alert_before_anything_is_sent() -> None:
    intake = cleared()
    said = AnythingNew.say(planned(intake), NOTHING | {"health": "unsure"})
    reply = Reply(said.request)
    reply.save(MIND, {"mind.asq": {"1": "yes", "2": "no", "3": "no", "4": "no", "5": "yes"}}, revision=0)
    alert = SafetyAlert.objects.get()
    assert alert.intake_id == intake.pk and fresh(intake).turn == "urgent"


def test_a_decision_that_saw_it_takes_it_off_the_queue() -> None:
    intake = cleared()
    said = AnythingNew.say(planned(intake), NOTHING | {"medicines": "yes"})
    said.request.call_off(staff("nurse"))
    assert fresh(intake).status == "in_review", "the decision had not seen it"
    assert fresh(intake).why.startswith("New before the visit")
    cleared(fresh(intake))
    assert "New before the visit" not in fresh(intake).why


def test_who_is_asked_for_more_already_is_moved_up_and_not_asked_twice() -> None:
    intake = cleared()
    visit = planned(intake)
    first = AnythingNew.say(visit, NOTHING | {"medicines": "yes"})
    second = AnythingNew.say(visit, NOTHING | {"health": "yes"})
    assert second.request is None and intake.requests.count() == 1 and first.request.is_open
    assert fresh(intake).why.startswith("New before the visit: medicines, health")


def test_nothing_new_said_later_does_not_hide_what_no_decision_has_seen() -> None:
    intake = cleared()
    visit = planned(intake)
    first = AnythingNew.say(visit, NOTHING | {"medicines": "yes"})
    last = AnythingNew.say(visit, NOTHING)
    found = Visit.objects.select_related("intake").get(pk=visit.pk)
    standing = news_of([found])[found.pk]
    assert (standing.state, standing.told, standing.said_at) == (NewsState.SOMETHING, (first,), last.at)
    first.request.call_off(staff("nurse"))
    cleared(fresh(intake))
    assert state(visit) == NewsState.NOTHING, "a clinician has decided with it in view"


def test_all_that_no_decision_has_seen_stands_together_and_sure_is_more_than_not_sure() -> None:
    intake = cleared()
    visit = planned(intake)
    AnythingNew.say(visit, NOTHING | {"medicines": "yes", "cold": "unsure"})
    AnythingNew.say(visit, NOTHING | {"health": "unsure", "medicines": "unsure"})
    found = Visit.objects.select_related("intake").get(pk=visit.pk)
    words = in_words(news_of([found])[found.pk].told)
    assert words == "medicines, cold or fever (not sure), health (not sure)"
    assert fresh(intake).why == f"New before the visit: {words}"


def test_what_does_not_open_counts_as_new_and_the_board_stands() -> None:
    intake = cleared()
    visit = planned(intake, days=0.1)
    AnythingNew.say(visit, NOTHING | {"medicines": "yes"})
    other = AnythingNew.say(planned(cleared(), days=0.2), NOTHING | {"health": "yes"})
    Intake.objects.filter(pk=intake.pk).update(wrapped_key=other.intake.wrapped_key)
    assert state(visit) == NewsState.SOMETHING and state(other.visit) == NewsState.SOMETHING
    for role in ("front_desk", "nurse"):
        browser = Client()
        browser.force_login(staff(role))
        assert browser.get(reverse("today")).status_code == 200, role


def test_a_ride_that_differs_is_no_news_once_the_patient_says_that_it_does_not() -> None:
    visit = planned(cleared())
    AnythingNew.say(visit, NOTHING | {"ride": "yes"})
    assert state(visit) == NewsState.SOMETHING
    AnythingNew.say(visit, NOTHING)
    assert state(visit) == NewsState.NOTHING


# The ride


def test_a_ride_that_differs_is_for_staff_to_settle_and_leaves_the_clearance() -> None:
    intake = cleared()
    visit = planned(intake)
    said = AnythingNew.say(visit, NOTHING | {"ride": "unsure"})
    after = fresh(intake)
    assert said.request is None and after.status == "decided"
    found = Visit.objects.select_related("intake").get(pk=visit.pk)
    assert standing_of(found).state == RideState.CHANGED
    assert "the patient says that the ride has changed" in after.why and after.urgency == Urgency.TODAY


def test_an_exception_for_the_ride_ends_with_what_the_patient_says_of_it() -> None:
    intake = cleared()
    visit = provided_for(planned(intake, days=0.1))
    assert not lacks(visit)
    AnythingNew.say(visit, NOTHING | {"ride": "yes"})
    now = Visit.objects.select_related("intake", "course").get(pk=visit.pk)
    assert [lack.name for lack in lacks(now)] == ["ride"]


# The message


def noon(days: int = 0) -> datetime:
    here = timezone.localtime() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(here.date(), time(12)))


@pytest.fixture
def at_noon(monkeypatch: Any) -> datetime:
    now = noon(1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def test_who_has_a_visit_soon_is_asked_once_and_once_more_on_the_last_day(at_noon: datetime, monkeypatch: Any) -> None:
    visit = planned(sent(BY_MAIL), days=2)
    planned(sent(BY_MAIL), days=9)
    planned(filled(BY_MAIL), days=2)
    assert [ask_who_is_due(), ask_who_is_due()] == [1, 0]
    message = Message.objects.get(kind="anything_new")
    assert message.visit_id == visit.pk and message.until == visit.at
    message.intake = visit.intake
    subject, text = message.words()
    assert "/start/back/" in text and "Two minutes" in subject
    later = at_noon + timedelta(days=1, hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert [ask_who_is_due(), ask_who_is_due()] == [1, 0]


def test_nobody_is_asked_at_night_or_after_they_have_said_it(at_noon: datetime, monkeypatch: Any) -> None:
    visit = planned(sent(BY_MAIL))
    monkeypatch.setattr(timezone, "now", lambda: at_noon + timedelta(hours=12))
    assert ask_who_is_due() == 0
    monkeypatch.setattr(timezone, "now", lambda: at_noon)
    AnythingNew.say(visit, NOTHING)
    assert ask_who_is_due() == 0 and not Message.objects.filter(kind="anything_new").exists()


def test_an_answer_or_another_time_calls_off_a_message_that_was_not_sent(at_noon: datetime, monkeypatch: Any) -> None:
    first, second = planned(sent(BY_MAIL)), planned(sent(BY_MAIL))
    ask_who_is_due()
    AnythingNew.say(first, NOTHING)
    monkeypatch.setattr(timezone, "now", lambda: at_noon + timedelta(minutes=1))
    second.refresh_from_db()
    second.move(staff("nurse"), second.at + timedelta(hours=2), "She works.", seen=second.version)
    assert set(Message.objects.filter(kind="anything_new").values_list("state", flat=True)) == {"called_off"}
    assert ask_who_is_due() == 1


def test_who_wants_a_call_is_a_task_for_staff(at_noon: datetime) -> None:
    visit = planned(sent(WELL_MAN))
    assert ask_who_is_due() == 1
    found = Visit.objects.select_related("intake").get(pk=visit.pk)
    standing = news_of([found])[found.pk]
    assert standing.is_lacking and standing.to_call and standing.asked_at is not None
