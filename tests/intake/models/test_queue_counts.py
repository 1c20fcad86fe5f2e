"""The counts on the tabs are what counting would give."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from django.db import connection

from intake.models import Intake, TurnCount
from intake.models.around import around_the_queue
from intake.models.queue import LISTINGS
from intake.models.turn_count import ALL_DECIDED, ALL_SENT
from tests.intake.filling import sent
from tests.intake.models.acting import act
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db
STORED_AS = {"decided": ALL_DECIDED, "all": ALL_SENT}


def counted() -> dict[str, int]:
    found = {STORED_AS.get(name, name): Intake.objects.on(listing).count() for name, listing in LISTINGS.items()}
    found["decided"] = Intake.objects.filter(turn="decided").count()
    return {name: count for name, count in found.items() if count}


def stored() -> dict[str, int]:
    return {name: count for name, count in around_the_queue().counts.items() if count}


@pytest.mark.parametrize("seed", range(3))
def test_stored_counts_are_real_counts_whatever_people_do(seed: int) -> None:
    luck, done = random.Random(seed), []
    sent(WELL_MAN)
    for _ in range(30):
        done.append(act(luck))
        assert stored() == counted(), done
    assert stored()


def test_many_changes_are_folded_into_a_few_rows() -> None:
    now = datetime.now(UTC)
    for turn in ("urgent", "to_review", "decided") * 60:
        Intake.objects.create(turn=turn, sent_at=now, status="decided" if turn == "decided" else "sent")
    assert stored() == counted() and stored()["urgent"] == 60
    assert TurnCount.objects.count() < 80


def test_what_is_taken_out_is_not_counted() -> None:
    intake = Intake.objects.create(turn="urgent", sent_at=datetime.now(UTC))
    Intake.objects.filter(pk=intake.pk).update(turn="", sent_at=None)
    assert stored() == {}
    kept = Intake.objects.create(turn="ready")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM intake_intake WHERE id = %s", [kept.pk])
    assert stored() == {}
