"""The way into an intake: one browser, twenty minutes without a press, and a code from staff."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from clinic.models import Event
from intake.models import HowChecked, Intake, NotAllowed, NotOpen, Reopening, Sitting
from tests.intake.filling import sent, staff
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db


def begun():
    return Intake.start("self")


def test_the_browsers_token_opens_its_intake_and_is_not_kept():
    intake, sitting, token = begun()
    assert Sitting.of(token).intake == intake
    assert token not in str(Sitting.objects.values()) and len(token) >= 40
    assert Sitting.of("") is None and Sitting.of(sitting.token_hash) is None


@pytest.mark.parametrize(
    ("started", "seen", "is_open"),
    [
        (timedelta(minutes=19, seconds=59), timedelta(minutes=19, seconds=59), True),
        (timedelta(hours=3, minutes=59), timedelta(minutes=3), True),
        (timedelta(hours=1), timedelta(minutes=20, seconds=1), False),
        (timedelta(hours=4, seconds=1), timedelta(minutes=3), False),
    ],
)
def test_a_sitting_ends_after_20_idle_minutes_and_after_4_hours_in_all(started, seen, is_open):
    _intake, _sitting, token = begun()
    now = timezone.now()
    Sitting.objects.update(started_at=now - started, last_seen_at=now - seen)
    assert (Sitting.of(token) is not None) is is_open


def test_pressing_counts_as_activity():
    _intake, _sitting, token = begun()
    Sitting.objects.update(last_seen_at=timezone.now() - timedelta(minutes=15))
    Sitting.of(token).notice()
    assert timezone.now() - Sitting.objects.get().last_seen_at < timedelta(minutes=1)


def test_a_browser_that_begins_another_intake_leaves_the_first():
    _intake, _sitting, token = begun()
    request = RequestFactory().post("/start/")
    request.sitting = Sitting.of(token)
    second, _other, other_token = Intake.start("other", request)
    assert Sitting.of(token) is None and Sitting.of(other_token).intake == second


def test_a_patient_comes_back_with_the_code_from_staff_once():
    intake, sitting, token = begun()
    code = intake.reopen(staff("front_desk"), "document")
    begun_again, new_token = Intake.come_back(f" {intake.reference.lower()} ", code.lower().replace("-", " "))
    assert Sitting.of(new_token).intake == intake and begun_again != sitting
    assert Sitting.of(token) is None
    assert Intake.come_back(intake.reference, code) is None
    assert [event.action for event in Event.objects.about(intake)][-3:] == [
        "intake.reopened",
        "intake.came_back",
        "intake.code_refused",
    ]


def test_five_wrong_codes_use_up_the_right_one():
    intake, _sitting, _token = begun()
    code = intake.reopen(staff("nurse"), "call")
    assert [
        Intake.come_back(intake.reference, wrong) for wrong in ("", "2222-2222", "é" * 8, "x", code[:-1])
    ] == [None] * 5
    assert Intake.come_back(intake.reference, code) is None


def test_four_wrong_codes_do_not():
    intake, _sitting, _token = begun()
    code = intake.reopen(staff("nurse"), "call")
    for _ in range(4):
        Intake.come_back(intake.reference, "2222-2222")
    assert Intake.come_back(intake.reference, code) is not None


def test_a_code_works_for_30_minutes_and_a_newer_one_replaces_it():
    intake, _sitting, _token = begun()
    first = intake.reopen(staff("nurse"), "known")
    second = intake.reopen(staff("nurse"), "known")
    assert Intake.come_back(intake.reference, first) is None
    Reopening.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Intake.come_back(intake.reference, second) is None


def test_a_code_is_for_one_intake_and_is_not_kept():
    intake, _sitting, _token = begun()
    other, _sitting, _token = begun()
    code = intake.reopen(staff("nurse"), "document")
    other.reopen(staff("nurse"), "document")
    assert Intake.come_back(other.reference, code) is None
    kept = str(list(Reopening.objects.values()))
    assert code not in kept and code.replace("-", "") not in kept


def test_a_form_that_was_sent_is_not_opened_again():
    intake = sent(WELL_MAN)
    with pytest.raises(NotOpen):
        intake.reopen(staff("front_desk"), "document")
    assert Intake.come_back(intake.reference, "2222-2222") is None


def test_staff_say_how_they_made_sure_who_asks():
    intake, _sitting, _token = begun()
    with pytest.raises(NotAllowed):
        intake.reopen(staff("front_desk"), "")
    intake.reopen(staff("front_desk"), HowChecked.CALL)
    assert Event.objects.about(intake).last().detail == "identity: call"


@pytest.mark.parametrize("typed", ["", "K7QF", "ZZZZ-ZZZZ", "' OR 1=1 --", "K7QF-3M2X" * 9])
def test_a_reference_that_nobody_has_opens_nothing(typed):
    assert Intake.come_back(typed, "2222-2222") is None
