"""bin/run: up, down and up again with the same data, however it was ended."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from clinic.embedded_database import OWNER, EmbeddedDatabase
from tests.running import Run, at_work_in, kill_all_in


@pytest.fixture
def empty() -> Iterator[Path]:
    """A folder for the data of a first start."""
    with _folder() as var:
        yield var


@pytest.fixture(scope="module")
def demo() -> Iterator[Path]:
    """The data of a demo that was started twice at once, and ended."""
    with _folder() as var:
        runs = [Run(var), Run(var)]
        for run in runs:
            with urllib.request.urlopen(f"{run.ready().address}/") as page:
                assert page.status == 200
                assert "Server" not in page.headers
                assert "Demo: invented" in page.read().decode()
        assert runs[0].end() == 0
        with urllib.request.urlopen(f"{runs[1].address}/readyz") as page:
            assert page.status == 200
        assert runs[1].end() == 0
        assert at_work_in(var) == {}
        assert all(accounts(var) in run.said() for run in runs)
        yield var


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="clearway-start-", dir="/tmp"))
    folder.chmod(0o755)
    (folder / "var").mkdir()
    yield folder / "var"
    kill_all_in(folder / "var")
    shutil.rmtree(folder, ignore_errors=True)


def accounts(var: Path) -> str:
    return (var / "demo-accounts.txt").read_text()


def intakes(var: Path) -> int:
    database = EmbeddedDatabase(var)
    database.start()
    with psycopg.connect(database.url(OWNER)) as connection:
        found = connection.execute("SELECT count(*) FROM intake_intake").fetchone()
    database.stop()
    assert found
    return int(found[0])


def within(seconds: int, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.1)
    return holds()


def test_an_interrupted_first_start_leaves_nothing_running_and_nothing_half_invented(empty: Path) -> None:
    run = Run(empty)
    assert within(90, lambda: "Inventing" in run.said()), run.said()
    time.sleep(1)
    assert run.end() == 0
    assert run.said().endswith("Inventing patients ...\nClearway has ended.\n")
    assert at_work_in(empty) == {}
    assert intakes(empty) == 0


def test_two_starts_at_once_make_one_demo(demo: Path) -> None:
    assert (demo / "demo-accounts.txt").stat().st_mode & 0o777 == 0o600
    assert all(role in accounts(demo) for role in ("Front desk", "Nurse", "Physician", "Administrator"))
    assert intakes(demo) > 20


def test_a_demo_comes_back_with_its_data(demo: Path) -> None:
    passwords, kept = accounts(demo), intakes(demo)
    began = time.monotonic()
    run = Run(demo).ready()
    assert time.monotonic() - began < 20
    assert accounts(demo) == passwords
    assert "Inventing" not in run.said()
    with pytest.raises(urllib.error.HTTPError) as refused_host:
        urllib.request.urlopen(urllib.request.Request(f"{run.address}/", headers={"Host": "evil.example"}))
    assert refused_host.value.code == 400
    os.kill(int(next(demo.rglob("postmaster.pid")).read_text().split()[0]), signal.SIGKILL)
    assert run.end(signal.SIGTERM) == 0
    assert at_work_in(demo) == {}
    assert intakes(demo) == kept


def test_lost_passwords_are_made_anew(demo: Path) -> None:
    before = accounts(demo)
    (demo / "demo-accounts.txt").unlink()
    run = Run(demo).ready()
    assert run.end() == 0
    assert len(accounts(demo)) == len(before) and accounts(demo) != before
    assert accounts(demo) in run.said()


def test_a_wrong_setting_stops_the_next_start_with_one_sentence(demo: Path) -> None:
    run = Run(demo, CLEARWAY_TIME_ZONE="Mars")
    assert run.process.wait(60) == 1
    assert run.said().startswith("Clearway cannot start: CLEARWAY_TIME_ZONE is 'Mars'")
    assert run.said().count("\n") == 1
    assert at_work_in(demo) == {}


def test_a_killed_demo_leaves_no_web_server_behind_and_starts_again(demo: Path) -> None:
    run = Run(demo).ready()
    run.process.kill()
    run.process.wait()
    assert within(20, lambda: not any("gunicorn" in command for command in at_work_in(demo).values()))
    again = Run(demo).ready()
    assert again.end() == 0
    assert at_work_in(demo) == {}


def test_a_demo_whose_web_server_is_ended_by_somebody_else_has_ended_and_not_failed_to_start(demo: Path) -> None:
    run = Run(demo).ready()
    servers = [pid for pid, command in at_work_in(demo).items() if "gunicorn" in command]
    os.kill(min(servers), signal.SIGTERM)
    assert run.process.wait(60) == 1
    assert "Clearway has ended: the web server was ended" in run.said() and "cannot start" not in run.said()
    assert within(10, lambda: at_work_in(demo) == {})


def test_a_demo_whose_folder_is_removed_says_so_and_ends(demo: Path, empty: Path) -> None:
    subprocess.run(["cp", "-a", f"{demo}/.", str(empty)], check=True)
    run = Run(empty).ready()
    shutil.rmtree(empty)
    assert run.process.wait(60) == 1
    over = f"Clearway has ended: {empty} was emptied while Clearway ran; start again for a new demo.\n"
    assert run.said().endswith(over)
    assert within(10, lambda: at_work_in(empty) == {})
