"""A place on a list that goes by time, as it stands in an address."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from intake.views.staff.places import parse_uuid, parse_when


def text_of(row: Any) -> str:
    """Where this row stands."""
    return f"{row.at.isoformat()}~{row.pk}"


def place_in(text: str) -> tuple[datetime, uuid.UUID] | None:
    """The place that an address names; None where it names none."""
    at, _tilde, pk = text.partition("~")
    moment, key = parse_when(at), parse_uuid(pk)
    return (moment, key) if moment is not None and key is not None else None
