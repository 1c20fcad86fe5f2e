"""The list of alerts that nobody is dealing with says what the steps of each alert say, whatever is done in what order."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from intake.models import Acknowledgement, SafetyAlert, UnattendedAlert
from intake.models.refusals import NotAllowed
from intake.models.safety_call import CallResult
from intake.models.warning import what_to_warn_of
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
