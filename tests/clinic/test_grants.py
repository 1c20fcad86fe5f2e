"""The role that serves patients may do what serving takes, and nothing else."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
READ_ONLY = {"django_migrations", "django_content_type", "auth_permission", "auth_group"}


def held(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r FROM unnest(%s::text[]) AS r WHERE has_table_privilege(current_user, %s, r)",
            [list(RIGHTS), table],
        )
        return {row[0] for row in cursor.fetchall()}


def expected(table: str) -> set[str]:
    if table == "clinic_eventhead":
        return {"SELECT", "UPDATE"}
    sealed = {model._meta.db_table for model in apps.get_models() if getattr(model, "sealed", False)}
    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    if table in READ_ONLY or table not in models:
        return {"SELECT"}
    return {"SELECT", "INSERT"} if table in sealed else {"SELECT", "INSERT", "UPDATE", "DELETE"}


@pytest.mark.django_db
def test_each_table_gives_the_site_exactly_its_rights() -> None:
    tables = connection.introspection.table_names()
    assert len(tables) > 15
    assert {table: held(table) for table in tables} == {table: expected(table) for table in tables}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls "
        "FROM pg_roles WHERE rolname = current_user",
        "SELECT has_schema_privilege(current_user, 'public', 'CREATE')",
        "SELECT has_database_privilege(current_user, current_database(), 'CREATE')",
        "SELECT has_database_privilege(current_user, current_database(), 'TEMPORARY')",
        "SELECT EXISTS (SELECT FROM pg_class WHERE relowner = current_user::regrole)",
        "SELECT EXISTS (SELECT FROM pg_auth_members WHERE member = current_user::regrole)",
        "SELECT bool_or(pg_has_role(current_user, oid, 'MEMBER')) FROM pg_roles WHERE rolname LIKE 'pg\\_%%'",
    ],
)
def test_the_site_has_no_right_beyond_its_tables(asked: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(asked, [])
        assert cursor.fetchone() == (False,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [("statement_timeout", "5s"), ("lock_timeout", "3s"), ("idle_in_transaction_session_timeout", "10s")],
)
def test_the_site_holds_nobody_up_for_long(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        assert cursor.fetchone() == (value,)
