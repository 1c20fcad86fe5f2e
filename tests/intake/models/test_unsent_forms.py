"""Unsent forms: reminded once a day for three days, closed after fourteen; what was told stays, and so do alerts."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from clinic.start import HOURLY
from intake.models import Abandonment, Course, Intake, Message, Reminder, SafetyAlert, Status, Withdrawal
from intake.questionnaire import section_called
from tests.intake.filling import filled, sent, staff
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db
ABOUT = {code: value for code, value in WELL_MAN.items() if code.startswith("about.")}
BY_MAIL = ABOUT | {"about.contact_by": "email", "about.email": "ann@example.org"}
DANGER = {"mind.asq": {"1": "yes"}}
NOON = timezone.make_aware(datetime(2027, 3, 1, 12))


@pytest.fixture
def at(monkeypatch):
    """Sets the clock: so many days after the form was begun at noon."""
    return lambda days, hours=0: monkeypatch.setattr(
        timezone, "now", lambda: NOON + timedelta(days=days, hours=hours)
    )


def begun(values):
    """A form, begun now."""
    intake = filled(values)
    Intake.objects.filter(pk=intake.pk).update(created_at=timezone.now())
    return intake


def hourly():
    out = StringIO()
    call_command("look_after_drafts", stdout=out)
    return out.getvalue()


def status():
    return Intake.objects.get().status


def test_it_runs_every_hour():
    assert "look_after_drafts" in HOURLY


def test_who_left_an_address_is_reminded_once_a_day_for_three_days_and_then_let_be(at):
    at(0)
    begun(BY_MAIL)
    assert "0 reminded" in hourly(), "nobody is reminded of what they have just begun"
    for day in (1, 2, 3):
        at(day, 1)
        assert "1 reminded" in hourly() and "0 reminded" in hourly()
    for day in (4, 5, 9):
        at(day, 1)
        assert "0 reminded" in hourly()
    assert Reminder.objects.count() == Message.objects.filter(kind="draft_reminder").count() == 3
    subject, text = Message.objects.first().words()
    assert "not sent yet" in subject and "/start/back/" in text


@pytest.mark.parametrize("hour", [-4, 6, 13])
def test_nobody_is_written_to_at_night(at, hour):
    at(0)
    begun(BY_MAIL)
    at(2, hour)
    assert "0 reminded" in hourly()


@pytest.mark.parametrize(
    "told",
    [
        {"about.contact_by": "phone"},
        {"about.contact_by": "none"},
        {"about.contact_by": None},
        {"about.contact_by": "email", "about.email": None, "about.phone": None},
    ],
)
def test_who_allowed_no_message_gets_none_and_nobody_is_told_to_call(at, told):
    at(0)
    begun({code: value for code, value in (BY_MAIL | told).items() if value is not None})
    at(1, 1)
    assert "0 reminded" in hourly()
    assert not Message.objects.exists() and not Reminder.objects.exists()


def test_who_goes_on_writing_is_not_reminded_that_day(at):
    at(0)
    intake = begun(BY_MAIL)
    at(1)
    intake.save_section(section_called("heart"), {"heart.clot": "no"}, revision=0)
    at(1, 2)
    assert "0 reminded" in hourly()
    at(2, 1)
    assert "1 reminded" in hourly()


def test_who_told_of_danger_is_called_and_not_reminded(at):
    at(0)
    begun(BY_MAIL | DANGER)
    at(1, 1)
    assert "0 reminded" in hourly()


def test_a_reminder_that_waits_is_not_needed_once_the_form_is_sent(at):
    at(0)
    intake = begun(WELL_MAN | BY_MAIL)
    at(1, 1)
    hourly()
    intake.submit()
    assert Message.objects.get(kind="draft_reminder").state == "called_off"


@pytest.mark.parametrize(("days", "then"), [(13.9, Status.DRAFT), (14, Status.ABANDONED)])
def test_after_fourteen_days_it_is_closed_and_nothing_is_deleted(at, days, then):
    at(0)
    intake = begun(BY_MAIL)
    at(days)
    hourly()
    assert status() == then
    assert Intake.objects.get().answers() == intake.answers() != {}


def test_who_wrote_on_the_tenth_day_has_fourteen_more(at):
    at(0)
    intake = begun(BY_MAIL)
    at(10)
    intake.save_section(section_called("heart"), {"heart.clot": "no"}, revision=0)
    at(20)
    assert "0 forms closed" in hourly()
    at(24)
    assert "1 forms closed" in hourly()
    assert Abandonment.objects.get().last_touched_at == NOON + timedelta(days=10)


def test_a_closed_form_is_open_in_no_browser_and_is_not_sent(at):
    at(0)
    intake = begun(BY_MAIL)
    at(15)
    hourly()
    assert not intake.sittings.filter(ended_at=None).exists()
    assert Intake.come_back(intake.reference, "ABCDEFGH") is None


def test_a_safety_alert_of_a_closed_form_stays_open_and_urgent(at):
    at(0)
    begun(BY_MAIL | DANGER)
    at(15)
    hourly()
    intake = Intake.objects.get()
    assert (intake.status, intake.turn) == (Status.ABANDONED, "urgent")
    assert SafetyAlert.objects.open().exists()


def test_a_form_that_a_visit_ahead_needs_stays_open(at):
    at(0)
    intake = begun(BY_MAIL)
    Course.plan(intake, staff("nurse"), [NOON + timedelta(days=30)], minutes=60)
    at(20)
    assert "0 forms closed" in hourly()


def test_forms_that_were_sent_or_withdrawn_are_left_alone(at):
    at(0)
    sent(WELL_MAN)
    Withdrawal.make(begun(BY_MAIL))
    at(20)
    assert "0 forms closed" in hourly()
