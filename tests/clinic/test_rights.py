"""A start is refused to a role with one right too many, and a database that was away is looked at before it serves."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from psycopg import sql

from clinic.embedded_database import OWNER, RUNTIME, SUPERUSER
from tests import databases
from tests.databases import database, environment_of
from tests.preparing import ROOT


@pytest.fixture(scope="module")
def name(django_db_setup: None) -> Any:
    name = databases.new()
    yield name
    databases.drop(name)


def run(name: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**environment_of(name), **more}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )


RIGHTS = [
    ("GRANT TEMPORARY ON DATABASE {database} TO {role}", "may create tables"),
    ("GRANT CREATE ON DATABASE {database} TO {role}", "may create tables"),
    ("ALTER ROLE {role} REPLICATION", "copies the server"),
    ("GRANT {owner} TO {role}", "owns tables"),
    ("GRANT {superuser} TO {role}", "is a superuser"),
    ("GRANT pg_write_all_data TO {role}", "over the whole server"),
    ("GRANT pg_monitor TO {role}", "over the whole server"),
]


@pytest.fixture
def a_role(name: str) -> Any:
    """A role with the rights of the site's, and how to give it more."""
    words = {
        "role": sql.Identifier(f"role_of_{name}"),
        "database": sql.Identifier(name),
        "runtime": sql.Identifier(RUNTIME),
        "owner": sql.Identifier(OWNER),
        "superuser": sql.Identifier(SUPERUSER),
    }

    def do(statement: str) -> str:
        with database.administrator() as administrator:
            administrator.execute(sql.SQL(statement).format(**words))
        return database.url(RUNTIME, name).replace(f"//{RUNTIME}:", f"//role_of_{name}:")

    password = dict(line.split(":") for line in database.passwords_file.read_text().split())[RUNTIME]
    do(f"CREATE ROLE {{role}} LOGIN PASSWORD '{password}'")
    do("GRANT {runtime} TO {role}")
    yield do
    do("REVOKE ALL ON DATABASE {database} FROM {role}")
    do("DROP ROLE {role}")


@pytest.mark.parametrize(("grant", "said"), RIGHTS, ids=[grant for grant, _ in RIGHTS])
def test_the_web_server_refuses_a_role_with_one_right_too_many(
    name: str, a_role: Any, grant: str, said: str
) -> None:
    plain = a_role("SELECT 1")
    assert run(name, "-c", "import clinic.wsgi", DATABASE_URL=plain).returncode == 0
    done = run(name, "-c", "import clinic.wsgi", DATABASE_URL=a_role(grant))
    assert done.returncode == 1 and said in done.stderr


def test_granting_takes_back_what_everybody_has_by_default() -> None:
    """PostgreSQL lets everybody make temporary tables, and on them triggers that could move the head of the chain."""
    name = databases.new()
    with database.administrator() as administrator:
        grant = sql.SQL("GRANT TEMPORARY ON DATABASE {} TO PUBLIC").format(sql.Identifier(name))
        administrator.execute(grant)
    assert run(name, "-c", "import clinic.wsgi").returncode == 1
    assert run(name, "manage.py", "grant_runtime").returncode == 0
    assert run(name, "-c", "import clinic.wsgi").returncode == 0
    databases.drop(name)


AWAY = """
import clinic.checks as checks
from django.db import OperationalError, connection
host = connection.settings_dict["HOST"]
connection.settings_dict["HOST"] = "/nowhere"
checks.refuse_unsafe_start()
connection.settings_dict["HOST"] = host
checks.MUST_BE_ON = {"listen_addresses": "a setting that is off here"}
for _ in range(2):
    try:
        connection.cursor().execute("SELECT 1")
        print("served")
    except OperationalError:
        print("refused")
"""


def test_a_database_that_is_away_at_the_start_is_looked_at_when_it_comes(name: str) -> None:
    said = run(name, "-c", "import django; django.setup()" + AWAY).stdout.split()
    assert said == ["refused", "refused"]
    safe = AWAY.replace("checks.MUST_BE_ON = ", "unused = ")
    said = run(name, "-c", "import django; django.setup()" + safe).stdout.split()
    assert said == ["served", "served"]
