"""A statement that is planned once is counted, refused and undone as any other, and finds the same each time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from clinic.models import Staff
from clinic.statement import Statement

pytestmark = pytest.mark.django_db
PEOPLE = Statement("SELECT id, name, joined_at FROM clinic_staff WHERE role = %s ORDER BY id")
OFTEN = 12
"""More often than it takes until psycopg prepares a statement and PostgreSQL keeps one plan for all that is given."""


def person(number: int, role: str = "nurse") -> Staff:
    return Staff.objects.create(email=f"p{number}@example.org", name=f"Person {number}", role=role)


def test_it_finds_the_same_before_and_after_it_is_prepared() -> None:
    people = [person(number, role) for number, role in enumerate(["nurse", "physician", "nurse"])]
    for _ in range(OFTEN):
        found = PEOPLE.rows("nurse")
        assert found == [(each.pk, each.name, each.joined_at) for each in (people[0], people[2])]
        assert PEOPLE.row("physician") == (people[1].pk, "Person 1", people[1].joined_at)
        assert PEOPLE.row("front_desk") is None
    assert found[0][2].utcoffset() == datetime.now(UTC).utcoffset()


def test_it_is_prepared_in_the_end() -> None:
    for _ in range(OFTEN):
        PEOPLE.rows("nurse")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%FROM clinic_staff%role%"])
        assert cursor.fetchone()[0] >= 1


def test_it_is_counted_with_its_text_and_what_was_given_also_once_it_is_prepared() -> None:
    for _ in range(OFTEN):
        PEOPLE.rows("nurse")
    with CaptureQueriesContext(connection) as asked:
        PEOPLE.rows("nurse")
    assert [query["sql"] for query in asked] == [PEOPLE.sql.replace("%s", "'nurse'")]


def test_what_the_database_refuses_is_djangos_error_and_the_next_one_works() -> None:
    add = Statement("INSERT INTO clinic_staff (email, name, role) VALUES (%s, %s, %s)")
    for _ in range(OFTEN):
        with pytest.raises(IntegrityError), transaction.atomic():
            add.run("a@example.org", "Ann", "nobody we know")
        with pytest.raises(DataError), transaction.atomic():
            Statement("SELECT 1 / %s::int").row(0)
        assert PEOPLE.rows("nurse") == []


def test_it_is_undone_with_its_transaction() -> None:
    rename = Statement("UPDATE clinic_staff SET name = %s WHERE id = %s")
    ann = person(1)
    for _ in range(OFTEN):
        with transaction.atomic():
            rename.run("Other", ann.pk)
            assert PEOPLE.rows("nurse")[0][1] == "Other"
            transaction.set_rollback(True)
        assert PEOPLE.rows("nurse")[0][1] == "Person 1"


def test_what_is_given_is_never_read_as_sql() -> None:
    hostile = "nurse' OR '1'='1"
    person(1)
    assert PEOPLE.rows(hostile) == []
    with CaptureQueriesContext(connection):
        assert PEOPLE.rows(hostile) == []
