"""A place in a list as it stands in an address: nothing typed there reaches a query as text."""

from __future__ import annotations

import uuid
from datetime import UTC
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from intake.models.queue import Listing

BETWEEN = "~"


def place_in(listing: Listing, text: str) -> tuple[Any, ...] | None:
    """The place that an address tells of, or None when it is not whole."""
    names, parts = (*listing.columns, "id"), text.split(BETWEEN)
    place = [_value(name, part) for name, part in zip(names, parts, strict=False)]
    return None if len(parts) != len(names) or None in place else tuple(place)


def _value(name: str, text: str) -> Any:
    if name == "id":
        return parse_uuid(text)
    if name.endswith("_rank"):
        return int(text) if text.removeprefix("-").isdecimal() and len(text) < 4 else None
    return parse_when(text)


def parse_when(text: str) -> Any:
    """A time with its zone that a database can hold, or None."""
    try:
        when = parse_datetime(text)
        return when.astimezone(UTC) if when is not None and timezone.is_aware(when) else None
    except (ValueError, OverflowError):
        return None


def parse_uuid(text: str) -> Any:
    """The key of a row, or None."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
