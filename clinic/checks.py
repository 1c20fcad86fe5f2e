"""A start that refuses what is unsafe: a database that may lose an answer, a role that may do too much, demo accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register
from django.db import connection

ON = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums")
OLDEST = 150000


@register(Tags.database)
def database_is_safe(app_configs: Any = None, databases: Any = None, **_: Any) -> list[CheckMessage]:
    """Every wrong setting of the database server, and every right the runtime role must not have."""
    if not databases:
        return []
    return [Error(sentence, id="clinic.E001") for sentence in unsafe_settings()]


@register(Tags.security, deploy=True)
def clinic_is_told(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """A real clinic names its crisis line."""
    found: list[CheckMessage] = []
    if not settings.CLINIC.crisis.call:
        found.append(
            Error(
                "No crisis line is set.",
                hint="Set CLEARWAY_CRISIS_PROFILE to the profile of your country before you go live.",
                id="clinic.E002",
            )
        )
    found.append(
        Info(
            "Staff sign in with a password alone.",
            hint="A second factor is planned. Until then keep the staff pages off the open internet.",
            id="clinic.I001",
        )
    )
    return found


def unsafe_settings() -> list[str]:
    """What makes this database unsafe, a sentence each."""
    found = []
    with connection.cursor() as cursor:
        for name in ON:
            cursor.execute("SELECT current_setting(%s)", [name])
            value = cursor.fetchone()[0]
            if value != "on":
                found.append(f"PostgreSQL has {name} = {value}; set it to on, or an answer may be lost.")
        cursor.execute("SELECT current_setting('server_version_num')::int")
        if cursor.fetchone()[0] < OLDEST:
            found.append("PostgreSQL is older than 15; upgrade it.")
        if settings.DATABASE_ROLE == "runtime":
            found += _rights_too_many(cursor)
    return found


def _rights_too_many(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT rolsuper OR rolcreatedb OR rolcreaterole, has_schema_privilege(current_user, 'public', 'CREATE') "
        "FROM pg_roles WHERE rolname = current_user"
    )
    above, creates = cursor.fetchone()
    found = []
    if above:
        found.append("The role in DATABASE_URL is a superuser or makes roles; use one that does not.")
    if creates:
        found.append("The role in DATABASE_URL may create tables; run manage.py grant_runtime as the owner.")
    return found


def refuse_unsafe_database() -> None:
    """Stops a web server's start with a sentence; a real clinic's database holds no demonstration accounts."""
    from clinic.models import Staff

    found = unsafe_settings()
    if settings.PRODUCTION and Staff.objects.filter(is_demo=True).exists():
        found.append("The database holds demonstration accounts; start a real clinic with an empty database.")
    if found:
        raise SystemExit("Clearway cannot start: " + " ".join(found))
