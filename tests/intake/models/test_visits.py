"""Visits: planned one by one or as a series, moved, cancelled, missed; never without a row that says who and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from clinic.roles import Role
from intake.models import (
    Changed,
    Course,
    Intake,
    Matching,
    MedicineNote,
    NotAllowed,
    Proposal,
    Submission,
    Visit,
    VisitChange,
    VisitStatus,
)
from intake.models.lacking import lacks
from intake.models.patient import told_by
from intake.models.queue import NO_VISIT
from intake.models.visit import midnight, settle_next_visit
from intake.models.visit_status import VISIT_ACTS
from tests.intake.filling import filled, sent, staff
from tests.intake.readying import cleared, planned_soon, provided_for
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db
WHY = "She called: the train is cancelled."
NOON = timedelta(hours=12)


def day(ahead: int) -> datetime:
    """Noon of a day to come, or of one that is over."""
    return midnight(timezone.localdate() + timedelta(days=ahead)) + NOON


def planned(*ahead: int, intake: Intake | None = None, by: str = "front_desk") -> list[Visit]:
    return Course.plan(intake or sent(WELL_MAN), staff(by), [day(each) for each in ahead], minutes=105)


def over(visit: Visit, since: timedelta = timedelta(hours=1)) -> Visit:
    """The same visit, as if it should have begun so long ago."""
    gone = timezone.now() - since
    VisitChange.objects.create(
        visit=visit,
        intake=visit.intake,
        number=visit.version + 1,
        act="move",
        by=staff("front_desk"),
        at=timezone.now(),
        from_status=visit.status,
        to_status=visit.status,
        from_time=visit.at,
        to_time=gone,
        why=WHY,
    )
    Visit.objects.filter(pk=visit.pk).update(
        at=gone, ready_at=gone + timedelta(minutes=105), version=visit.version + 1
    )
    return Visit.objects.get(pk=visit.pk)


def test_a_series_is_one_course_with_a_row_for_each_visit() -> None:
    visits = planned(3, 5, 8)
    assert [visit.number for visit in visits] == [1, 2, 3]
    assert len({visit.course_id for visit in visits}) == 1
    assert {visit.length for visit in visits} == {timedelta(minutes=105)}
    rows = VisitChange.objects.order_by("to_time")
    assert [(row.act, row.number, row.to_status, row.by.role) for row in rows if row.by] == [
        ("plan", 1, "planned", "front_desk")
    ] * 3


def test_later_visits_go_on_with_the_course_unless_a_new_one_begins() -> None:
    intake = sent(WELL_MAN)
    planned(3, intake=intake)
    assert planned(5, intake=intake)[0].number == 2
    begun = Course.plan(intake, staff("nurse"), [day(30)], minutes=105, new=True)[0]
    assert (begun.number, begun.course.number) == (1, 2)


def test_a_course_is_the_patients_once_the_form_was_matched() -> None:
    visit = planned(3)[0]
    assert visit.course.patient is None
    made = Matching.make(visit.intake, staff("nurse"), told_by(visit.intake))
    assert Course.objects.get().patient == made.patient


def test_the_queue_knows_an_intake_by_its_next_visit() -> None:
    first, second = planned(3, 5)
    assert Intake.objects.get().visit_at == first.at
    first.cancel(staff("front_desk"), WHY, seen=1)
    assert Intake.objects.get().visit_at == second.at
    second.move(staff("nurse"), day(9), WHY, seen=1)
    assert Intake.objects.get().visit_at == day(9)
    second.cancel(staff("nurse"), WHY, seen=2)
    assert Intake.objects.get().visit_at == NO_VISIT


def test_a_visit_that_is_over_makes_room_for_the_next() -> None:
    first, second = planned(3, 5)
    over(first, timedelta(days=1))
    with transaction.atomic():
        settle_next_visit(first.intake._locked())
    assert Intake.objects.get().visit_at == second.at
    assert list(Visit.objects.left_open(timezone.localdate())) == [first]


@pytest.mark.parametrize(
    ("ahead", "said"),
    [((-1,), "is over"), ((800,), "two years"), ((3, 3), "before the one before"), ((), "from 1 to")],
)
def test_a_time_that_cannot_be_is_refused_and_nothing_is_planned(ahead: tuple[int, ...], said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        planned(*ahead)
    assert not Visit.objects.exists() and not Course.objects.exists()


def test_a_patient_has_one_visit_at_a_time() -> None:
    intake = sent(WELL_MAN)
    first = planned(3, intake=intake)[0]
    with pytest.raises(NotAllowed, match="has a visit already"):
        Course.plan(intake, staff("nurse"), [first.at + timedelta(minutes=30)], minutes=60)
    first.cancel(staff("nurse"), WHY, seen=1)
    assert planned(3, intake=intake)


def test_the_same_press_twice_plans_once() -> None:
    intake = sent(WELL_MAN)
    assert [each.pk for each in planned(3, 5, intake=intake)] == [each.pk for each in planned(3, 5, intake=intake)]
    assert Visit.objects.count() == 2


def test_a_visit_can_be_planned_before_the_form_is_sent_and_lacks_a_clearance() -> None:
    visit = planned(3, intake=filled(WELL_MAN))[0]
    assert (lacks(visit)[0].name, str(lacks(visit)[0].words)) == ("clearance", "The form is not sent yet")


@pytest.mark.parametrize("status", ["withdrawn", "abandoned"])
def test_nothing_is_planned_on_a_form_that_was_let_go(status: str) -> None:
    intake = sent(WELL_MAN)
    Intake.objects.filter(pk=intake.pk).update(status=status)
    with pytest.raises(NotAllowed):
        planned(3, intake=intake)


def decided(intake: Intake, outcome: str = "cleared", days: int | None = None) -> Intake:
    until = timezone.localdate() + timedelta(days=days) if days else None
    proposal = Proposal(outcome, "Fit for it.", until=until, aware=True)
    intake.decide(staff("physician"), proposal, on=Submission.newest(intake).pk)  # type: ignore[union-attr]
    return intake


def test_a_clearance_that_stands_is_not_lacking() -> None:
    intake = decided(sent(WELL_MAN))
    assert "clearance" not in {lack.name for lack in lacks(planned(3, intake=intake)[0])}


@pytest.mark.parametrize(
    ("outcome", "days", "ahead", "said"),
    [
        ("not_suitable", None, 3, "Not suitable"),
        ("deferred", 9, 3, "Deferred until a date"),
        ("cleared", None, 91, "The clearance lapses before this visit"),
    ],
)
def test_a_decision_that_does_not_clear_that_day_is_lacking(
    outcome: str, days: int | None, ahead: int, said: str
) -> None:
    visit = planned(ahead, intake=decided(sent(WELL_MAN), outcome, days))[0]
    lack = lacks(visit)[0]
    assert str(lack.words) == said
    assert "clinicians" in str(lack.neutral) and said not in str(lack.neutral)


def test_a_move_keeps_the_length_and_both_times() -> None:
    visit = planned(3)[0]
    visit.move(staff("nurse"), day(4), WHY, seen=1)
    kept = Visit.objects.get()
    assert (kept.at, kept.length, kept.version) == (day(4), timedelta(minutes=105), 2)
    row = VisitChange.objects.get(number=2)
    assert (row.from_time, row.to_time, row.why, row.is_moved) == (day(3), day(4), WHY, True)


def test_two_who_move_the_same_visit_are_shown_both() -> None:
    visit = planned(3)[0]
    mine = Visit.objects.get()
    visit.move(staff("front_desk"), day(4), WHY, seen=1)
    with pytest.raises(Changed) as refused:
        mine.move(staff("front_desk"), day(6), "He asked for Monday.", seen=1)
    assert WHY in refused.value.theirs.words and "He asked for Monday." in refused.value.yours.words
    assert f"{day(6):%d}".lstrip("0") in refused.value.yours.words
    assert Visit.objects.get().at == day(4)
    mine.move(staff("front_desk"), day(6), "He asked for Monday.", seen=2)
    assert Visit.objects.get().at == day(6)


def test_what_a_clinician_wrote_is_not_for_the_front_desk() -> None:
    visit = planned(3)[0]
    mine = Visit.objects.get()
    visit.cancel(staff("nurse"), "Blood pressure too high.", seen=1)
    row = VisitChange.objects.get(number=2)
    assert row.why_for(Role.PHYSICIAN) == "Blood pressure too high."
    assert row.why_for(Role.FRONT_DESK) == ""
    with pytest.raises(Changed) as refused:
        mine.move(staff("front_desk"), day(6), WHY, seen=1)
    assert "pressure" not in refused.value.theirs.words


def test_a_step_without_a_reason_is_refused() -> None:
    visit = planned(3)[0]
    with pytest.raises(NotAllowed, match="Say why"):
        visit.cancel(staff("nurse"), "  ", seen=1)
    assert Visit.objects.get().status == "planned"


def test_nobody_is_missed_before_the_visit_begins() -> None:
    visit = planned(3)[0]
    with pytest.raises(NotAllowed, match="not begun yet"):
        visit.miss(staff("nurse"), WHY, seen=1)
    gone = over(visit)
    gone.miss(staff("nurse"), WHY, seen=gone.version)
    assert Visit.objects.get().status == "missed"


def test_a_visit_cancelled_by_mistake_comes_back_unless_another_took_its_time() -> None:
    visit = planned(3)[0]
    visit.cancel(staff("nurse"), WHY, seen=1)
    visit.restore(staff("nurse"), "The wrong patient.", seen=2)
    assert Visit.objects.get().status == "planned"
    visit.cancel(staff("nurse"), WHY, seen=3)
    planned(3, intake=visit.intake)
    with pytest.raises(NotAllowed, match="has a visit already"):
        visit.restore(staff("nurse"), "The wrong patient.", seen=4)


def test_the_database_takes_no_step_without_its_row() -> None:
    visit = planned(3)[0]
    for change in ({"status": "ready"}, {"at": day(4)}, {"version": 2}, {"status": "done", "version": 2}):
        with pytest.raises(DatabaseError, match="only with a row|only when nothing|only after"), transaction.atomic():
            Visit.objects.filter(pk=visit.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        visit.delete()
    assert Visit.objects.get().status == "planned"


def put(visit: Visit, status: str) -> Visit:
    """The visit, there by the steps of the table."""
    ways = {"ready": ["make ready"], "done": ["make ready", "discharge"], "cancelled": ["cancel"], "missed": ["miss"]}
    for name in ways.get(status, []):
        if name == "make ready":
            provided_for(visit)
        visit.step(name, staff("nurse"), why=WHY)
    return visit


@pytest.mark.parametrize("status", VisitStatus)
def test_every_act_is_done_by_whom_and_when_the_table_says_and_by_nobody_else(status: str) -> None:
    visit = put(planned_soon(cleared()), status)
    assert visit.status == status
    provided_for(visit)
    for act in (each for each in VISIT_ACTS if each.end and each.start):
        for who in (*Role, None):
            expected = act.is_for(who or "Clearway") and act.is_possible(status)
            assert _is_done(act.name, visit.pk, who) == (act.end if expected else None), f"{who}: {act.name}"


def _is_done(name: str, pk: Any, who: str | None) -> str | None:
    """Where the step led; whatever it did is undone."""
    led: str | None = None
    with transaction.atomic():
        visit = Visit.objects.select_related("intake").get(pk=pk)
        try:
            visit.step(name, staff(who) if who else None, why=WHY, at=day(9) if name == "move" else None)
            led = str(Visit.objects.get(pk=pk).status)
        except NotAllowed:
            pass
        transaction.set_rollback(True)
    return led


def test_what_is_written_about_medicines_is_kept_in_every_wording() -> None:
    course = planned(3)[0].course
    first = MedicineNote.write(course, staff("nurse"), "Take all as always.", seen=0)
    assert MedicineNote.write(course, staff("nurse"), "Take all as always.", seen=0) == first
    with pytest.raises(Changed) as refused:
        MedicineNote.write(course, staff("physician"), "Bring them along.", seen=0)
    assert refused.value.theirs.words == "Take all as always."
    MedicineNote.write(course, staff("physician"), "Bring them along.", seen=1)
    assert MedicineNote.newest(course).text == "Bring them along."  # type: ignore[union-attr]
    with pytest.raises(NotAllowed):
        MedicineNote.write(course, staff("front_desk"), "Stop all.", seen=2)
    assert MedicineNote.objects.count() == 2
