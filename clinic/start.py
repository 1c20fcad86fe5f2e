"""What `bin/run` does once the packages are there: database, invented patients, web server, and their end."""

from __future__ import annotations

import argparse
import contextlib
import errno
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import psycopg
from psycopg import sql

from clinic.embedded_database import OWNER, RUNTIME, DatabaseTrouble, EmbeddedDatabase
from clinic.keys import make_keys

ROOT = Path(__file__).resolve().parent.parent
SHAPED_BY = ("clinic/**/*.py", "intake/**/*.py", "requirements.txt")
SMALLEST_DISK = 200_000_000


def main() -> None:
    """Start everything in order; whatever goes wrong is one clear sentence and exit code 1."""
    asked = _asked()
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGINT, _interrupt)
    try:
        _run(asked.host, asked.port)
    except KeyboardInterrupt:
        print("Clearway has ended.", flush=True)
    except DatabaseTrouble as trouble:
        stop(str(trouble))
    except OSError as trouble:
        if trouble.errno != errno.ENOSPC:
            raise
        stop("the disk is full; free some space.")


def stop(sentence: str) -> NoReturn:
    raise SystemExit(f"Clearway cannot start: {sentence}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/run", description="Run Clearway here, with invented patients.")
    parser.add_argument("--host", default="localhost", help="the address to listen on (localhost)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    return parser.parse_args()


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _run(host: str, port: int) -> None:
    _refuse_a_taken_port(host, port)
    var = Path(os.environ.get("CLEARWAY_VAR") or ROOT / "var").absolute()
    var.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(var).free < SMALLEST_DISK:
        stop(f"the disk that holds {var} is almost full; free some space.")
    make_keys(Path(os.environ.get("CLEARWAY_KEYS") or var / "keys"))
    os.environ |= {
        "CLEARWAY_MODE": "demo",
        "CLEARWAY_PLAIN_HTTP": "1",
        "CLEARWAY_VAR": str(var),
        "CLEARWAY_BIND": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "CLEARWAY_ALLOWED_HOSTS": ",".join(_names_of(host)),
        "DJANGO_SETTINGS_MODULE": "clinic.settings",
    }
    with _database(var):
        _bring_up_to_date(var)
        _serve(host, port, var)


def _refuse_a_taken_port(host: str, port: int) -> None:
    if not 1 <= port <= 65535:
        stop(f"{port} is not a port; use one from 1 to 65535.")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except PermissionError:
        stop(f"port {port} needs more rights than you have; choose one over 1023, like bin/run --port 8001.")
    except OSError as trouble:
        if trouble.errno == errno.EADDRINUSE:
            stop(f"port {port} is taken; choose another, like bin/run --port {port + 1}.")
        stop(f"this computer has no address {host}; leave --host out to use localhost.")


def _names_of(host: str) -> list[str]:
    """What a browser may call this computer."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if host in ("0.0.0.0", "::"):  # noqa: S104
        names.append(socket.gethostname())
        with contextlib.suppress(OSError):
            names += [str(found[4][0]) for found in socket.getaddrinfo(names[-1], None, socket.AF_INET)]
    else:
        names.append(f"[{host}]" if ":" in host else host)
    return list(dict.fromkeys(names))


@contextlib.contextmanager
def _database(var: Path) -> Iterator[None]:
    """The database that DATABASE_URL names, or one of our own under `var`."""
    if os.environ.get("DATABASE_URL"):
        _refuse_an_unreachable_database()
        yield
        return
    database = EmbeddedDatabase(var)
    try:
        database.start()
        os.environ["DATABASE_URL"] = database.url(RUNTIME)
        os.environ["DATABASE_OWNER_URL"] = database.url(OWNER)
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        database.stop()


def _refuse_an_unreachable_database() -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        address = os.environ.get(name)
        if not address:
            stop("DATABASE_URL is set but DATABASE_OWNER_URL is not; name the role that owns the tables too.")
        try:
            psycopg.connect(address, connect_timeout=3).close()
        except psycopg.Error:
            stop(f"the database of {name} cannot be reached; start it, or correct the address.")


# What is made once, and again when the code has changed since


def _bring_up_to_date(var: Path) -> None:
    """Migrate, invent patients and collect the static files, where that is not done yet."""
    _collect_static_files(var)
    done = f"made for {_digest(*SHAPED_BY)}"
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        name, remembered = connection.execute(
            "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database "
            "WHERE datname = current_database()"
        ).fetchone() or ("", "")
        if remembered == done:
            return
        print("Preparing the database ...", flush=True)
        _manage("migrate", "--verbosity=0")
        _manage("grant_runtime")
        _people_the_demo(connection)
        statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
        connection.execute(statement.format(sql.Identifier(name), sql.Literal(done)))


def _people_the_demo(connection: psycopg.Connection) -> None:
    """Accounts and invented patients for an empty database; a real clinic's is left alone."""
    who = connection.execute("SELECT bool_or(is_demo) FROM clinic_staff").fetchone()
    if who == (False,):
        stop("DATABASE_URL names a real clinic's database; bin/run is for a demo, so give it an empty one.")
    if who == (None,):
        _manage("demo_staff")
    if not connection.execute("SELECT 1 FROM intake_intake LIMIT 1").fetchone():
        print("Inventing patients ...", flush=True)
        _manage("invent_patients")


def _collect_static_files(var: Path) -> None:
    stamp = var / "static.made-for"
    looks = _digest("static/**/*", "requirements.txt")
    if not stamp.exists() or stamp.read_text() != looks:
        stamp.unlink(missing_ok=True)
        _manage("collectstatic", "--noinput", "--clear", "--verbosity=0")
        stamp.write_text(looks)


def _digest(*patterns: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _manage(*words: str) -> None:
    done = subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, stdout=subprocess.DEVNULL)
    if done.returncode:
        stop(f"manage.py {words[0]} failed; the lines above say why.")


# The web server


def _serve(host: str, port: int, var: Path) -> None:
    """Serve until Ctrl-C, then end the web server before the database goes."""
    command = [sys.executable, "-m", "gunicorn", "--config", "clinic/gunicorn_conf.py", "clinic.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        shown = "localhost" if host in ("localhost", "127.0.0.1", "0.0.0.0", "::", "::1") else host  # noqa: S104
        address = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
        _wait_for(address, server)
        print(_welcome(address, var), flush=True)
        server.wait()
        stop("the web server ended by itself; the lines above say why.")
    finally:
        server.terminate()
        with contextlib.suppress(KeyboardInterrupt):
            server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()  # noqa: S310
            return
        except OSError:
            time.sleep(0.05)
    stop("the web server does not answer; the lines above say why.")


def _welcome(address: str, var: Path) -> str:
    accounts = var / "demo-accounts.txt"
    signing_in = accounts.read_text().rstrip() if accounts.exists() else "There are no demo accounts."
    return (
        f"\nClearway is at       {address}/\nStaff sign in at     {address}/staff/\n\n{signing_in}\n\n"
        "This is a demo: every patient in it is invented. Ctrl-C ends it; what was entered stays in var/.\n"
    )


if __name__ == "__main__":
    main()
