"""A plan that the database keeps for a connection is made anew when it does not hold any more."""

from __future__ import annotations

import psycopg
import pytest
from django.db import NotSupportedError, transaction

from clinic.statement import Statement
from tests import databases

PEOPLE = Statement("SELECT id, name FROM clinic_staff WHERE role = %s ORDER BY id")
OFTEN = 12


def test_a_plan_that_does_not_hold_any_more_is_made_anew(fresh_database: str) -> None:
    """As after an upgrade: a column of it has another type. In a transaction it is refused, and works in the next."""
    with psycopg.connect(databases.environment_of(fresh_database)["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for _ in range(OFTEN):
            assert PEOPLE.rows("nurse") == []
        owner.execute("ALTER TABLE clinic_staff ALTER name TYPE varchar(150)")
        assert PEOPLE.rows("nurse") == []
        for _ in range(OFTEN):
            PEOPLE.rows("nurse")
        owner.execute("ALTER TABLE clinic_staff ALTER name TYPE varchar(180)")
        with pytest.raises(NotSupportedError), transaction.atomic():
            PEOPLE.rows("nurse")
        with transaction.atomic():
            assert PEOPLE.rows("nurse") == []
