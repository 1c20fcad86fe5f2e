"""The clocks of a safety alert: what is due next, and when, to the minute."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.models import Staff
from intake.models import (
    CallResult,
    Intake,
    NotAllowed,
    SafetyAlert,
    SafetyAssessment,
    SafetyCall,
    SafetyHandOver,
)
from intake.models.clock import Step, clock_of, clocks_of, span
from intake.models.warning import what_to_warn_of
from intake.questionnaire import section_called
from tests.intake.filling import filled, staff

pytestmark = pytest.mark.django_db
NOW_ = {"mind.asq": {"1": "yes", "5": "yes"}}
TODAY = {"mind.phq9": {"9": "1"}}
DECLINED = {"mind.harm_others": "rather_not_say"}
NOTE = "Spoke with the patient on the phone; sister is with her."
SECOND = timedelta(seconds=1)


def raised(answers):
    filled(answers)
    return found()


def found():
    return SafetyAlert.objects.with_steps().most_pressing_first().first()


@pytest.mark.parametrize(
    ("answers", "look", "call"), [(NOW_, 5, 15), (TODAY, 30, 240), (DECLINED, 480, 1440)]
)
def test_how_fast_depends_on_what_was_told(answers, look, call):
    alert = raised(answers)
    first = clock_of(alert, alert.raised_at)
    assert (first.step, first.due) == (Step.LOOK, alert.raised_at + timedelta(minutes=look))
    alert.acknowledge(staff("nurse"))
    second = clock_of(found(), alert.raised_at)
    assert (second.step, second.due) == (Step.CALL, alert.raised_at + timedelta(minutes=call))


def test_a_step_is_overdue_from_the_second_after_it_was_due():
    alert = raised(NOW_)
    due = alert.raised_at + timedelta(minutes=5)
    in_time, late = clock_of(alert, due), clock_of(alert, due + SECOND)
    assert not in_time.is_overdue and in_time.overdue_by == timedelta()
    assert late.is_overdue and late.overdue_by == SECOND


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 min"),
        (59, "1 min"),
        (60, "1 min"),
        (119, "1 min"),
        (3599, "59 min"),
        (3600, "1 h 0 min"),
        (86399, "23 h 59 min"),
        (86400, "1 d 0 h"),
        (183600, "2 d 3 h"),
    ],
)
def test_how_long_in_words(seconds, words):
    assert span(timedelta(seconds=seconds)) == words


def test_the_step_that_is_due_first_comes_first():
    """A call that was tried before anybody took the alert on leaves both clocks running."""
    alert = raised(TODAY)
    soon = timezone.now() + timedelta(minutes=10)
    alert.log_call(staff("nurse"), CallResult.NO_ANSWER, next_try_at=soon)
    alert = found()
    assert {clock.step for clock in clocks_of(alert, soon)} == {Step.LOOK, Step.CALL_AGAIN}
    assert clock_of(alert, soon).step == Step.CALL_AGAIN and clock_of(alert, soon).due == soon


def test_who_was_not_reached_is_called_again_until_reached():
    alert = raised(NOW_)
    alert.acknowledge(staff("nurse"))
    first = timezone.now() + timedelta(minutes=15)
    alert.log_call(staff("nurse"), CallResult.NO_ANSWER, next_try_at=first)
    assert clock_of(found(), first).due == first
    second = first + timedelta(minutes=15)
    alert.log_call(staff("nurse"), CallResult.NO_MESSAGE, next_try_at=second)
    assert clock_of(found(), first).due == second
    alert.log_call(staff("nurse"), CallResult.REACHED, NOTE)
    assert clock_of(found(), second) is None


def test_a_hand_over_runs_a_clock_of_its_own_until_it_is_taken_on():
    alert = raised(NOW_)
    alert.acknowledge(staff("nurse"))
    alert.log_call(staff("nurse"), CallResult.REACHED, NOTE)
    given = alert.hand_over(staff("nurse"), staff("physician"), NOTE)
    clock = clock_of(found(), given.at)
    assert (clock.step, clock.due) == (Step.TAKE_OVER, given.at + timedelta(minutes=5))
    found().acknowledge(staff("physician"))
    assert clock_of(found(), given.at) is None


def test_no_clock_runs_on_a_closed_alert():
    alert = raised(NOW_)
    alert.close(staff("nurse"), "assessed", NOTE)
    assert clock_of(found(), timezone.now() + timedelta(days=1)) is None


def test_an_alert_is_nobodys_until_it_is_taken_on_by_name_and_again_when_handed_over():
    alert = raised(NOW_)

    def nobodys():
        return len(what_to_warn_of().alerts)

    assert nobodys() == 1
    alert.acknowledge(staff("nurse"))
    assert nobodys() == 0
    alert.hand_over(staff("nurse"), staff("physician"))
    assert nobodys() == 1
    found().acknowledge(staff("physician"))
    assert nobodys() == 0
    alert.hand_over(staff("physician"), staff("nurse"))
    assert nobodys() == 1
    found().close(staff("nurse"), "assessed", NOTE)
    assert nobodys() == 0


def test_each_step_is_kept_by_name_and_time_and_sealed():
    alert = raised(NOW_)
    nurse, physician = staff("nurse"), staff("physician")
    soon = timezone.now() + timedelta(minutes=15)
    call = alert.log_call(nurse, CallResult.NO_ANSWER, " Rang eight times. ", next_try_at=soon)
    told = alert.assess(nurse, "ASQ brief assessment", "No plan, no intent", "Safety plan, call tomorrow")
    given = alert.hand_over(nurse, physician, "On shift until 20:00")
    assert (call.by, call.note, call.next_try_at) == (nurse, "Rang eight times.", soon)
    assert told.by == nurse and told.told["result"] == "No plan, no intent"
    assert (given.by, given.to, given.note) == (nurse, physician, "On shift until 20:00")
    assert all(row.sealed for row in (SafetyCall, SafetyAssessment, SafetyHandOver))
    assert Intake.objects.get().alerts_open == 1, "only a disposition closes it"
    acts = [event.action for event in Intake.objects.get().events()][-3:]
    assert acts == ["alert.called", "alert.assessed", "alert.handed_over"]


def refused(act):
    with pytest.raises(NotAllowed):
        act()


def test_a_step_that_does_not_say_enough_is_refused():
    alert, nurse = raised(NOW_), staff("nurse")
    refused(lambda: alert.log_call(nurse, "nonsense"))
    refused(lambda: alert.log_call(nurse, CallResult.NO_ANSWER))
    refused(lambda: alert.log_call(nurse, CallResult.NO_ANSWER, next_try_at=timezone.now()))
    refused(lambda: alert.log_call(nurse, CallResult.NO_ANSWER, next_try_at=timezone.now() + timedelta(days=8)))
    refused(lambda: alert.assess(nurse, "", "No plan", "Safety plan, call tomorrow"))
    refused(lambda: alert.assess(nurse, "ASQ", " ", "Safety plan, call tomorrow"))
    refused(lambda: alert.assess(nurse, "ASQ", "No plan", "plan"))
    refused(lambda: alert.hand_over(nurse, None))
    refused(lambda: alert.hand_over(nurse, nurse))
    refused(lambda: alert.hand_over(nurse, staff("front_desk")))
    physician = staff("physician")
    Staff.objects.filter(pk=physician.pk).update(is_active=False)
    refused(lambda: alert.hand_over(nurse, staff("physician")))
    assert not any(row.objects.exists() for row in (SafetyCall, SafetyAssessment, SafetyHandOver))


def test_nobody_works_on_a_closed_alert_and_nobody_but_a_clinician_on_an_open_one():
    alert, nurse, desk = raised(NOW_), staff("nurse"), staff("front_desk")
    refused(lambda: alert.log_call(desk, CallResult.REACHED))
    refused(lambda: alert.assess(desk, "ASQ", "No plan", "Safety plan, call tomorrow"))
    refused(lambda: alert.hand_over(desk, nurse))
    alert.close(nurse, "assessed", NOTE)
    for act in (
        lambda: alert.acknowledge(nurse),
        lambda: alert.log_call(nurse, CallResult.REACHED),
        lambda: alert.assess(nurse, "ASQ", "No plan", "Safety plan, call tomorrow"),
        lambda: alert.hand_over(nurse, staff("physician")),
    ):
        refused(act)


# What can be said of whom nobody has reached


@pytest.mark.parametrize("kind", ["assessed", "safety_plan"])
@pytest.mark.parametrize("result", [CallResult.NO_ANSWER, CallResult.NO_MESSAGE, CallResult.OTHER_PERSON])
def test_whom_no_noted_call_reached_is_not_said_to_be_assessed(kind, result):
    alert, nurse = raised(NOW_), staff("nurse")
    soon = timezone.now() + timedelta(minutes=15)
    tomorrow = timezone.localdate() + timedelta(days=1)
    alert.log_call(nurse, result, next_try_at=soon)
    with pytest.raises(NotAllowed, match="reached the patient"):
        alert.close(nurse, kind, NOTE, follow_up=tomorrow)
    alert.log_call(nurse, CallResult.REACHED)
    assert alert.close(nurse, kind, NOTE, follow_up=tomorrow).kind == kind


@pytest.mark.parametrize("kind", ["emergency_services", "same_day_evaluation", "not_reached"])
def test_whom_nobody_reached_can_be_cared_for_otherwise(kind):
    alert, nurse = raised(NOW_), staff("nurse")
    alert.log_call(nurse, CallResult.NO_ANSWER, next_try_at=timezone.now() + timedelta(minutes=15))
    assert alert.close(nurse, kind, NOTE).kind == kind


def test_who_was_assessed_in_the_clinic_needs_no_call_that_reached_them():
    alert, nurse = raised(NOW_), staff("nurse")
    alert.log_call(nurse, CallResult.NO_ANSWER, next_try_at=timezone.now() + timedelta(minutes=15))
    alert.assess(nurse, "ASQ brief assessment", "No plan, no intent", "Safety plan, call tomorrow")
    assert alert.close(nurse, "assessed", NOTE).kind == "assessed"


def test_a_call_that_reached_the_patient_counts_for_each_alert_also_once_the_first_is_closed():
    filled(NOW_ | DECLINED)
    nurse, soon = staff("nurse"), timezone.now() + timedelta(minutes=15)
    first, second = SafetyAlert.objects.open().most_pressing_first()[:2]
    for alert in (first, second):
        alert.log_call(nurse, CallResult.NO_ANSWER, next_try_at=soon)
    first.log_call(nurse, CallResult.REACHED)
    assert [alert.close(nurse, "assessed", NOTE).kind for alert in (first, second)] == ["assessed"] * 2


def test_an_assessment_from_before_an_alert_says_nothing_of_it():
    first, nurse = raised(NOW_), staff("nurse")
    first.assess(nurse, "ASQ brief assessment", "No plan, no intent", "Safety plan, call tomorrow")
    first.close(nurse, "assessed", NOTE)
    intake = Intake.objects.get()
    intake.save_section(section_called("mind"), DECLINED, revision=intake.revision_of(section_called("mind")))
    second = SafetyAlert.objects.open().get()
    second.log_call(nurse, CallResult.NO_ANSWER, next_try_at=timezone.now() + timedelta(minutes=15))
    with pytest.raises(NotAllowed, match="reached the patient"):
        second.close(nurse, "assessed", NOTE)


def test_calls_about_an_alert_that_was_closed_say_nothing_of_the_next():
    alert, nurse = raised(NOW_), staff("nurse")
    alert.log_call(nurse, CallResult.NO_ANSWER, next_try_at=timezone.now() + timedelta(minutes=15))
    alert.close(nurse, "not_reached", NOTE)
    intake = Intake.objects.get()
    intake.save_section(section_called("mind"), {"mind.harm_others": "yes"}, revision=intake.revision_of(section_called("mind")))
    assert SafetyAlert.objects.open().get().close(nurse, "assessed", NOTE).kind == "assessed"
