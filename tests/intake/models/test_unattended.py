"""The list of alerts that nobody is dealing with says what the steps of each alert say, whatever is done in what order."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from intake.models import Acknowledgement, Intake, SafetyAlert, UnattendedAlert
from intake.models.refusals import NotAllowed
from intake.models.safety_call import CallResult
from intake.models.unattended import Unattended, due_first
from intake.models.warning import what_to_warn_of
from intake.triage import Urgency
from tests.intake.filling import filled, staff

pytestmark = pytest.mark.django_db
NOTE = "Spoke with them; they are safe."
TOLD = ({"mind.asq": {"1": "yes", "5": "yes"}}, {"mind.harm_others": "yes"}, {"mind.asq": {"1": "yes"}})


def by_its_steps(alert: SafetyAlert) -> bool:
    """Whether nobody is dealing with it."""
    if hasattr(alert, "disposition"):
        return False
    taken = [each.at for each in alert.acknowledgements.all()]
    given = [each.at for each in alert.hand_overs.all()]
    return not taken or (bool(given) and max(taken) < max(given))


def something_done(luck: random.Random, alert: SafetyAlert, nurse: Any, physician: Any) -> None:
    who, other = luck.sample([nurse, physician], 2)
    match luck.choice(["take on", "take on", "hand over", "hand over", "call", "close"]):
        case "take on":
            alert.acknowledge(who)
        case "hand over":
            alert.hand_over(who, other, NOTE)
        case "call":
            alert.log_call(who, CallResult.REACHED, NOTE)
        case "close":
            alert.close(who, "assessed", NOTE)


@pytest.mark.parametrize("seed", range(4))
def test_the_list_says_what_the_steps_of_each_alert_say(seed: int) -> None:
    luck, nurse, physician = random.Random(seed), staff("nurse"), staff("physician")
    for told in TOLD:
        filled(told)
    for _ in range(30):
        alert = luck.choice(list(SafetyAlert.objects.with_steps()))
        try:
            with transaction.atomic():
                something_done(luck, alert, nurse, physician)
        except NotAllowed:
            pass
        wanted = {each.pk for each in SafetyAlert.objects.with_steps() if by_its_steps(each)}
        assert {each.pk for each in what_to_warn_of().alerts} == wanted
        given = {each.pk: each.hand_overs.order_by("-at").first() for each in SafetyAlert.objects.all()}
        for listed in what_to_warn_of().alerts:
            last = given[listed.pk]
            assert listed.handed_over_at == (last.at if last else None)


def test_the_most_urgent_stand_first_then_who_has_waited_longest() -> None:
    for told in TOLD:
        filled(told)
    alerts = what_to_warn_of().alerts
    assert len(alerts) >= 3
    assert alerts == sorted(alerts, key=lambda each: (-each.urgency, each.raised_at))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM intake_unattendedalert",
        "UPDATE intake_unattendedalert SET urgency = 0",
        "INSERT INTO intake_unattendedalert SELECT id, 1, now(), NULL FROM intake_safetyalert",
    ],
)
def test_nobody_takes_an_alert_off_the_list_but_by_dealing_with_it(statement: str) -> None:
    filled(TOLD[0])
    with pytest.raises(DatabaseError, match="only what is done"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert UnattendedAlert.objects.count() == SafetyAlert.objects.count() > 0


def test_an_alert_taken_on_as_a_row_alone_leaves_the_list() -> None:
    """However it is written: the database keeps the list, not the code that writes."""
    filled(TOLD[1])
    alert = SafetyAlert.objects.get()
    Acknowledgement.objects.create(alert=alert, by=staff("nurse"), at=alert.raised_at)
    assert not what_to_warn_of().alerts


# Which of them the banner leads to


def at_once(minutes_ago: float, handed_over_minutes_ago: float | None = None) -> Unattended:
    now = timezone.now()
    given = None if handed_over_minutes_ago is None else now - timedelta(minutes=handed_over_minutes_ago)
    return Unattended(uuid.uuid4(), Urgency.NOW, now - timedelta(minutes=minutes_ago), given)


def today() -> Unattended:
    """One for which there are 30 minutes, raised now."""
    alert = SafetyAlert.objects.get(intake=filled({"mind.asq": {"1": "yes"}}))
    assert alert.urgency == Urgency.TODAY
    return Unattended(alert.pk, alert.urgency, alert.raised_at, None)


def test_of_two_for_now_the_one_that_waits_longest_is_due_first() -> None:
    young, old = at_once(1), at_once(9)
    for alerts in ([young, old], [old, young]):
        first = due_first(alerts, timezone.now())
        assert first.pk == old.pk and first.clock is not None and first.clock.is_overdue


def test_one_that_was_just_handed_over_waits_since_then() -> None:
    young, handed_over = at_once(3), at_once(60, handed_over_minutes_ago=1)
    assert due_first([handed_over, young], timezone.now()).pk == young.pk


def test_one_for_today_that_is_late_comes_before_a_fresh_one_for_now() -> None:
    slow = today()
    assert due_first([at_once(0), slow], timezone.now()).pk != slow.pk
    fresh = at_once(-60)
    assert due_first([fresh, slow], timezone.now() + timedelta(hours=1)).pk == slow.pk


def test_one_whose_words_do_not_open_hides_no_other_and_alone_has_no_clock() -> None:
    slow, other = today(), at_once(0)
    Intake.objects.update(wrapped_key=filled({"about.first_name": "Ida"}).wrapped_key)
    assert due_first([other, slow], timezone.now()).pk == other.pk
    alone = due_first([slow], timezone.now())
    assert alone.pk == slow.pk and alone.clock is None
