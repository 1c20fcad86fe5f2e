"""`kill -9` of the web server and of the database in the middle of 500 saves: what was answered with *Saved* is there."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from bench.servers import Browser, hidden
from clinic.embedded_database import OWNER, EmbeddedDatabase
from tests.running import Run, a_free_port, at_work_in, kill_all_in

SAVES, PATIENTS = 500, 4


@pytest.fixture
def var() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="clearway-kill-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    kill_all_in(folder)
    shutil.rmtree(folder, ignore_errors=True)


class Patient(threading.Thread):
    """Changes their name again and again, and remembers the last one that the site said is saved."""

    def __init__(self, number: int, port: int) -> None:
        super().__init__(daemon=True)
        self.number, self.port = number, port
        self.saved = self.tried = 0
        self.browser = Browser(port)
        token = hidden(self.browser.get("/start/")[1], "csrfmiddlewaretoken")[0]
        status, _ = self.browser.post("/start/", [("csrfmiddlewaretoken", token), ("for_whom", "self")])
        assert status == 302
        page = self.browser.get("/intake/about/")[1]
        self.known = [(name, hidden(page, name)[0]) for name in ("csrfmiddlewaretoken", "for")]

    def name(self, turn: int) -> str:
        return f"Name {self.number} of {turn}"

    def run(self) -> None:
        revision = 0
        while self.saved < SAVES // PATIENTS:
            self.tried += 1
            fields = [*self.known, ("page", "1"), ("revision", str(revision)), ("shown", "first_name")]
            fields += [("first_name", self.name(self.tried)), ("op", f"{self.number}-{self.tried}")]
            try:
                status, said = self.browser.post("/intake/about/save/", fields)
            except (OSError, http.client.HTTPException):
                self.browser = Browser(self.port, self.browser.cookies)
                time.sleep(0.05)
                continue
            if status == 200:
                self.saved += 1
                self.last_saved = self.tried
            else:
                assert status in (409, 503), (status, said[:300])
            revision = json.loads(said)["revision"] if status in (200, 409) else revision

    def stands(self) -> bool:
        """Whether the form holds the last name that was saved, or one sent after it whose answer got lost."""
        page = Browser(self.port, self.browser.cookies).get("/intake/about/")[1]
        return any(f'value="{self.name(turn)}"' in page for turn in range(self.last_saved, self.tried + 1))


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.slow
def test_every_save_that_was_answered_with_saved_outlives_kill_9(var: Path) -> None:
    run = Run(var, a_free_port())
    patients = [Patient(number, run.port) for number in range(PATIENTS)]
    for patient in patients:
        patient.start()

    def saved() -> int:
        return sum(patient.saved for patient in patients)

    wait_until(lambda: saved() > SAVES * 0.2)
    web_server = [process for process, command in at_work_in(var).items() if "gunicorn" in command]
    assert len(web_server) >= 2
    os.kill(max(web_server), signal.SIGKILL)

    wait_until(lambda: saved() > SAVES * 0.4)
    before = saved()
    for process, command in at_work_in(var).items():
        if "gunicorn" in command:
            os.kill(process, signal.SIGKILL)
    assert run.process.wait(30) == 1
    run = Run(var, run.port)

    wait_until(lambda: saved() > max(before, SAVES * 0.6))
    before = saved()
    database = next(var.rglob("postmaster.pid"))
    os.kill(int(database.read_text().split()[0]), signal.SIGKILL)
    time.sleep(0.3)
    assert run.end() == 0
    assert before < SAVES
    run = Run(var, run.port)

    for patient in patients:
        patient.join(120)
    assert saved() == SAVES
    assert [patient.stands() for patient in patients] == [True] * PATIENTS
    own = EmbeddedDatabase(var)
    own.start()
    with psycopg.connect(own.url(OWNER)) as connection:
        row = connection.execute(
            "SELECT count(*) FROM clinic_event WHERE action = 'section.saved'"
        ).fetchone()
    own.stop()
    assert row and row[0] >= SAVES
    assert run.end() == 0
