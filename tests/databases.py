"""Databases for tests: migrated once by the owner role into a template, then copied, never flushed.

Django's flush is TRUNCATE, which sealed tables refuse; a copy takes a tenth of a second.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from clinic.embedded_database import OWNER, RUNTIME
from tests.preparing import ROOT, database

SHAPED_BY = (
    "clinic/**/*.py",
    "intake/models/**/*.py",
    "intake/migrations/*.py",
    "education/models/**/*.py",
    "education/migrations/*.py",
    "requirements.txt",
)
_numbers = count(1)


def new() -> str:
    """A migrated, empty database of its own. Copies are made one at a time, after the template stands."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    database.start()
    with database.administrator() as connection:
        connection.execute("SELECT pg_advisory_lock(20252025)")
        database.make_database(name, template=_template(connection))
    return name


def drop(name: str) -> None:
    with database.administrator() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def environment_of(name: str) -> dict[str, str]:
    """What another process needs in its environment to use that database."""
    addresses = {"DATABASE_URL": database.url(RUNTIME, name), "DATABASE_OWNER_URL": database.url(OWNER, name)}
    return {**os.environ, **addresses}


def _template(connection: psycopg.Connection) -> str:
    """The migrated template, made by whoever comes first; the shape of the code is part of its name."""
    name = f"template_{_shape()}"
    rows = connection.execute("SELECT datname FROM pg_database").fetchall()
    known = {row[0] for row in rows}
    if name not in known:
        _clear_old(known)
        unfinished = f"unfinished_{name}"
        database.make_database(unfinished)
        _migrate(unfinished)
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        connection.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))
    return name


@cache
def _shape() -> str:
    digest = hashlib.sha256()
    for pattern in SHAPED_BY:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _clear_old(known: set[str]) -> None:
    """Databases of runs that ended without tidying up, and templates of code that has changed since."""
    for name in known:
        kind, _, rest = name.partition("_")
        if kind == "test" and Path(f"/proc/{rest.partition('_')[0]}").exists():
            continue
        if kind in ("test", "template", "unfinished") and name not in ("template0", "template1"):
            drop(name)


def _migrate(name: str) -> None:
    for command in (["migrate", "--verbosity=0"], ["grant_runtime"]):
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment_of(name),
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {command[0]} failed:\n{done.stderr[-4000:]}")
