"""Rides: written down, asked of the driver, answered; what is refused, and what follows in the queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from clinic.roles import Role
from intake.models import (
    DriverLink,
    Intake,
    Message,
    NotAllowed,
    Ride,
    RideConfirmation,
    RidePlan,
    RideState,
    Visit,
    stands_confirmed,
)
from intake.models.ride_answer import asked_of
from intake.models.ride_effects import look_for_silence
from intake.models.ride_state import standing_of
from intake.policy import WAYS_HOME
from intake.triage import Urgency
from tests.intake.filling import sent, staff
from tests.intake.models.test_visits import WHY, day, decided, planned
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db
GOOD = RidePlan(
    way_here="same_person",
    way_home="known_adult_drives",
    name="Ruth Vale",
    phone="+12025550190",
    relationship="sister",
    adult="yes",
    comes_inside="yes",
    accepted="yes",
)
ACCEPTED = ("known_adult_drives", "known_adult_rides_with_me", "medical_transport_with_attendant")


def cleared_visit(ahead: int = 5) -> Visit:
    return planned(ahead, intake=decided(sent(WELL_MAN)))[0]


def written(visit: Visit, plan: RidePlan = GOOD) -> Ride:
    last = Ride.newest(visit)
    return Ride.write(visit, staff("front_desk"), plan, seen=last.number if last else 0)


def asked(visit: Visit, plan: RidePlan = GOOD) -> DriverLink:
    token, _code = written(visit, plan).ask_driver(staff("front_desk"), send=False)
    link = DriverLink.of_token(token)
    assert link is not None
    return link


def answer(link: DriverLink, says: str, words: str = "") -> bool:
    return RideConfirmation.by_driver(link, says, words, asked=asked_of(Visit.objects.get(pk=link.visit_id)))


def now() -> Intake:
    return Intake.objects.get()


def state(visit: Visit) -> RideState:
    return standing_of(Visit.objects.get(pk=visit.pk)).state


def asked_long_ago(visit: Visit) -> None:
    DriverLink.objects.filter(visit=visit).update(made_at=timezone.now() - timedelta(hours=25))


def test_the_driver_says_yes_and_the_ride_stands() -> None:
    visit = cleared_visit()
    assert now().turn == "waiting_ride" and state(visit) == "none"
    link = asked(visit)
    assert state(visit) == "asked" and not stands_confirmed(visit)
    assert answer(link, "yes")
    assert stands_confirmed(visit) and now().turn == "waiting_visit"
    assert not Message.objects.filter(kind="driver_told_patient").exists()


@pytest.mark.parametrize(("says", "told"), [("no", "the driver said no"), ("other_time", "needs another time")])
def test_a_driver_who_cannot_moves_the_patient_up_and_the_patient_is_told(says: str, told: str) -> None:
    visit = cleared_visit()
    link, before = asked(visit), now().urgency_rank
    assert before > -Urgency.TODAY
    answer(link, "yes")
    answer(link, says, "My shift was moved.")
    found = now()
    assert not stands_confirmed(visit) and found.turn == "waiting_ride"
    assert found.urgency_rank == -Urgency.TODAY and told in found.why and "shift" not in found.why
    assert Message.objects.filter(kind="driver_told_patient").count() == 1
    answer(link, "no", "Really not.")
    assert Message.objects.filter(kind="driver_told_patient").count() == 1
    answer(link, "yes")
    assert (now().turn, now().urgency_rank, now().why) == ("waiting_visit", before, found.why.partition("; ")[2])


def test_a_silent_driver_moves_the_patient_up_once() -> None:
    visit = cleared_visit()
    asked(visit)
    assert look_for_silence() == 0
    asked_long_ago(visit)
    assert look_for_silence() == 1
    assert "is silent" in now().why and now().urgency_rank == -Urgency.TODAY
    assert Message.objects.filter(kind="driver_told_patient").count() == 1
    assert look_for_silence() == 0


def test_a_visit_that_comes_near_without_a_ride_is_told_of() -> None:
    visit = cleared_visit(1)
    assert look_for_silence() == 1
    assert "no ride yet" in now().why
    link = asked(visit)
    answer(link, "yes")
    assert "ide" not in now().why.partition(";")[0] and look_for_silence() == 0


def test_a_changed_ride_has_to_be_confirmed_anew_and_its_link_stops() -> None:
    visit = cleared_visit()
    link = asked(visit)
    answer(link, "yes")
    written(visit, replace(GOOD, name="Tom Vale", phone="+12025550191"))
    assert state(visit) == "not_asked" and now().turn == "waiting_ride"
    assert not answer(link, "yes")
    assert Ride.objects.count() == 2


def test_the_same_ride_again_changes_nothing() -> None:
    visit = cleared_visit()
    link = asked(visit)
    answer(link, "yes")
    written(visit)
    assert Ride.objects.count() == 1 and stands_confirmed(visit)


def test_a_visit_that_was_moved_needs_a_new_yes() -> None:
    visit = cleared_visit()
    link = asked(visit)
    read = asked_of(visit)
    answer(link, "yes")
    Visit.objects.get().move(staff("front_desk"), day(6), WHY, seen=1)
    assert state(visit) == "moved" and now().turn == "waiting_ride" and "another time" in now().why
    assert not RideConfirmation.by_driver(link, "yes", "", asked=read)
    assert answer(link, "yes")
    assert stands_confirmed(Visit.objects.get())


@pytest.mark.parametrize("way", [way for way in WAYS_HOME if way not in ACCEPTED] + [""])
def test_a_way_home_that_is_not_accepted_can_be_confirmed_by_nobody(way: str) -> None:
    visit = cleared_visit()
    ride = written(visit, replace(GOOD, way_home=way))
    assert not ride.way_accepted
    with pytest.raises(NotAllowed, match="not accepted"):
        ride.ask_driver(staff("front_desk"), send=False)
    with pytest.raises(NotAllowed, match="not accepted"):
        RideConfirmation.by_phone(ride, staff("physician"), "yes", "She comes.")
    assert not stands_confirmed(visit)


@pytest.mark.parametrize("way", ACCEPTED)
def test_staff_confirm_by_phone_with_the_drivers_words(way: str) -> None:
    visit = cleared_visit()
    ride = written(visit, replace(GOOD, way_home=way))
    with pytest.raises(NotAllowed, match="what the driver said"):
        RideConfirmation.by_phone(ride, staff("front_desk"), "yes", " ")
    given = RideConfirmation.by_phone(ride, staff("front_desk"), "yes", "She comes at two.")
    assert (given.by, given.words) == (staff("front_desk"), "She comes at two.")
    assert stands_confirmed(visit)
    RideConfirmation.by_phone(ride, staff("nurse"), "no", "Her car broke down.")
    assert not stands_confirmed(visit)


@pytest.mark.parametrize(
    "gap", [{"name": ""}, {"phone": ""}, {"adult": "no"}, {"comes_inside": ""}, {"accepted": "no"}], ids=str
)
def test_a_ride_with_a_gap_cannot_be_confirmed(gap: dict[str, str]) -> None:
    ride = written(cleared_visit(), replace(GOOD, **gap))
    assert state(ride.visit) == "gaps"
    with pytest.raises(NotAllowed):
        RideConfirmation.by_phone(ride, staff("nurse"), "yes", "She comes.")


def test_a_form_for_the_ride_begins_with_what_the_patient_said() -> None:
    visit = cleared_visit()
    plan = Ride.to_begin_with(visit)
    assert plan.way_home == WELL_MAN["ride.way_home"] and plan.name == WELL_MAN["ride.name"]
    assert plan.accepted == ""
    written(visit)
    assert Ride.to_begin_with(planned(9, intake=visit.intake)[0]) == GOOD


def test_two_who_change_one_ride_at_once_do_not_overwrite() -> None:
    visit = cleared_visit()
    written(visit)
    with pytest.raises(NotAllowed, match="Somebody changed"):
        Ride.write(visit, staff("nurse"), replace(GOOD, name="Tom"), seen=0)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR, Role.MEDICAL_REVIEWER])
def test_who_meets_no_patients_arranges_no_ride(role: str) -> None:
    visit = cleared_visit()
    ride = written(visit)
    with pytest.raises(NotAllowed):
        Ride.write(visit, staff(role), replace(GOOD, name="Tom"), seen=1)
    with pytest.raises(NotAllowed):
        ride.ask_driver(staff(role), send=False)
    with pytest.raises(NotAllowed):
        RideConfirmation.by_phone(ride, staff(role), "yes", "She comes.")


def test_no_ride_of_a_visit_that_was_cancelled() -> None:
    visit = cleared_visit()
    link = asked(visit)
    visit.cancel(staff("nurse"), WHY, seen=1)
    assert not answer(link, "yes") and DriverLink.of_token("nothing") is None
    with pytest.raises(NotAllowed):
        written(Visit.objects.get(), replace(GOOD, name="Tom"))


def test_a_code_opens_the_same_link_and_guesses_are_counted() -> None:
    visit = cleared_visit()
    _token, code = written(visit).ask_driver(staff("front_desk"), send=False)
    assert len(code) == 9
    found = DriverLink.of_code(code.lower().replace("-", " "), "192.0.2.1")
    assert found is not None and found.visit_id == visit.pk
    for _guess in range(20):
        DriverLink.of_code("AAAA-AAAA", "192.0.2.9")
    assert DriverLink.of_code(code, "192.0.2.9") is None
    assert DriverLink.of_code(code, "192.0.2.1") is not None


def test_the_driver_is_asked_in_a_text_that_names_nobody() -> None:
    visit = cleared_visit()
    token, _code = written(visit).ask_driver(staff("front_desk"), send=True)
    message = Message.objects.get(kind="driver_asked")
    _subject, text = message.words()
    assert token in text and "Vale" not in text and WELL_MAN["about.last_name"] not in text
    assert message.reach_now().phone == GOOD.phone
    written(visit, replace(GOOD, name="Tom Vale"))
    assert Message.objects.get(kind="driver_asked").state == "called_off"


def test_rows_about_a_ride_are_never_changed() -> None:
    visit = cleared_visit()
    answer(asked(visit), "yes", "I bring my dog")
    changes: list[tuple[Any, dict[str, Any]]] = [(Ride, {"way_accepted": False}), (RideConfirmation, {"says": "no"})]
    for model, change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**change)
