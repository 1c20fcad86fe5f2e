"""Before the first test: keys, a demo clinic's settings, and a real PostgreSQL with both of its roles.

Loaded by pytest before Django reads its settings. A worker process finds all of it in its environment.
"""

from __future__ import annotations

import atexit
import os
import shutil
from pathlib import Path

from clinic.embedded_database import OWNER, RUNTIME, EmbeddedDatabase
from clinic.keys import make_keys

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var" / "test"
database = EmbeddedDatabase(VAR)


def prepare() -> None:
    """Start the database and say in the environment where everything is."""
    make_keys(VAR / "keys")
    (VAR / "static").mkdir(exist_ok=True)
    shutil.rmtree(VAR / "files", ignore_errors=True)
    database.start()
    for name in [name for name in os.environ if name.startswith(("CLEARWAY_CLINIC", "CLEARWAY_KEYS"))]:
        del os.environ[name]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "clinic.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        "CLEARWAY_MODE": "test",
        "CLEARWAY_VAR": str(VAR),
        "DATABASE_URL": database.url(RUNTIME),
        "DATABASE_OWNER_URL": database.url(OWNER),
    }


atexit.register(database.stop)
prepare()
