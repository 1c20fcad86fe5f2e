"""Sessions of staff: in our own table under a hashed key, 15 minutes idle, 10 hours in all, judged by stored times."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError, IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=10)
NOTICED = timedelta(seconds=30)
POLL = "X-Clearway-Poll"


def hash_of(key: str) -> str:
    """What is kept of a session's key."""
    return hashlib.sha256(key.encode()).hexdigest()


class SessionStore(SessionBase):
    """A session in the database; only its browser knows its key."""

    @classmethod
    def get_model_class(cls) -> Any:
        from clinic.models import StaffSession

        return StaffSession

    @property
    def model(self) -> Any:
        return self.get_model_class()

    def load(self) -> dict[str, Any]:
        """The session's data while it is alive; otherwise nothing, under no key."""
        now = timezone.now()
        row = self.model.objects.filter(
            key_hash=hash_of(self.session_key or ""), active_at__gt=now - IDLE, started_at__gt=now - LONGEST
        ).first()
        if row is None:
            self._session_key = None
            return {}
        self.active_at = row.active_at
        data: dict[str, Any] = self.decode(row.data)
        return data

    def exists(self, session_key: str) -> bool:
        return bool(self.model.objects.filter(key_hash=hash_of(session_key)).exists())

    def _get_new_session_key(self) -> str:
        return secrets.token_hex(20)

    def create(self) -> None:
        self._session_key = self._get_new_session_key()
        try:
            self.save(must_create=True)
        except CreateError:
            self._session_key = self._get_new_session_key()
            self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        opened: Any = self
        data = opened._get_session(no_load=must_create)
        now = timezone.now()
        values = {"data": self.encode(data), "active_at": now, "staff_id": data.get("_auth_user_id")}
        try:
            with transaction.atomic():
                if must_create:
                    self.model.objects.create(key_hash=hash_of(self.session_key), started_at=now, **values)
                elif not self.model.objects.filter(key_hash=hash_of(self.session_key)).update(**values):
                    raise UpdateError
        except IntegrityError as taken:
            raise CreateError from taken
        except DatabaseError:
            if not must_create:
                raise UpdateError from None
            raise

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            self.model.objects.filter(key_hash=hash_of(key)).delete()

    def notice(self) -> None:
        """Somebody did something; written down at most twice a minute."""
        now = timezone.now()
        if now - getattr(self, "active_at", now) > NOTICED:
            self.model.objects.filter(key_hash=hash_of(self.session_key or "")).update(active_at=now)

    @classmethod
    def clear_expired(cls) -> None:
        """Takes out what nobody can use any more."""
        now = timezone.now()
        cls.get_model_class().objects.filter(active_at__lt=now - IDLE).delete()


class StaffSessionMiddleware(SessionMiddleware):
    """Django's own, on the pages of staff only; a page that asks by itself does not keep a session alive."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.SessionStore = SessionStore

    def process_request(self, request: HttpRequest) -> None:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME) if request.path.startswith("/staff/") else None
        request.session = SessionStore(key)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session: Any = request.session
        if not request.path.startswith("/staff/"):
            return response
        if session.accessed and not session.modified and session.session_key and POLL not in request.headers:
            session.notice()
        response = super().process_response(request, response)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie is not None and cookie.value:
            cookie["expires"], cookie["max-age"] = "", ""
        return response
