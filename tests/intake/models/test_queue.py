"""Who is next: the queue in its one order, and the front desk's list in another."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from intake.models import Intake
from intake.models.queue import DESK_ORDER, LISTINGS, NO_VISIT
from intake.questionnaire.mind import Mind as MIND
from intake.triage import Level, Urgency
from tests.intake.filling import filled, sent, staff
from tests.people import COMPLEX, WELL_MAN

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
TO_REVIEW = LISTINGS["to_review"]


def waiting(alert=0, urgency=0, level=0, visit=None, hours=0):
    return Intake.objects.create(
        turn="to_review",
        on_desk_list=True,
        alert_rank=-alert,
        urgency_rank=-urgency,
        level_rank=-level,
        visit_at=NO_VISIT if visit is None else MONDAY + timedelta(days=visit),
        waiting_since=MONDAY - timedelta(hours=hours),
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"alert": 1}, {"urgency": 4, "level": 4, "visit": 0, "hours": 99}),
        ({"urgency": 4}, {"urgency": 3, "level": 4, "visit": 0, "hours": 99}),
        ({"urgency": 2, "level": 4}, {"urgency": 2, "level": 3, "visit": 0, "hours": 99}),
        ({"level": 3, "visit": 1}, {"level": 3, "visit": 2, "hours": 99}),
        ({"level": 3, "visit": 9}, {"level": 3, "visit": None, "hours": 99}),
        ({"hours": 5}, {"hours": 4}),
    ],
)
def test_which_of_two_comes_first(first, second):
    later, sooner = waiting(**second), waiting(**first)
    assert list(Intake.objects.on(TO_REVIEW)) == [sooner, later]


def a_crowd(count):
    luck = random.Random(4)
    for _ in range(count):
        waiting(
            luck.randint(0, 1),
            luck.randint(0, 2),
            luck.randint(0, 2),
            luck.choice([None, 1]),
            luck.randint(0, 1),
        )


def test_page_by_page_everybody_on_the_desks_list_is_met_once_in_order():
    a_crowd(40)
    listed, met, place = Intake.objects.on_desk(), [], None
    while page := list((listed.after_on_desk(place) if place else listed)[:7]):
        met += page
        place = tuple(getattr(page[-1], column) for column in DESK_ORDER)
    assert met == list(listed) and len(met) == 40


def plan_of(query):
    """How the database answers when a sort, which a handful of rows tempts it to, costs too much."""
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    return query.explain()


def test_the_first_page_of_the_desk_is_read_from_its_index():
    plan = plan_of(Intake.objects.on_desk()[:25])
    assert "desk_order" in plan and "Sort" not in plan


def test_who_waits_for_a_clinician():
    begun, _sitting, _token = Intake.start("self")
    draft = filled({"about.first_name": "Ida"})
    danger = filled({"mind.asq": {"1": "yes"}})
    done = sent(WELL_MAN)
    assert set(Intake.objects.waiting()) == {danger, done}
    assert set(Intake.objects.on_desk()) == {draft, done}
    assert begun.visit is None and begun.worst is None and begun.why == ""


def test_a_flag_moves_nobody_on_the_front_desks_list():
    first = sent(WELL_MAN | {"about.first_name": "First"})
    second = sent(WELL_MAN | {"about.first_name": "Second", "body.systolic": 250})
    danger = filled({"about.first_name": "Third", "mind.harm_others": "yes"})
    assert list(Intake.objects.on_desk().filter(status="sent")) == [first, second]
    assert danger in Intake.objects.on_desk()
    assert not set(DESK_ORDER) & {"alert_rank", "urgency_rank", "level_rank"}


def test_opening_a_sent_form_first_begins_its_review():
    intake = sent(WELL_MAN)
    intake.take_up(staff("nurse"))
    intake.take_up(staff("physician"))
    kept = Intake.objects.get()
    assert kept.status == intake.status == "in_review" and kept.in_queue


def test_sending_does_not_lower_the_place_of_an_alert_that_was_taken_back():
    """Thoughts of suicide now, then *no* to all, then sent: the open alert still stands as urgent as it was raised."""
    intake = filled(WELL_MAN)
    saved = intake.save_section(MIND, {"mind.asq": {"1": "yes", "5": "yes"}}, revision=1)
    intake.save_section(MIND, {"mind.asq": WELL_MAN["mind.asq"]}, revision=saved.revision)
    intake.submit()
    kept = Intake.objects.get()
    assert kept.alerts_open == 1 and not kept.flags.filter(safety=True).exists()
    assert (kept.urgency, kept.worst) == (Urgency.NOW, Level.STOP)
    intake.alerts.get().close(staff("nurse"), "assessed", "Spoke with the patient; no thoughts now.")
    kept = Intake.objects.get()
    assert kept.in_queue and kept.alert_rank == 0
    assert (kept.urgency, kept.worst) == (None, None)


def test_when_the_gravest_alert_is_closed_the_place_is_that_of_what_is_left():
    filled({"mind.asq": {"1": "yes"}, "mind.harm_others": "yes"})
    kept = Intake.objects.get()
    assert kept.urgency is Urgency.NOW
    kept.alerts.most_pressing_first().first().close(staff("nurse"), "assessed", "Spoke with the patient at length.")
    assert Intake.objects.get().urgency is Urgency.TODAY


def test_when_all_alerts_are_closed_the_place_is_that_of_the_flags():
    intake = sent(COMPLEX)
    for alert in intake.alerts.all():
        alert.close(staff("physician"), "assessed", "Spoke with the patient at length.")
    flags = list(intake.flags.all())
    kept = Intake.objects.get()
    assert kept.urgency == max(flag.urgency for flag in flags) and kept.worst == max(flag.level for flag in flags)
