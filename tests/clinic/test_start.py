"""bin/run: up, down and up again with the same data; and one clear sentence when it cannot start."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from clinic.embedded_database import OWNER, EmbeddedDatabase
from tests.preparing import ROOT
from tests.running import Run, a_free_port, at_work_in, environment, kill_all_in


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="clearway-start-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    kill_all_in(folder)
    shutil.rmtree(folder, ignore_errors=True)


def refused(var: Path, *words: str, **more: str) -> str:
    """What a start that cannot be says."""
    command = [sys.executable, "-m", "clinic.start", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(var, **more), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_taken_port_is_one_sentence(var: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused(var, "--host", "127.0.0.1", "--port", str(port))
    assert (
        said
        == f"Clearway cannot start: port {port} is taken; choose another, like bin/run --port {port + 1}.\n"
    )


def test_a_number_that_is_no_port_is_one_sentence(var: Path) -> None:
    assert "is not a port" in refused(var, "--port", "70000")


def test_an_address_that_is_not_this_computers_is_one_sentence(var: Path) -> None:
    assert "has no address 203.0.113.7" in refused(var, "--host", "203.0.113.7")


def test_an_unreachable_database_is_one_sentence_without_its_password(var: Path) -> None:
    address = "postgresql://clearway:geheim@127.0.0.1:1/clearway"
    said = refused(var, "--port", str(a_free_port()), DATABASE_URL=address, DATABASE_OWNER_URL=address)
    assert "DATABASE_URL cannot be reached" in said
    assert "geheim" not in said


def test_a_database_without_its_owner_is_one_sentence(var: Path) -> None:
    said = refused(var, "--port", str(a_free_port()), DATABASE_URL=os.environ["DATABASE_URL"])
    assert "DATABASE_OWNER_URL is not" in said


def test_a_full_disk_is_one_sentence(var: Path) -> None:
    program = (
        "import shutil, sys, collections, clinic.start as start;"
        "shutil.disk_usage = lambda _: collections.namedtuple('Usage', 'free')(1000);"
        "sys.argv = ['bin/run', '--port', sys.argv[1]]; start.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(a_free_port())],
        cwd=ROOT,
        env=environment(var),
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "almost full" in done.stderr


def test_a_demo_starts_ends_and_comes_back_with_its_data(var: Path) -> None:
    first = Run(var)
    with urllib.request.urlopen(f"{first.address}/") as page:
        assert page.status == 200
        assert "Server" not in page.headers
        assert "Demo: invented" in page.read().decode()
    accounts = (var / "demo-accounts.txt").read_text()
    assert (var / "demo-accounts.txt").stat().st_mode & 0o777 == 0o600
    assert accounts.strip() in first.said()
    assert all(role in accounts for role in ("Front desk", "Nurse", "Physician"))
    assert first.end() == 0
    assert at_work_in(var) == {}

    began = time.monotonic()
    second = Run(var)
    assert time.monotonic() - began < 20
    assert (var / "demo-accounts.txt").read_text() == accounts
    assert "Inventing" not in second.said()
    database = EmbeddedDatabase(var)
    database.start()
    with psycopg.connect(database.url(OWNER)) as connection:
        found = connection.execute("SELECT count(*) FROM intake_intake").fetchone()
    database.stop()
    assert found and found[0] > 7
    with pytest.raises(urllib.error.HTTPError) as refused_host:
        urllib.request.urlopen(urllib.request.Request(f"{second.address}/", headers={"Host": "evil.example"}))
    assert refused_host.value.code == 400
    os.kill(int(next(var.rglob("postmaster.pid")).read_text().split()[0]), signal.SIGKILL)
    assert second.end(signal.SIGTERM) == 0
    assert at_work_in(var) == {}
