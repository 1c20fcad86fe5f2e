"""Every act leaves an event; events are chained, and an event that cannot be written stops the act."""

from __future__ import annotations

from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import RequestFactory

from clinic.audit import record
from clinic.errors import NotWrittenDown
from clinic.models import Event, EventHead, Staff
from clinic.roles import Role
from tests import databases

START = "0" * 64


@pytest.fixture
def nurse(db: None) -> Staff:
    return Staff.objects.create_user("nia@clinic.example", None, name="Nia", role=Role.NURSE)


@pytest.fixture
def three(fresh_database: str) -> list[Event]:
    for number in range(3):
        record("record.read", detail=str(number))
    return list(Event.objects.order_by("id"))


def verified() -> str:
    said = StringIO()
    call_command("verify_audit", stdout=said)
    return said.getvalue()


@pytest.mark.django_db
def test_an_event_tells_who_did_what_to_what_and_from_where(nurse: Staff) -> None:
    request = RequestFactory().get("/staff/", REMOTE_ADDR="203.0.113.9")
    request.user = nurse
    record("record.read", request=request, subject=nurse, detail="phone")
    event = Event.objects.latest("id")
    assert (event.actor, event.role, event.action, event.detail) == (nurse, "nurse", "record.read", "phone")
    assert (event.subject_kind, event.subject_id, event.ip) == ("staff", str(nurse.pk), "203.0.113.9")
    assert list(Event.objects.about(nurse)) == [event]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "role"), [("/intake/heart/", "patient"), ("/staff/account/login/", "stranger"), (None, "system")]
)
def test_nobody_signed_in_is_a_patient_a_stranger_or_the_system(path: str | None, role: str) -> None:
    request = RequestFactory().get(path) if path else None
    record("section.saved", request=request)
    assert Event.objects.latest("id").role == role


@pytest.mark.django_db
def test_the_database_sets_time_id_and_hash_whatever_was_supplied() -> None:
    record("record.read")
    forged = Event.objects.create(
        id=777, at="2001-01-01T00:00Z", previous="f" * 64, hash="f" * 64, role="system", action="record.read"
    )
    forged = Event.objects.order_by("id").last() or forged
    assert forged.id == Event.objects.count() == 2
    assert forged.at.year > 2020
    assert forged.previous == Event.objects.get(id=1).hash
    assert forged.hash not in (START, "f" * 64)


def test_an_event_that_was_rolled_back_leaves_no_gap(fresh_database: str) -> None:
    record("record.read")
    with pytest.raises(RuntimeError), transaction.atomic():
        record("decision.made")
        raise RuntimeError
    record("record.read")
    assert list(Event.objects.order_by("id").values_list("id", flat=True)) == [1, 2]
    assert verified() == "2 events, and the chain is whole.\n"


def test_a_chain_of_events_from_many_connections_is_whole(fresh_database: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def write(number: int) -> None:
        for _ in range(10):
            record("record.read", detail=f'{number} | ü 漢字 "quoted" \\ {number}')
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert verified() == "80 events, and the chain is whole.\n"


def test_an_empty_chain_is_whole(fresh_database: str) -> None:
    assert verified() == "0 events, and the chain is whole.\n"


TAMPERINGS: list[tuple[str, str, int]] = [
    ("a word changed", "UPDATE clinic_event SET detail = '9' WHERE id = 2", 2),
    ("the actor's role changed", "UPDATE clinic_event SET role = 'nurse' WHERE id = 1", 1),
    ("a time changed", "UPDATE clinic_event SET at = at - interval '1 day' WHERE id = 3", 3),
    (
        "a word moved to the next column",
        "UPDATE clinic_event SET role = '', action = role || action WHERE id = 2",
        2,
    ),
    ("a subject named", "UPDATE clinic_event SET subject_id = '7' WHERE id = 2", 2),
    ("one taken out of the middle", "DELETE FROM clinic_event WHERE id = 2", 3),
    ("the first taken out", "DELETE FROM clinic_event WHERE id = 1", 2),
    ("the last taken out", "DELETE FROM clinic_event WHERE id = 3", 2),
    ("all taken out", "DELETE FROM clinic_event", 0),
    ("a hash changed", "UPDATE clinic_event SET hash = repeat('a', 64) WHERE id = 1", 1),
    ("two swapped", "UPDATE clinic_event SET id = CASE id WHEN 2 THEN 4 WHEN 3 THEN 2 ELSE id END", 2),
    ("the head moved back", "UPDATE clinic_eventhead SET event_id = 2", 3),
]


@pytest.mark.parametrize(("what", "statement", "first"), TAMPERINGS, ids=[row[0] for row in TAMPERINGS])
def test_what_the_owner_did_with_the_triggers_off_is_found(
    three: list[Event], fresh_database: str, what: str, statement: str, first: int
) -> None:
    with psycopg.connect(databases.environment_of(fresh_database)["DATABASE_OWNER_URL"]) as owner:
        for table in ("clinic_event", "clinic_eventhead"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute(statement)
    with pytest.raises(CommandError, match=rf"\b{first}\b"):
        verified()


def test_an_act_whose_event_cannot_be_written_does_not_happen(nurse: Staff) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    with pytest.raises(NotWrittenDown), transaction.atomic():
        Staff.objects.filter(pk=nurse.pk).update(name="Changed")
        record("x" * 61, staff=nurse)
    nurse.refresh_from_db()
    assert nurse.name == "Nia"


def test_without_a_head_no_event_is_written(three: list[Event], fresh_database: str) -> None:
    with psycopg.connect(databases.environment_of(fresh_database)["DATABASE_OWNER_URL"]) as owner:
        owner.execute("ALTER TABLE clinic_eventhead DISABLE TRIGGER USER")
        owner.execute("DELETE FROM clinic_eventhead")
    with pytest.raises(NotWrittenDown):
        record("record.read")
    assert not EventHead.objects.exists()


@pytest.mark.django_db
def test_the_session_in_an_event_is_not_the_key_of_one(nurse: Staff) -> None:
    request: Any = RequestFactory().get("/staff/")
    request.user = nurse
    request.session = type("Session", (), {"session_key": "a-live-key-of-a-session"})()
    record("record.read", request=request)
    event = Event.objects.latest("id")
    assert len(event.session) == 16
    assert event.session not in "a-live-key-of-a-session"
