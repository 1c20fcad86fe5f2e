"""A start that refuses what is unsafe: a database that may lose an answer, a role that may too much, demo accounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import structlog
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import ERROR, CheckMessage, Error, Info, Tags, Warning, register, run_checks
from django.db import OperationalError, ProgrammingError, connection
from django.db.backends.signals import connection_created

from clinic.encryption import TamperedError, WrappedKeyField, unwrap
from clinic.headers import POLICY

log = structlog.get_logger()
LOOK = "clinic.checks"
HEADERS = "clinic.headers.HeadersMiddleware"
DOORS = "clinic.doors.DoorsMiddleware"
BOUNDARY = "clinic.text_boundary.TextBoundaryMiddleware"
SESSIONS = "clinic.sessions"
MUST_BE_ON = {
    "fsync": "set it to on",
    "full_page_writes": "set it to on",
    "synchronous_commit": "set it to on",
    "data_checksums": "stop it and run pg_checksums --enable",
}
SAYS_LITTLE = {
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_min_duration_statement": "-1",
}
OLDEST = 150000
RIGHTS = """
    SELECT bool_or(rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls OR rolreplication),
           bool_or(rolname LIKE 'pg\\_%'),
           has_schema_privilege(current_user, 'public', 'CREATE')
               OR has_database_privilege(current_user, current_database(), 'CREATE')
               OR has_database_privilege(current_user, current_database(), 'TEMPORARY')
    FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER')
"""
OWNED = """
    SELECT count(*) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND pg_has_role(current_user, relowner, 'MEMBER')
"""


@register(Tags.database)
def database_is_safe(app_configs: Any = None, databases: Any = None, **_: Any) -> list[CheckMessage]:
    """Every wrong setting of the database server, and every right the runtime role must not have."""
    if not databases:
        return []
    return [
        *(Error(sentence, id="clinic.E001") for sentence in unsafe_settings()),
        *(Warning(sentence, id="clinic.W001") for sentence in talkative_settings()),
    ]


@register(Tags.security, deploy=True)
def clinic_is_told(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """A real clinic names its crisis line, and knows how its staff sign in."""
    found: list[CheckMessage] = []
    if not settings.CLINIC.crisis.call:
        hint = "Set CLEARWAY_CRISIS_PROFILE to the profile of your country before you go live."
        found.append(Error("No crisis line is set.", hint=hint, id="clinic.E002"))
    hint = "A second factor is planned. Until then keep the staff pages off the open internet."
    return [*found, Info("Staff sign in with a password alone.", hint=hint, id="clinic.I001")]


@register(Tags.security, deploy=True)
def frame_is_whole(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """Headers, doors and the text boundary stand where every request passes; sessions and cookies are ours."""
    cookies = (settings.SESSION_COOKIE_NAME, settings.SITTING_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    strict = POLICY.startswith("default-src 'none'; script-src 'self';") and "unsafe" not in POLICY
    wanted = {
        "Every answer needs its headers: HeadersMiddleware comes first.": settings.MIDDLEWARE[0] == HEADERS,
        "Every page needs its door: DoorsMiddleware is missing.": DOORS in settings.MIDDLEWARE,
        "Nobody looks at what comes in: TextBoundaryMiddleware is missing.": BOUNDARY in settings.MIDDLEWARE,
        "A dump would be a set of live sessions: set SESSION_ENGINE.": settings.SESSION_ENGINE == SESSIONS,
        "A cookie's name does not begin with __Host-.": all(name.startswith("__Host-") for name in cookies),
        "The browser's policy lets a script stand in a page.": strict,
    }
    return [Error(sentence, id="clinic.E003") for sentence, holds in wanted.items() if not holds]


def unsafe_settings() -> list[str]:
    """What makes this database unsafe, a sentence each."""
    found = [
        f"PostgreSQL has {name} = {value}; {MUST_BE_ON[name]}, or an answer may be lost."
        for name, value in _set_to(MUST_BE_ON).items()
        if value != "on"
    ]
    if int(_set_to(["server_version_num"])["server_version_num"]) < OLDEST:
        found.append("PostgreSQL is older than 15; upgrade it.")
    if settings.DATABASE_ROLE == "runtime":
        found += _rights_too_many()
    return found


def talkative_settings() -> list[str]:
    """What would let the database's log quote what a patient typed, a sentence each."""
    return [
        f"PostgreSQL has {name} = {value}; set it to {SAYS_LITTLE[name]}, or its log may quote what a patient typed."
        for name, value in _set_to(SAYS_LITTLE).items()
        if value != SAYS_LITTLE[name]
    ]


def refuse_unsafe_start() -> None:
    """Stops a web server's start with a sentence for everything that is wrong.

    A database that is away is looked at as soon as it is back.
    """
    found = [message.msg for message in run_checks() if message.level >= ERROR]
    if not getattr(staticfiles_storage, "hashed_files", True):
        found.append("The static files are not there; run manage.py collectstatic.")
    try:
        found += _wrong_with_database()
    except OperationalError:
        connection_created.connect(_look, dispatch_uid=LOOK)
    if found:
        raise SystemExit("Clearway cannot start: " + " ".join(found))


def _look(connection: Any, **_: Any) -> None:
    """Nobody is served from a database that was not looked at: until it is safe every page says 503."""
    if _wrong_with_database():
        connection.close()
        log.error("database.refused")
        raise OperationalError("this database is refused; manage.py check --database default says why")
    connection_created.disconnect(dispatch_uid=LOOK)


def _wrong_with_database() -> list[str]:
    """A real clinic's database log also quotes no patient."""
    talks = talkative_settings() if settings.PRODUCTION else []
    return [*unsafe_settings(), *talks, *_wrong_with_contents()]


def _wrong_with_contents() -> Iterator[str]:
    """A real clinic's database holds no demonstration accounts, and these keys open what it holds."""
    from clinic.models import Staff

    try:
        if settings.PRODUCTION and Staff.objects.filter(is_demo=True).exists():
            yield "The database holds demonstration accounts; start a real clinic with an empty database."
        if not _keys_fit():
            yield f"The keys in {settings.KEYS} do not open this database; put back those it was filled with."
    except ProgrammingError:
        yield "The tables are not there or not granted; run manage.py migrate, then manage.py grant_runtime."


def _keys_fit() -> bool:
    """Whether a record's data key opens; in an empty database any key does."""
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    kept = [
        field.model._default_manager.values_list(field.attname, flat=True).first()
        for field in fields
        if isinstance(field, WrappedKeyField)
    ]
    try:
        return all(unwrap(wrapped) for wrapped in kept if wrapped)
    except TamperedError:
        return False


def _set_to(names: Any) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, current_setting(name) FROM unnest(%s::text[]) AS name", [list(names)])
        return dict(cursor.fetchall())


def _rights_too_many() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS)
        above, reads_all, creates = cursor.fetchone()
        cursor.execute(OWNED)
        owns = cursor.fetchone()[0] > 0
    sentences = {
        "The role in DATABASE_URL is a superuser, makes roles or copies the server; use one that does not.": above,
        "The role in DATABASE_URL has rights over the whole server (pg_...); use one that has none.": reads_all,
        "The role in DATABASE_URL may create tables; run manage.py grant_runtime as the owner.": creates,
        "The role in DATABASE_URL owns tables; only the role in DATABASE_OWNER_URL may.": owns,
    }
    return [sentence for sentence, holds in sentences.items() if holds]
