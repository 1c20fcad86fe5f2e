"""Sessions of staff: in our own table under a hashed key, 15 minutes idle, 10 hours in all, by the database's clock."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse

from clinic.statement import Statement

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=10)
REMEMBERED = timedelta(hours=12)
"""How long it is still known whose session it was, so that what they sent too late can be given back to them."""
NOTICED = timedelta(seconds=30)
POLL = "X-Clearway-Poll"
BEFORE = "before"
SEVERAL = 0
"""In a session: who alone was signed in in this browser before it, in sessions that ended by themselves, or several."""
PERSON = ("id", "password", "last_login", "email", "name", "role", "is_active", "is_demo", "joined_at")
ALIVE = Statement(f"""
    SELECT session.data, statement_timestamp() - session.active_at, {", ".join(f"person.{name}" for name in PERSON)}
      FROM clinic_staffsession AS session LEFT JOIN clinic_staff AS person ON person.id = session.staff_id
     WHERE session.key_hash = %s
       AND session.active_at > statement_timestamp() - make_interval(secs => %s)
       AND session.started_at > statement_timestamp() - make_interval(secs => %s)
""")  # noqa: S608
"""Asked on every page: the session with the person whose it is."""


def hash_of(key: str) -> str:
    """What is kept of a session's key."""
    return hashlib.sha256(key.encode()).hexdigest()


class SessionStore(SessionBase):
    """A session in the database; only its browser knows its key."""

    quiet_for = timedelta(0)
    person: Any = None
    """Whose session it is, as it was read with it; nobody for a session that was not read, or is nobody's."""

    @classmethod
    def get_model_class(cls) -> Any:
        from clinic.models import StaffSession

        return StaffSession

    @property
    def rows(self) -> Any:
        """This session's row, if there is one."""
        return self.get_model_class().objects.filter(key_hash=hash_of(self.session_key or ""))

    def load(self) -> dict[str, Any]:
        """The session's data while it is alive; otherwise nothing, under no key."""
        row = ALIVE.row(hash_of(self.session_key or ""), IDLE.total_seconds(), LONGEST.total_seconds())
        if row is None:
            self._session_key = None
            return {}
        kept, self.quiet_for, *person = row
        if person[0] is not None:
            self.person = apps.get_model("clinic", "Staff").from_db("default", PERSON, person)
        data: dict[str, Any] = self.decode(kept)
        return data

    def exists(self, session_key: str) -> bool:
        return bool(self.get_model_class().objects.filter(key_hash=hash_of(session_key)).exists())

    def _get_new_session_key(self) -> str:
        return secrets.token_hex(20)

    def create(self) -> None:
        self._session_key = self._get_new_session_key()
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """A new row, or the row there is: one that was ended meanwhile does not come back."""
        if self.session_key is None:
            return self.create()
        opened: Any = self
        data = opened._get_session(no_load=must_create)
        values = {"data": self.encode(data), "active_at": Now(), "staff_id": data.get("_auth_user_id")}
        if not must_create:
            if not self.rows.update(**values):
                raise UpdateError
            return None
        try:
            with transaction.atomic():
                self.get_model_class().objects.create(
                    key_hash=hash_of(self.session_key), started_at=Now(), **values
                )
        except IntegrityError as taken:
            raise CreateError from taken
        return None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            self.get_model_class().objects.filter(key_hash=hash_of(key)).delete()

    def notice(self) -> None:
        """Somebody did something; written down at most twice a minute."""
        if self.quiet_for > NOTICED:
            self.rows.update(active_at=Now())

    @classmethod
    def clear_expired(cls) -> None:
        """Takes out what nobody can use any more, once nobody asks whose it was."""
        over = Q(active_at__lt=Now() - IDLE - REMEMBERED) | Q(started_at__lt=Now() - LONGEST - REMEMBERED)
        cls.get_model_class().objects.filter(over).delete()


def owner_of(key: str) -> int | None:
    """Who signed in under this key, also when the session ended by itself since; nobody where it was ended by hand."""
    known = SessionStore.get_model_class().objects.filter(key_hash=hash_of(key))
    owner: int | None = known.values_list("staff_id", flat=True).first()
    return owner


def only_owner_before(key: str) -> int | None:
    """Who alone was signed in in a browser up to the session under this key; nobody where there were several."""
    known = SessionStore.get_model_class().objects.filter(key_hash=hash_of(key)).first()
    if known is None:
        return None
    before = SessionStore().decode(known.data).get(BEFORE, known.staff_id)
    return known.staff_id if before == known.staff_id else SEVERAL


class StaffSessionMiddleware(SessionMiddleware):
    """Django's own, on the pages of staff only; a page that asks by itself does not keep a session alive.

    The key of a session that ended by itself opens nothing; the browser keeps it: it tells whose words come late.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.SessionStore = SessionStore

    def process_request(self, request: HttpRequest) -> None:
        ours = request.path.startswith("/staff/")
        request.session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME) if ours else None)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not request.path.startswith("/staff/"):
            return response
        session: Any = request.session
        if session.accessed and not session.modified and session.session_key and POLL not in request.headers:
            session.notice()
        response = super().process_response(request, response)
        ended = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if ended is not None and not ended.value and owner_of(request.COOKIES[settings.SESSION_COOKIE_NAME]):
            del response.cookies[settings.SESSION_COOKIE_NAME]
        return response
