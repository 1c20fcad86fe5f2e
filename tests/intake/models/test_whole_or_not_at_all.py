"""An act is whole or not at all, also when many press at once; each test on a database of its own, commits real."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection

from clinic.errors import NotWrittenDown
from clinic.models import Event
from intake.models import Draft, Flag, Intake, Reopening, SafetyAlert, Sitting, Submission, Triage
from intake.questionnaire import section_called
from tests.intake.filling import filled, staff
from tests.people import COMPLEX, WELL_MAN

HEART, MIND = section_called("heart"), section_called("mind")


def at_once(press, times):
    """Presses from so many browsers at the same time; what each was told."""

    def alone(number):
        try:
            return press(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as browsers:
        return list(browsers.map(alone, range(times)))


def test_twenty_presses_at_once_are_one_submission(fresh_database):
    intake = filled(WELL_MAN)
    receipts = at_once(lambda _number: Intake.objects.get(pk=intake.pk).submit().pk, 20)
    assert set(receipts) == {Submission.objects.get().pk}
    assert Triage.objects.count() == 1
    assert Event.objects.filter(action="intake.sent").count() == 1


def test_tabs_that_save_at_once_lose_no_answer(fresh_database):
    intake, _sitting, _token = Intake.start("self")
    questions = [question.code for question in HEART.questions[:12]]

    def press(number):
        return Intake.objects.get(pk=intake.pk).save_section(HEART, {questions[number]: "no"}, revision=0)

    assert not any(saved.conflicts for saved in at_once(press, 12))
    assert Intake.objects.get().answers() == dict.fromkeys(questions, "no")
    assert Draft.objects.get().revision == 12


def test_one_dangerous_answer_saved_by_many_tabs_at_once_is_one_alert(fresh_database):
    intake, _sitting, _token = Intake.start("self")
    answer = {"mind.asq": {"1": "yes"}}
    at_once(lambda _number: Intake.objects.get(pk=intake.pk).save_section(MIND, answer, revision=0), 8)
    assert SafetyAlert.objects.count() == Intake.objects.get().alerts_open == 1


def test_a_code_typed_in_many_browsers_at_once_lets_one_in(fresh_database):
    intake, _sitting, _token = Intake.start("self")
    code = intake.reopen(staff("front_desk"), "document")
    begun = at_once(lambda _number: Intake.come_back(intake.reference, code), 8)
    assert sum(found is not None for found in begun) == 1
    assert Sitting.objects.open().count() == 1


def test_no_more_than_five_tries_are_had_at_once(fresh_database):
    intake, _sitting, _token = Intake.start("self")
    code = intake.reopen(staff("front_desk"), "document")
    assert at_once(lambda _number: Intake.come_back(intake.reference, "2222-2222"), 9) == [None] * 9
    assert Reopening.objects.get().tries == 5
    assert Intake.come_back(intake.reference, code) is None


def test_a_save_that_fails_half_way_leaves_nothing(fresh_database):
    """At every statement of a save in turn, the database gives up."""
    intake = filled({code: value for code, value in WELL_MAN.items() if not code.startswith("mind.")})
    before = (Event.objects.count(), Draft.objects.count())
    for number in range(1, 20):
        try:
            with connection.execute_wrapper(FailAt(number)):
                Intake.objects.get(pk=intake.pk).save_section(MIND, {"mind.asq": {"1": "yes"}}, revision=0)
        except (DatabaseError, NotWrittenDown):
            kept = Intake.objects.get(pk=intake.pk)
            assert (Event.objects.count(), Draft.objects.count()) == before, number
            assert "mind.asq" not in kept.answers() and not kept.in_queue
            assert not SafetyAlert.objects.exists()
        else:
            assert number > 5
            return
    pytest.fail("no save went through")


def test_sending_that_fails_half_way_leaves_a_draft(fresh_database):
    """At every statement of sending in turn, the database gives up."""
    intake = filled(COMPLEX)
    events = Event.objects.count()
    for number in range(1, 30):
        try:
            with connection.execute_wrapper(FailAt(number)):
                Intake.objects.get(pk=intake.pk).submit()
        except (DatabaseError, NotWrittenDown):
            assert Intake.objects.get().status == "draft"
            assert not (Submission.objects.exists() or Triage.objects.exists() or Flag.objects.exists())
            assert Event.objects.count() == events
        else:
            assert number > 6
            return
    pytest.fail("no sending went through")


class FailAt:
    """Fails at the n-th statement, before it runs."""

    def __init__(self, number):
        self.left = number

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if not self.left:
            raise DatabaseError("the database went away")
        return execute(sql, params, many, context)
