"""Clearway and the bare project, each behind its own gunicorn, on one embedded PostgreSQL in a temporary folder."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

from clinic.embedded_database import OWNER, RUNTIME, EmbeddedDatabase
from clinic.keys import make_keys

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Browser:
    """One browser's connection: keeps cookies, follows nothing."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and body."""
        return self._ask("GET", path, None, headers)

    def tag_of(self, path: str) -> str:
        """A page's ETag."""
        self.connection.request("GET", path)
        reply = self.connection.getresponse()
        reply.read()
        return reply.headers["ETag"] or ""

    def post(self, path: str, fields: list[tuple[str, str]]) -> tuple[int, str]:
        """Status and body of a posted form."""
        return self._ask("POST", path, urlencode(fields))

    def _ask(
        self, method: str, path: str, body: str | None, more: dict[str, str] | None = None
    ) -> tuple[int, str]:
        headers = {name.replace("_", "-"): value for name, value in (more or {}).items()}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body, headers)
            reply = self.connection.getresponse()
        except (BrokenPipeError, http.client.RemoteDisconnected):
            self.connection.close()
            self.connection.request(method, path, body, headers)
            reply = self.connection.getresponse()
        text = reply.read().decode()
        for cookie in reply.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return reply.status, text


def hidden(page: str, name: str) -> list[str]:
    """Values of the hidden inputs of this name that are switched on."""
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)">', page)


@dataclass
class Servers:
    """Ports and process ids of what runs."""

    clearway: int
    bare: int
    clearway_pid: int
    bare_pid: int
    database_pid: int
    environment: dict[str, str]


@contextlib.contextmanager
def running() -> Iterator[Servers]:
    """Both servers, ready; ended and swept away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="clearway-bench-"))
    folder.chmod(0o755)
    database = EmbeddedDatabase(folder)
    servers: list[subprocess.Popen[bytes]] = []
    try:
        make_keys(folder / "keys")
        database.start()
        database.make_database("bare")
        environment = environment_for(folder, database)
        for words in (["migrate", "--verbosity=0"], ["grant_runtime"], ["collectstatic", "--noinput", "-v0"]):
            run([sys.executable, "manage.py", *words], environment)
        run([sys.executable, "-c", BARE], environment | {"DJANGO_SETTINGS_MODULE": "bench.bare.settings"})
        ports = [free_port(), free_port()]
        servers.append(serve(["--config", "clinic/gunicorn_conf.py", "clinic.wsgi"], ports[0], environment))
        plain = [
            "--workers",
            "2",
            "--threads",
            "4",
            "--worker-class",
            "gthread",
            "--keep-alive",
            "5",
            "--log-level",
            "error",
        ]
        servers.append(
            serve([*plain, "-b", f"127.0.0.1:{ports[1]}", "bench.bare.wsgi"], ports[1], environment)
        )
        wait_for(ports[0], "/healthz")
        wait_for(ports[1], "/list/")
        postmaster = int((next(folder.rglob("postmaster.pid"))).read_text().split()[0])
        yield Servers(ports[0], ports[1], servers[0].pid, servers[1].pid, postmaster, environment)
    finally:
        for server in servers:
            server.terminate()
            server.wait()
        database.stop()
        shutil.rmtree(folder, ignore_errors=True)


BARE = """
import os, django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0, run_syncdb=True)
from bench.bare.models import Answers
answers = {f"question_{n}": "no" for n in range(1, 15)} | {f"question_{n}": 20 for n in range(15, 18)}
answers |= {f"question_{n}": "some words " * 20 for n in range(18, 21)}
Answers.objects.bulk_create(Answers(name=f"Person {n}", answers=answers) for n in range(1000))
"""


def environment_for(folder: Path, database: EmbeddedDatabase) -> dict[str, str]:
    """What a server needs in its environment to use this database and these keys."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CLEARWAY_", "DATABASE_", "DJANGO_"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "clinic.settings",
        "CLEARWAY_MODE": "demo",
        "CLEARWAY_PLAIN_HTTP": "1",
        "CLEARWAY_VAR": str(folder),
        "DATABASE_URL": database.url(RUNTIME),
        "DATABASE_OWNER_URL": database.url(OWNER),
        "BARE_DATABASE_URL": database.url(OWNER, "bare"),
        "PYTHONPATH": str(ROOT),
    }


def run(command: list[str], environment: dict[str, str]) -> None:
    """Runs a command to its end."""
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def serve(
    words: list[str], port: int, environment: dict[str, str], log: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """Starts a gunicorn on a port of this machine; what it logs goes to `log`, else to the terminal."""
    return subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *words],
        cwd=ROOT,
        env=environment | {"CLEARWAY_BIND": f"127.0.0.1:{port}"},
        stdout=subprocess.DEVNULL,
        stderr=log,
    )


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def wait_for(port: int, path: str) -> None:
    """Until a page answers 200."""
    for _ in range(300):
        with contextlib.suppress(OSError):
            if Browser(port).get(path)[0] == 200:
                return
        time.sleep(0.1)
    raise SystemExit("A server does not answer.")
