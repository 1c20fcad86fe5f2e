"""What is told about a visit: planned, moved, called off, a new sheet; to the patient, and to the driver."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.models import Course, MedicineNote, Message, Ride, RidePlan, Withdrawal
from intake.models.message import State
from tests.intake.filling import sent, staff
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db
BY_MAIL = WELL_MAN | {"about.contact_by": "email", "about.email": "ann@example.org"}
WHY = "She called this morning."


def planned(*days, values=BY_MAIL):
    starts = [timezone.now().replace(microsecond=0) + timedelta(days=each) for each in days]
    return Course.plan(sent(values), staff("nurse"), starts, minutes=105)


def told():
    return [(each.kind, each.state) for each in Message.objects.exclude(kind="received").order_by("number")]


def test_a_series_is_one_message_about_its_first_visit():
    first, *_rest = planned(3, 5, 9)
    message = Message.objects.get(kind="visit_planned")
    assert message.visit == first and "(the first of 3)" in message.words()[1] and message.until == first.at


def test_a_visit_that_is_moved_or_cancelled_is_told_and_what_waited_is_not():
    visit = planned(3)[0]
    visit.move(staff("nurse"), visit.at + timedelta(days=1), WHY, seen=1)
    visit.cancel(staff("nurse"), WHY, seen=2)
    visit.restore(staff("nurse"), WHY, seen=3)
    assert told() == [
        ("visit_planned", "called_off"),
        ("visit_moved", "called_off"),
        ("visit_cancelled", "called_off"),
        ("visit_planned", "waiting"),
    ]
    assert all(WHY not in " ".join(each.words()) for each in Message.objects.all())


def test_what_staff_wrote_about_medicines_is_on_a_new_sheet():
    visit = planned(3)[0]
    MedicineNote.write(visit.course, staff("nurse"), "Take all as always.", seen=0)
    message = Message.objects.get(kind="prep_sheet")
    assert message.visit == visit and "Take all" not in message.words()[1]


def test_who_wants_a_call_is_called_about_a_visit():
    planned(3, values=WELL_MAN | {"about.contact_by": "phone"})
    assert [each.kind for each in Message.objects.to_call()] == ["visit_planned"]


@pytest.mark.parametrize(("reached", "then"), [(True, ["waiting"]), (False, [])])
@pytest.mark.parametrize("by", ["staff", "patient"])
def test_a_driver_who_was_asked_hears_that_it_is_called_off(reached, then, by):
    visit = planned(3)[0]
    plan = RidePlan("same_person", "known_adult_drives", "Ruth", "+12025550190", "sister", "yes", "yes", "", "yes")
    Ride.write(visit, staff("nurse"), plan, seen=0).ask_driver(staff("nurse"), send=True)
    if reached:
        Message.objects.filter(kind="driver_asked").update(state=State.SENT)
    if by == "patient":
        Withdrawal.make(visit.intake)
    else:
        visit.cancel(staff("nurse"), WHY, seen=1)
    found = Message.objects.filter(kind="driver_not_needed")
    assert [each.state for each in found] == then
    assert all(each.reach_now().address == "+12025550190" for each in found)
    assert Message.objects.filter(kind="visit_cancelled").exists() == (by == "staff")
