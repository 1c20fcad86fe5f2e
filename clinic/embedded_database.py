"""PostgreSQL for a demo and for tests: started here, reachable only by whoever may read its password file."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shlex
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from clinic.database_home import DatabaseHome, DatabaseTrouble

SUPERUSER, OWNER, RUNTIME = "postgres", "clearway_owner", "clearway"
ALWAYS = {
    "listen_addresses": "",
    "max_connections": "60",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "log_min_messages": "log",  # above errors: an error's own text quotes what was typed
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_duration_statement": "-1",
}
LIMITS = {
    "statement_timeout": "5s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "10s",
}


class EmbeddedDatabase:
    """One PostgreSQL cluster under `var`, shared by everything that starts it; the last to leave stops it."""

    def __init__(self, var: Path) -> None:
        self.var = var.absolute()
        self.passwords_file = self.var / "database.passwords"
        self._users: int | None = None

    def start(self) -> None:
        """Answer queries when this returns, whatever was left behind by a crash or a `kill -9`."""
        self.var.mkdir(parents=True, exist_ok=True)
        with self._locked():
            self.home = DatabaseHome(self.var)
            self._use()
            if not (self.home.data / "PG_VERSION").exists():
                self._initialise()
            if not self._running():
                self._clear_remains()
                self._launch()
            self._make_roles()

    def stop(self) -> None:
        """Leave; and if nobody else uses this database, end it."""
        if self._users is None:
            return
        if not self.home.data.exists():
            self._kill_remains()
            self._leave()
            return
        with self._locked():
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            finally:
                self._leave()
            if self._postmaster() in self._processes():
                self.home.run("pg_ctl", "stop", "-D", str(self.home.data), "-m", "fast", "-w")

    def url(self, role: str, database: str = "clearway") -> str:
        password = dict(line.split(":") for line in self.passwords_file.read_text().split())[role]
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self.home.socket), safe='')}"

    def make_database(self, name: str, *, template: str = "template1") -> None:
        """A database that the owner role owns and the runtime role may only connect to."""
        with self.administrator() as connection:
            words = {"db": sql.Identifier(name), "of": sql.Identifier(template)}
            words |= {"owner": sql.Identifier(OWNER), "runtime": sql.Identifier(RUNTIME)}
            for statement in (
                "CREATE DATABASE {db} OWNER {owner} TEMPLATE {of}",
                "REVOKE ALL ON DATABASE {db} FROM PUBLIC",
                "GRANT CONNECT ON DATABASE {db} TO {runtime}",
            ):
                connection.execute(sql.SQL(statement).format(**words))

    def administrator(self) -> psycopg.Connection:
        """A connection of the superuser, who makes databases and roles and serves nobody else."""
        return psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True, connect_timeout=3)

    # How it is kept to itself

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Two starts at once take turns."""
        with (self.var / "database.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _use(self) -> None:
        """Hold a shared lock for as long as this process lives, so that nobody stops what another uses."""
        if self._users is None:
            self._users = os.open(self.var / "database.users", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._users, fcntl.LOCK_SH)

    def _leave(self) -> None:
        if self._users is not None:
            os.close(self._users)
            self._users = None

    # How it is started

    def _initialise(self) -> None:
        """Make an empty cluster beside its place and move it there, so that half a cluster is never used."""
        unfinished = self.home.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        passwords = {role: secrets.token_urlsafe(32) for role in (SUPERUSER, OWNER, RUNTIME)}
        self.passwords_file.unlink(missing_ok=True)
        with os.fdopen(
            os.open(self.passwords_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
        ) as file:
            file.writelines(f"{role}:{password}\n" for role, password in passwords.items())
        handed = self.home.folder / "superuser.password"
        handed.unlink(missing_ok=True)
        with os.fdopen(os.open(handed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(passwords[SUPERUSER])
        self.home.hand_over(handed)
        try:
            self.home.run(
                "initdb",
                *("-D", str(unfinished), "-U", SUPERUSER, f"--pwfile={handed}", "--auth=scram-sha-256"),
                *("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums"),
            )
        finally:
            handed.unlink()
        unfinished.rename(self.home.data)

    def _launch(self) -> None:
        log = self.home.log
        if log.exists():
            log.replace(log.with_name("log.before"))
        chosen = {**ALWAYS, "unix_socket_directories": str(self.home.socket)}
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in chosen.items())
        self.home.run(
            "pg_ctl", "start", "-D", str(self.home.data), "-l", str(log), "-w", "-t", "60", "-o", options
        )
        if not self._running():
            raise DatabaseTrouble(f"PostgreSQL started but does not answer; its log is {log}.")

    def _answers(self) -> bool:
        try:
            with self.administrator() as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _running(self) -> bool:
        """A PID file is not proof: it must be PostgreSQL, of this folder, and answer."""
        end = time.monotonic() + 30
        while self._postmaster() in self._processes() and time.monotonic() < end:
            if self._answers():
                return True
            time.sleep(0.05)
        return False

    def _postmaster(self) -> int | None:
        try:
            return int((self.home.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _processes(self) -> list[int]:
        """PostgreSQL's processes that work in our data folder: orphans of a killed postmaster, and of a folder
        that was removed, included."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                folder = str((process / "cwd").readlink()).removesuffix(" (deleted)")
                is_ours = folder == str(self.home.data)
                if is_ours and (process / "comm").read_text().strip() == "postgres":
                    found.append(int(process.name))
        return found

    def _clear_remains(self) -> None:
        """End what a killed postmaster left, lock files too: another program may have its PID now."""
        self._kill_remains()
        for left in (self.home.data / "postmaster.pid", *self.home.socket.iterdir()):
            left.unlink(missing_ok=True)

    def _kill_remains(self) -> None:
        for process in self._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        end = time.monotonic() + 10
        while self._processes() and time.monotonic() < end:
            time.sleep(0.02)

    def _make_roles(self) -> None:
        """The owner migrates. The runtime role may not alter a table, nor hold anyone up for long."""
        with self.administrator() as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = 'clearway'").fetchone():
                return
            passwords = dict(line.split(":") for line in self.passwords_file.read_text().split())
            with connection.transaction():
                for role in (OWNER, RUNTIME):
                    words = sql.Identifier(role), sql.Literal(passwords[role])
                    connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(words[0]))
                    connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(*words))
                for name, value in LIMITS.items():
                    limit = sql.Identifier(RUNTIME), sql.Identifier(name), sql.Literal(value)
                    connection.execute(sql.SQL("ALTER ROLE {} SET {} = {}").format(*limit))
                connection.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC")
        self.make_database("clearway")
