"""Acts in an order that luck gives: no visit is ever ready without clearance, consent, ride home and check."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from intake.models import Consent, ConsentWithdrawal, DayCheck, NotAllowed, Visit, VisitException
from intake.models.lacking import lacks
from tests.intake.filling import sent, staff
from tests.intake.models.test_ready import again, force_ready, lapse, rides
from tests.intake.readying import SIGNED, WHY, cleared, found, planned_soon, ready
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db


def act(luck: random.Random, visit: Visit) -> str:
    """One act; what was refused changed nothing."""
    now = again(visit)
    acts = {
        "clear": lambda: cleared(now.intake, luck.choice(["cleared", "cleared", "not_suitable"])),
        "lapse": lambda: lapse(now),
        "consent": lambda: Consent.keep(now.course, staff("nurse"), SIGNED),
        "withdraw": lambda: ConsentWithdrawal.keep(now.course, staff("nurse"), WHY),
        "confirm": lambda: rides(now, "yes"),
        "decline": lambda: rides(now, "no"),
        "check": lambda: DayCheck.take(now, staff("nurse"), found(systolic=luck.choice([120, 121, 190]))),
        "except": lambda: VisitException.write(
            now, staff("physician"), luck.choice(["clearance", "ride", "day_check"]), WHY
        ),
        "move": lambda: now.move(staff("nurse"), now.at + timedelta(minutes=15), WHY, seen=now.version),
        "make ready": lambda: now.make_ready(staff("nurse"), seen=now.version),
    }
    often = ["clear", "consent", "confirm", "check", "make ready", "make ready"]
    name = luck.choice([*acts, *often])
    try:
        acts[name]()
    except NotAllowed:
        return f"{name} refused"
    return name


def test_no_visit_is_ever_ready_without_each_of_the_four() -> None:
    reached = 0
    for seed in range(8):
        luck, told = random.Random(seed), []
        visit = ready() if seed % 2 else planned_soon(sent(WELL_MAN))
        for _step in range(25):
            told.append(act(luck, visit))
            now = again(visit)
            missing = [lack.name for lack in lacks(now)]
            if now.status == "ready":
                reached += 1
                assert not missing, f"seed {seed}: {told} left {missing}"
            else:
                assert force_ready(visit) == (not missing), f"seed {seed}: {told}, {missing}"
    assert reached > 5
