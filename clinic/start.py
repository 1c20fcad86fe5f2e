"""What `bin/run` does once the packages are there: database, invented patients, web server, and their end."""

from __future__ import annotations

import argparse
import contextlib
import errno
import hashlib
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, LiteralString, NoReturn

import psycopg
from psycopg import sql

from clinic import child, environment
from clinic.embedded_database import OWNER, RUNTIME, DatabaseTrouble, EmbeddedDatabase
from clinic.environment import stop
from clinic.keys import make_keys
from clinic.listening import Listening

ROOT = Path(__file__).resolve().parent.parent
SHAPED_BY = ("clinic/**/*.py", "intake/**/*.py", "education/**/*", "requirements.txt")
SMALLEST_DISK = 200_000_000
HOUR = 3600
HOURLY = ("lapse_decisions", "look_for_silence", "ask_anything_new", "look_after_drafts")
"""Decisions whose time has come lapse; drivers who are silent move the patient up the queue; who has a visit soon is
asked whether anything is new; who left a form unsent is reminded, and what was left for long is closed."""
ACCOUNTS = "demo-accounts.txt"


def main() -> None:
    """Start everything in order; whatever goes wrong is one clear sentence and exit code 1."""
    asked = _asked()
    for ending in child.ENDING:
        if ending is not signal.SIGHUP or signal.getsignal(ending) is not signal.SIG_IGN:  # as under nohup
            signal.signal(ending, _interrupt)
    try:
        _run(Listening.at(asked.host, asked.port))
    except KeyboardInterrupt:
        print("Clearway has ended.", flush=True)
    except DatabaseTrouble as trouble:
        stop(str(trouble))
    except psycopg.OperationalError as trouble:
        stop(f"the database went away ({_reason(trouble)}); see to it and start again.")
    except OSError as trouble:
        stop(_in_words(trouble))


def _interrupt(*_: object) -> NoReturn:
    child.ignore_interrupts()
    raise KeyboardInterrupt


def _in_words(trouble: OSError) -> str:
    if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full; free some space."
    if trouble.filename is None:
        raise trouble
    return f"{trouble.filename}: {trouble.strerror}; give CLEARWAY_VAR (or CLEARWAY_KEYS) a folder of your own."


def _reason(trouble: psycopg.Error) -> str:
    """What PostgreSQL comes down to: `Connection refused`, or `FATAL: password authentication failed`."""
    lines = str(trouble).strip().splitlines() or ["it gave no reason"]
    return (re.findall(r"failed: +(.+)", str(trouble)) or lines)[-1].strip()


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        stop(f"{message}; bin/run --help says what can be given.")


def _asked() -> argparse.Namespace:
    parser = _Parser(
        prog="bin/run", description="Run Clearway here, with invented patients.", allow_abbrev=False
    )
    parser.add_argument("--host", default="localhost", help="the address to listen on (localhost)")
    parser.add_argument("--port", type=_port, default=8000, help="the port to listen on (8000)")
    return parser.parse_args()


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text} is not a port; use one from 1 to 65535")
    return int(text)


def _run(listening: Listening) -> None:
    var = Path(os.environ.get("CLEARWAY_VAR") or ROOT / "var").absolute()
    var.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(var).free < SMALLEST_DISK:
        stop(f"the disk that holds {var} is almost full; free some space.")
    make_keys(Path(os.environ.get("CLEARWAY_KEYS") or var / "keys"))
    os.environ |= {
        "CLEARWAY_MODE": "demo",
        "CLEARWAY_PLAIN_HTTP": "1",
        "CLEARWAY_VAR": str(var),
        "CLEARWAY_BIND": listening.bind,
        "CLEARWAY_ALLOWED_HOSTS": ",".join(listening.names),
        "CLEARWAY_PUBLIC_URL": os.environ.get("CLEARWAY_PUBLIC_URL") or listening.here,
        "DJANGO_SETTINGS_MODULE": "clinic.settings",
    }
    with _database(var):
        _bring_up_to_date(var)
        _serve(listening, var)


@contextlib.contextmanager
def _database(var: Path) -> Iterator[None]:
    """The database that DATABASE_URL names, or one of our own under `var`."""
    if os.environ.get("DATABASE_URL"):
        _refuse_an_unreachable_database()
        yield
        return
    database = EmbeddedDatabase(var)
    try:
        with child.undisturbed():
            database.start()
        os.environ["DATABASE_URL"] = database.url(RUNTIME)
        os.environ["DATABASE_OWNER_URL"] = database.url(OWNER)
        yield
    finally:
        child.ignore_interrupts()
        database.stop()


def _refuse_an_unreachable_database() -> None:
    names = []
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        if not os.environ.get(name):
            stop("DATABASE_URL is set but DATABASE_OWNER_URL is not; name the role that owns the tables too.")
        names.append(environment.database(name, verified=False)["dbname"])
        try:
            psycopg.connect(os.environ[name], connect_timeout=3).close()
        except psycopg.Error as trouble:
            reason = _reason(trouble)
            stop(f"the database of {name} cannot be reached ({reason}); start it, or correct the address.")
    if names[0] != names[1]:
        stop("DATABASE_URL and DATABASE_OWNER_URL name two databases; both roles work in one.")


# What is made once, and again when the code has changed since


def _bring_up_to_date(var: Path) -> None:
    """Migrate, invent patients and collect the static files, where that is not done yet. Two starts take turns."""
    done = f"made for {_digest(*SHAPED_BY)}"
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('bin/run'))")
        _collect_static_files(var)
        if _said_of_the_database(connection) != done:
            _refuse_what_is_no_demos(connection)
            print("Preparing the database ...", flush=True)
            child.manage("migrate", "--verbosity=0")
            child.manage("grant_runtime")
            child.manage("load_starting_content")
            _people_the_demo(connection)
            child.manage("weigh_again")
            _say_of_the_database(connection, done)
        if not (var / ACCOUNTS).exists():
            child.manage("demo_staff")


def _refuse_what_is_no_demos(connection: psycopg.Connection) -> None:
    """A real clinic's database, or another program's, is left as it is."""
    if _one(
        connection,
        "SELECT to_regclass('django_migrations') IS NULL AND count(*) > 0 FROM pg_tables "
        "WHERE schemaname = 'public'",
    ):
        stop("the database of DATABASE_URL is another program's; give an empty one.")
    staff = _one(connection, "SELECT to_regclass('clinic_staff') IS NOT NULL")
    if staff and _one(connection, "SELECT bool_and(NOT is_demo) FROM clinic_staff"):
        stop("DATABASE_URL names a real clinic's database; bin/run is for a demo, so give it an empty one.")


def _people_the_demo(connection: psycopg.Connection) -> None:
    """Accounts and invented patients, unless they are there."""
    if not _one(connection, "SELECT count(*) FROM clinic_staff"):
        child.manage("demo_staff")
    if not _one(connection, "SELECT count(*) FROM intake_intake"):
        print("Inventing patients ...", flush=True)
        child.manage("invent_patients")


def _said_of_the_database(connection: psycopg.Connection) -> str | None:
    name = "SELECT oid FROM pg_database WHERE datname = current_database()"
    return _one(connection, f"SELECT shobj_description(({name}), 'pg_database')")


def _say_of_the_database(connection: psycopg.Connection, remark: str) -> None:
    """Kept beside the database itself, so that it goes where the data goes."""
    words = sql.Identifier(connection.info.dbname), sql.Literal(remark)
    with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(*words))


def _one(connection: psycopg.Connection, question: LiteralString) -> Any:
    row = connection.execute(question).fetchone()
    return row and row[0]


def _collect_static_files(var: Path) -> None:
    stamp = var / "static.made-for"
    looks = _digest("static/**/*", "requirements.txt")
    if not stamp.exists() or stamp.read_text() != looks:
        stamp.unlink(missing_ok=True)
        child.manage("collectstatic", "--noinput", "--clear", "--verbosity=0")
        stamp.write_text(looks)


def _digest(*patterns: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


# The web server, and the worker that sends messages


def _serve(listening: Listening, var: Path) -> None:
    """Serve and send messages until Ctrl-C, then end both before the database goes."""
    company = child.Company()
    try:
        server = company.start("-m", "gunicorn", "--config", "clinic/gunicorn_conf.py", "clinic.wsgi")
        _wait_for(listening, server)
        print(_welcome(listening, var), flush=True)
        sender = None
        for _half_second in _until_it_ends(server, company):
            if sender is None or sender.poll() is not None:
                sender = company.start("manage.py", "send_messages", stdout=subprocess.DEVNULL)
            if not (var / "static").exists():
                _over(f"{var} was emptied while Clearway ran; start again for a new demo.")
        _over("the web server was ended, or ended by itself: any lines above say why. Start again.")
    finally:
        company.end()


def _over(sentence: str) -> NoReturn:
    """It had begun, and cannot go on."""
    raise SystemExit(f"Clearway has ended: {sentence}")


def _until_it_ends(server: subprocess.Popen[str], company: child.Company) -> Iterator[None]:
    """Twice a second while the web server runs; every hour what comes by itself is done, one after the other."""
    begun_at, doing, to_do = -float(HOUR), None, [*HOURLY]
    while server.poll() is None:
        if time.monotonic() - begun_at >= HOUR:
            begun_at, to_do = time.monotonic(), [*HOURLY]
        if to_do and (doing is None or doing.poll() is not None):
            doing = company.start("manage.py", to_do.pop(0), stdout=subprocess.DEVNULL)
        yield
        time.sleep(0.5)


def _wait_for(listening: Listening, server: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{listening.itself}/healthz", timeout=5).close()  # noqa: S310
            return
        except OSError:
            time.sleep(0.05)
    if server.poll() == 1:
        raise SystemExit(1)  # it has said why
    stop("the web server does not answer; the lines above say why.")


def _welcome(listening: Listening, var: Path) -> str:
    near = f"From a phone near you {listening.elsewhere}/\n" if listening.elsewhere else ""
    return (
        f"\nClearway is at       {listening.here}/\nStaff sign in at     {listening.here}/staff/\n{near}\n"
        f"{(var / ACCOUNTS).read_text()}\n"
        f"This is a demo: every patient in it is invented. Ctrl-C ends it; what was entered stays in var/.\n"
    )
