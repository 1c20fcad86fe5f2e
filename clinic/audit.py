"""Writes events, in the transaction of the act they tell of: no event, no act."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import DatabaseError, models
from django.http import HttpRequest

from clinic.addresses import address_of
from clinic.errors import NotWrittenDown
from clinic.models.event import kind_of
from clinic.statement import Statement

ADD = Statement("""
    INSERT INTO clinic_event (actor_id, role, action, subject_kind, subject_id, session, ip, detail)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
""")
"""Its number, time and hash are the database's."""


def record(
    action: str,
    *,
    request: HttpRequest | None = None,
    staff: Any = None,
    subject: models.Model | None = None,
    detail: str = "",
) -> None:
    """One event. `detail` names fields or counts, never what somebody answered.

    The actor is `staff`, else who is signed in on the pages of staff (a stranger, where nobody is), else the patient
    whose request it is, else the system.
    """
    actor, role = _actor(request, staff)
    try:
        ADD.run(
            actor.pk if actor is not None else None,
            role,
            action,
            kind_of(subject) if subject is not None else "",
            str(subject.pk) if subject is not None else "",
            _session(request, actor),
            address_of(request) if request is not None else None,
            detail[:200],
        )
    except DatabaseError as refused:
        raise NotWrittenDown from refused


def _actor(request: HttpRequest | None, staff: Any) -> tuple[Any, str]:
    if request is None:
        return (staff, str(staff.role)) if staff is not None else (None, "system")
    at_work = request.path.startswith("/staff/")
    if staff is None and at_work:
        user = getattr(request, "user", None)
        staff = user if user is not None and user.is_authenticated else None
    if staff is not None:
        return staff, str(staff.role)
    return None, "stranger" if at_work else "patient"


def _session(request: HttpRequest | None, actor: Any) -> str:
    if request is None:
        return ""
    if actor is not None:
        key = getattr(getattr(request, "session", None), "session_key", None)
    else:
        key = getattr(getattr(request, "sitting", None), "token_hash", None)
    return hashlib.sha256(key.encode()).hexdigest()[:16] if key else ""
