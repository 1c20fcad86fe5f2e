"""Sealed rows stay as they were written: refused by the database for the site, and by triggers for the owner too."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from psycopg import errors

from clinic.audit import record
from clinic.models import Event
from tests import databases

SEALED = [model for model in apps.get_models() if getattr(model, "sealed", False)]
TABLES = [model._meta.db_table for model in SEALED]


@pytest.fixture
def site(fresh_database: str) -> Iterator[psycopg.Connection]:
    """A connection of the runtime role, as an attacker with SQL would have it."""
    record("record.read", detail="first")
    record("record.read", detail="second")
    with psycopg.connect(
        databases.environment_of(fresh_database)["DATABASE_URL"], autocommit=True
    ) as connection:
        yield connection


@pytest.fixture
def owner(fresh_database: str) -> Iterator[psycopg.Connection]:
    record("record.read", detail="first")
    address = databases.environment_of(fresh_database)["DATABASE_OWNER_URL"]
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


def test_what_is_only_ever_added_to_is_sealed() -> None:
    names = {model.__name__ for model in SEALED}
    assert {
        "Event",
        "Submission",
        "Triage",
        "Flag",
        "Decision",
        "Resolution",
        "SafetyAlert",
        "Disposition",
    } <= names


ATTACKS = [
    "UPDATE clinic_event SET detail = 'nothing' WHERE id = 1",
    "DELETE FROM clinic_event WHERE id = 1",
    "TRUNCATE clinic_event",
    "ALTER TABLE clinic_event DISABLE TRIGGER USER",
    "DROP TRIGGER pgtrigger_chained_be617 ON clinic_event",
    "SET session_replication_role = replica",
]


@pytest.mark.parametrize("statement", ATTACKS)
def test_the_site_cannot_change_or_hide_an_event(site: psycopg.Connection, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        site.execute(statement)
    assert list(Event.objects.order_by("id").values_list("detail", flat=True)) == ["first", "second"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE clinic_eventhead SET hash = repeat('a', 64)",
        "UPDATE clinic_eventhead SET event_id = 0",
        "DELETE FROM clinic_eventhead",
        "INSERT INTO clinic_eventhead VALUES (2, 0, '')",
        "TRUNCATE clinic_eventhead",
    ],
)
def test_the_site_moves_the_head_of_the_chain_only_by_an_event(
    site: psycopg.Connection, statement: str
) -> None:
    with pytest.raises((errors.InsufficientPrivilege, errors.ObjectNotInPrerequisiteState)):
        site.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE clinic_event SET detail = 'nothing' WHERE id = 1",
        "DELETE FROM clinic_event WHERE id = 1",
        "TRUNCATE clinic_event",
        "UPDATE clinic_eventhead SET hash = repeat('a', 64)",
        "DELETE FROM clinic_eventhead",
    ],
)
def test_the_triggers_refuse_the_owner_as_well(owner: psycopg.Connection, statement: str) -> None:
    with pytest.raises(errors.ObjectNotInPrerequisiteState):
        owner.execute(statement)


@pytest.mark.parametrize("table", TABLES)
def test_every_sealed_table_refuses_to_be_emptied_by_its_owner(owner: psycopg.Connection, table: str) -> None:
    with pytest.raises(errors.ObjectNotInPrerequisiteState):
        owner.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", TABLES)
def test_every_sealed_table_refuses_changes_row_by_row(owner: psycopg.Connection, table: str) -> None:
    found = owner.execute(
        "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled = 'O' "
        "AND tgname LIKE 'pgtrigger_sealed_%%'",
        [table],
    ).fetchone()
    assert found == (2,)
