"""Writes events, in the transaction of the act they tell of: no event, no act."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import models
from django.http import HttpRequest

from clinic.models.event import Event, kind_of


def record(
    action: str,
    *,
    request: HttpRequest | None = None,
    staff: Any = None,
    subject: models.Model | None = None,
    detail: str = "",
) -> Event:
    """One event. `detail` names fields or counts, never what somebody answered.

    The actor is `staff`, else who is signed in, else the patient of the request's sitting, else the system.
    """
    actor, role = _actor(request, staff)
    return Event.objects.create(
        action=action,
        actor=actor,
        role=role,
        subject_kind=kind_of(subject) if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        session=_session(request, actor),
        ip=request.META.get("REMOTE_ADDR") or None if request is not None else None,
        detail=detail[:200],
    )


def _actor(request: HttpRequest | None, staff: Any) -> tuple[Any, str]:
    if staff is None and request is not None and request.path.startswith("/staff/"):
        user = getattr(request, "user", None)
        staff = user if user is not None and user.is_authenticated else None
    if staff is not None:
        return staff, str(staff.role)
    return None, "patient" if request is not None else "system"


def _session(request: HttpRequest | None, actor: Any) -> str:
    if request is None:
        return ""
    if actor is not None:
        key = getattr(getattr(request, "session", None), "session_key", None)
    else:
        key = getattr(getattr(request, "sitting", None), "token_hash", None)
    return hashlib.sha256(key.encode()).hexdigest()[:16] if key else ""
