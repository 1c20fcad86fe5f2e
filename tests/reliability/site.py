"""A real server on a real database in a folder of its own, which can be killed and started again."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from bench.servers import ROOT, environment_for, free_port, run, serve, wait_for
from clinic.embedded_database import EmbeddedDatabase
from clinic.keys import make_keys


class Site:
    """A real server on a real database in a folder of its own, which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.database = EmbeddedDatabase(folder)
        make_keys(folder / "keys")
        self.database.start()
        self.environment = environment_for(folder, self.database)
        for words in (["migrate", "--verbosity=0"], ["grant_runtime"], ["collectstatic", "--noinput", "-v0"]):
            run([sys.executable, "manage.py", *words], self.environment)
        self.port = free_port()
        self.log = folder / "web.log"
        self.start_web()

    def start_web(self) -> None:
        words = ["--config", "clinic/gunicorn_conf.py", "clinic.wsgi"]
        with self.log.open("ab") as log:
            self.web = serve(words, self.port, self.environment, log)
        wait_for(self.port, "/healthz")

    def kill_web(self) -> None:
        """The master and its workers, at once."""
        children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text().split()
        for pid in (self.web.pid, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.web.wait()
        self.start_web()

    def kill_database(self) -> None:
        """The postmaster and its children, at once; then it starts again and recovers."""
        self.take_database_away()
        self.database.start()

    def take_database_away(self) -> None:
        """The postmaster and its children, at once; it does not come back by itself."""
        for pid in self.database._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def tell(self, script: str) -> str:
        """What a script prints that looks into the database."""
        return self._said("-c", script)

    def manage(self, *words: str) -> str:
        """What a command of the site prints."""
        return self._said("manage.py", *words)

    def _said(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def end(self) -> None:
        self.web.kill()
        self.web.wait()
        self.database.stop()
