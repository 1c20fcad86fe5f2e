"""The embedded PostgreSQL: to itself, strict, and back with every row after `kill -9`."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from clinic import database_home
from clinic.database_home import DatabaseTrouble
from clinic.embedded_database import ALWAYS, OWNER, RUNTIME, SUPERUSER, EmbeddedDatabase


@pytest.fixture
def var() -> Iterator[Path]:
    """A folder that every user can walk to."""
    folder = Path(tempfile.mkdtemp(prefix="clearway-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def standing() -> Iterator[EmbeddedDatabase]:
    """One database for the tests that only look."""
    folder = Path(tempfile.mkdtemp(prefix="clearway-test-", dir="/tmp"))
    folder.chmod(0o755)
    database = EmbeddedDatabase(folder)
    database.start()
    yield database
    database.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(var: Path) -> Iterator[EmbeddedDatabase]:
    database = EmbeddedDatabase(var)
    database.start()
    yield database
    database.stop()


def postmaster(database: EmbeddedDatabase) -> int:
    return int((database.home.data / "postmaster.pid").read_text().split()[0])


def count(database: EmbeddedDatabase) -> int:
    with psycopg.connect(database.url(OWNER)) as connection:
        return connection.execute("SELECT count(*) FROM kept").fetchone()[0]  # type: ignore[index]


def test_every_answered_commit_outlives_kill_9(database: EmbeddedDatabase) -> None:
    with psycopg.connect(database.url(OWNER)) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    answered = 0
    killer = threading.Timer(0.3, os.kill, (postmaster(database), signal.SIGKILL))
    killer.start()
    with (
        pytest.raises(psycopg.OperationalError),
        psycopg.connect(database.url(OWNER), autocommit=True) as connection,
    ):
        while True:
            connection.execute("INSERT INTO kept VALUES (1)")
            answered += 1
            if answered % 20 == 0:
                connection.execute("SELECT pg_sleep(0.001)")
                psycopg.connect(database.url(OWNER), connect_timeout=2).close()
    database.start()
    assert answered > 0
    assert count(database) >= answered


def test_a_pid_file_that_names_another_program_does_not_refuse_the_start(database: EmbeddedDatabase) -> None:
    pid_file = database.home.data / "postmaster.pid"
    left = pid_file.read_text().splitlines()
    os.kill(postmaster(database), signal.SIGKILL)
    database.start()
    os.kill(postmaster(database), signal.SIGKILL)
    pid_file.write_text("\n".join([str(os.getpid()), *left[1:]]) + "\n")
    database.start()
    psycopg.connect(database.url(RUNTIME)).close()


def test_a_half_made_cluster_is_never_used(var: Path) -> None:
    (var / "database" / "data.unfinished").mkdir(parents=True)
    (var / "database" / "data.unfinished" / "PG_VERSION").write_text("18\n")
    if os.geteuid() == 0:
        shutil.chown(var / "database", "nobody")
    database = EmbeddedDatabase(var)
    database.start()
    psycopg.connect(database.url(RUNTIME)).close()
    database.stop()


def test_only_its_owner_can_enter(standing: EmbeddedDatabase) -> None:
    folders = (standing.home.folder, standing.home.data, standing.home.socket)
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o700] * 3
    assert standing.passwords_file.stat().st_mode & 0o777 == 0o600
    assert standing.home.log.stat().st_mode & 0o777 == 0o600


def test_postgresql_does_not_run_as_root(standing: EmbeddedDatabase) -> None:
    assert Path(f"/proc/{postmaster(standing)}").stat().st_uid != 0


@pytest.mark.parametrize("role", [SUPERUSER, OWNER, RUNTIME])
def test_nobody_gets_in_without_the_password(standing: EmbeddedDatabase, role: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://{role}:wrong@/clearway?host={standing.home.socket}")


def test_it_listens_on_no_network_and_keeps_every_promise_of_durability(standing: EmbeddedDatabase) -> None:
    with psycopg.connect(standing.url(RUNTIME)) as connection:
        settings = dict(connection.execute("SELECT name, setting FROM pg_settings").fetchall())
    assert {name: settings[name] for name in ALWAYS} == ALWAYS
    assert settings["data_checksums"] == "on"


def test_the_runtime_role_may_neither_alter_tables_nor_wait_for_long(standing: EmbeddedDatabase) -> None:
    with psycopg.connect(standing.url(RUNTIME), autocommit=True) as connection:
        powers = connection.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles "
            "WHERE rolname = current_user"
        ).fetchone()
        assert powers == (False,) * 5
        for statement in (
            "CREATE TABLE mine (n int)",
            "CREATE TEMP TABLE mine (n int)",
            "CREATE DATABASE mine",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
        limits = [
            connection.execute(f"SHOW {name}").fetchone()
            for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        ]
    assert limits == [("5s",), ("3s",), ("10s",)]


@pytest.mark.parametrize("other", ["postgres", "template1"])
def test_the_runtime_role_reaches_one_database_only(standing: EmbeddedDatabase, other: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(standing.url(RUNTIME, other))


def test_a_failing_statement_leaves_no_word_of_a_patient_in_the_log(standing: EmbeddedDatabase) -> None:
    with psycopg.connect(standing.url(OWNER), autocommit=True) as connection:
        connection.execute("CREATE TABLE said (word text PRIMARY KEY, n int)")
        connection.execute("INSERT INTO said VALUES ('canary-one', 1)")
        for statement, values in (
            ("INSERT INTO said VALUES (%s, 1)", ["canary-one"]),
            ("INSERT INTO said VALUES ('x', %s::text::int)", ["canary-two"]),
            ("SELECT 'canary-three' FROM nowhere WHERE %s", [True]),
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(statement, values)
    log = standing.home.log.read_text()
    assert "ready to accept connections" in log
    assert "canary" not in log


def test_the_last_to_leave_stops_it(database: EmbeddedDatabase, var: Path) -> None:
    other = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, pathlib; from clinic.embedded_database import EmbeddedDatabase as E;"
            "d = E(pathlib.Path(sys.argv[1])); d.start(); print('in', flush=True); input(); d.stop()",
            str(var),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout and other.stdout.readline() == "in\n"
    server = postmaster(database)
    database.stop()
    psycopg.connect(database.url(RUNTIME)).close()
    other.communicate("\n")
    assert not Path(f"/proc/{server}/exe").exists() or not (database.home.data / "postmaster.pid").exists()


def test_a_folder_that_was_removed_leaves_no_server_behind(database: EmbeddedDatabase, var: Path) -> None:
    server = postmaster(database)
    shutil.rmtree(var / "database")
    database.stop()
    assert not Path(f"/proc/{server}/exe").exists()


def test_a_long_path_gets_a_short_socket(var: Path) -> None:
    deep = var / ("a long name " * 5) / ("another " * 8)
    deep.mkdir(parents=True)
    database = EmbeddedDatabase(deep)
    database.start()
    try:
        psycopg.connect(database.url(RUNTIME)).close()
        assert len(str(database.home.socket)) < 90
        assert database.home.socket.stat().st_mode & 0o777 == 0o700
    finally:
        database.stop()
        shutil.rmtree(database.home.socket)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can own a folder that its database cannot walk to")
def test_a_folder_that_nobody_can_walk_to_keeps_its_data_elsewhere_and_says_so(
    var: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_home, "ELSEWHERE", Path(tempfile.mkdtemp(dir="/tmp")) / "elsewhere")
    database_home.ELSEWHERE.parent.chmod(0o755)
    before = os.umask(0o077)
    var.chmod(0o700)
    database = EmbeddedDatabase(var / "var")
    try:
        database.start()
    finally:
        os.umask(before)
    elsewhere = database.home.folder
    try:
        assert (var / "var" / "database").is_symlink()
        assert str(elsewhere) in capsys.readouterr().out
        assert var.stat().st_mode & 0o777 == 0o700
    finally:
        database.stop()
        shutil.rmtree(database_home.ELSEWHERE.parent)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands its database to another user")
def test_data_that_nobody_can_no_longer_walk_to_are_one_sentence(var: Path) -> None:
    (var / "inner").mkdir()
    database = EmbeddedDatabase(var / "inner")
    database.start()
    database.stop()
    var.chmod(0o700)
    with pytest.raises(DatabaseTrouble, match="nobody cannot enter"):
        EmbeddedDatabase(var / "inner").start()


def test_a_failure_is_one_sentence_with_its_reason(var: Path) -> None:
    database = EmbeddedDatabase(var)
    database.start()
    database.stop()
    (database.home.data / "global" / "pg_control").unlink()
    with pytest.raises(DatabaseTrouble, match="PostgreSQL's pg_ctl failed") as trouble:
        database.start()
    assert "\n" not in str(trouble.value)
