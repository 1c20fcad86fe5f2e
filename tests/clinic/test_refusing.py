"""A bin/run that cannot start says one sentence, which tells what to do, and leaves nothing running."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from clinic.embedded_database import OWNER, RUNTIME
from tests import databases
from tests.databases import database
from tests.preparing import ROOT
from tests.running import a_free_port, at_work_in, environment, kill_all_in


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="clearway-refuse-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    kill_all_in(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def port() -> list[str]:
    return ["--port", str(a_free_port())]


def refused(var: Path, *words: str, program: tuple[str, ...] = ("-m", "clinic"), **more: str) -> str:
    """What a start that cannot be says."""
    done = subprocess.run(
        [sys.executable, *program, *words],
        cwd=ROOT,
        env=environment(var, **more),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert done.stderr.startswith("Clearway cannot start: ")
    assert at_work_in(var) == {}
    return done.stderr


def test_a_taken_port(var: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused(var, "--port", str(port))
    assert said.endswith(f"port {port} is taken; choose another, like bin/run --port {port + 1}.\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--port", "70000"], "70000 is not a port"),
        (["--port", "0"], "0 is not a port"),
        (["--port", "-1"], "-1 is not a port"),
        (["--port", "eight"], "eight is not a port"),
        (["--port"], "expected one argument"),
        (["--prot", "8000"], "unrecognized arguments: --prot"),
        (["8000"], "unrecognized arguments: 8000"),
        (["--host", "203.0.113.7"], "has no address 203.0.113.7"),
        (["--host", "nowhere.invalid"], "has no address nowhere.invalid"),
    ],
)
def test_words_it_does_not_know(var: Path, words: list[str], says: str) -> None:
    assert says in refused(var, *words)


@pytest.mark.parametrize("name", ["CLEARWAY_VAR", "CLEARWAY_KEYS"])
def test_a_folder_that_cannot_be_one(var: Path, port: list[str], name: str) -> None:
    assert "/dev/null" in refused(var, *port, **{name: "/dev/null"})


def test_a_full_disk(var: Path, port: list[str]) -> None:
    program = (
        "import shutil, collections, clinic.start as start;"
        "shutil.disk_usage = lambda _: collections.namedtuple('Usage', 'free')(1000); start.main()"
    )
    assert "almost full" in refused(var, *port, program=("-c", program))


# A database that it does not make itself


@pytest.fixture
def name() -> Iterator[str]:
    name = databases.new()
    yield name
    databases.drop(name)


def addresses(name: str, owner_name: str = "") -> dict[str, str]:
    runtime, owner = database.url(RUNTIME, name), database.url(OWNER, owner_name or name)
    return {"DATABASE_URL": runtime, "DATABASE_OWNER_URL": owner}


def said_in(name: str, statement: str) -> None:
    with psycopg.connect(database.url(OWNER, name), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def test_an_unreachable_database_without_its_password(var: Path, port: list[str]) -> None:
    address = "postgresql://clearway:geheim@127.0.0.1:1/clearway"
    said = refused(var, *port, DATABASE_URL=address, DATABASE_OWNER_URL=address)
    assert "DATABASE_URL cannot be reached" in said and "Connection refused" in said
    assert "geheim" not in said


def test_a_wrong_password_is_named_as_the_reason_and_not_shown(var: Path, port: list[str]) -> None:
    wrong = database.url(RUNTIME).replace(
        f":{database.url(RUNTIME).split(':')[2].split('@')[0]}@", ":geheim@"
    )
    said = refused(var, *port, **addresses("clearway") | {"DATABASE_URL": wrong})
    assert "password authentication failed" in said
    assert "geheim" not in said


@pytest.mark.parametrize("address", ["sqlite:///x", "geheim", "postgresql://u:geheim@h/d?bad=1"])
def test_what_is_no_address_of_a_database(var: Path, port: list[str], address: str) -> None:
    said = refused(var, *port, DATABASE_URL=address, DATABASE_OWNER_URL=address)
    assert "write postgresql://" in said or "must begin with postgresql://" in said
    assert "geheim" not in said


def test_a_database_without_its_owner(var: Path, port: list[str]) -> None:
    assert "DATABASE_OWNER_URL is not" in refused(var, *port, DATABASE_URL=os.environ["DATABASE_URL"])


def test_two_addresses_that_name_two_databases(var: Path, port: list[str], name: str) -> None:
    assert "name two databases" in refused(var, *port, **addresses("clearway", name))


def test_a_real_clinics_database_is_left_as_it_is(var: Path, port: list[str], name: str) -> None:
    said_in(name, "DELETE FROM django_migrations WHERE app = 'intake'")
    said_in(
        name,
        "INSERT INTO clinic_staff (id, email, name, role, password, is_demo, is_active, joined_at)"
        " VALUES (1, 'a@clinic.example', 'A', 'nurse', '', false, true, now())",
    )
    assert "a real clinic's database" in refused(var, *port, **addresses(name))


def test_another_programs_database_is_left_as_it_is(var: Path, port: list[str], name: str) -> None:
    said_in(name, "DROP TABLE django_migrations CASCADE")
    assert "another program's" in refused(var, *port, **addresses(name))
