"""A real bin/run for a test: started, asked, interrupted, killed, and tidied up after."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.preparing import ROOT


def a_free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def environment(var: Path, **more: str) -> dict[str, str]:
    """As a person's shell would have it, with the data in a folder of the test's own."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("CLEARWAY_", "DATABASE_", "DJANGO_"))}
    return {**plain, "CLEARWAY_VAR": str(var), **more}


class Run:
    """One bin/run, until Ctrl-C."""

    def __init__(self, var: Path, **more: str) -> None:
        self.port = a_free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = (var.parent / f"run-{self.port}.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "clinic", "--port", str(self.port)],
            cwd=ROOT,
            env=environment(var, **more),
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )

    def ready(self) -> Run:
        """Once it has said where to go."""
        end = time.monotonic() + 120
        while "Ctrl-C ends it" not in self.said():
            assert self.process.poll() is None and time.monotonic() < end, self.said()
            time.sleep(0.05)
        return self

    def said(self) -> str:
        return Path(self.log.name).read_text()

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.process.wait(30)


def at_work_in(var: Path) -> dict[int, str]:
    """Processes that belong to this demo, and what they run."""
    mine = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            known = (process / "environ").read_bytes()
            folder = str((process / "cwd").readlink())
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if f"CLEARWAY_VAR={var}\0".encode() in known or folder.startswith(str(var)):
            mine[int(process.name)] = command
    return mine


def kill_all_in(var: Path) -> None:
    """What a test left behind, ended without asking."""
    for process in at_work_in(var):
        os.kill(process, signal.SIGKILL)
