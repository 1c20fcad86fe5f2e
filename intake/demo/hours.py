"""The hour at which something is said to have happened in a demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def at_the_hour(hour: datetime) -> Iterator[None]:
    """Everything that asks for the time is told this hour."""
    real = timezone.now
    timezone.now = lambda: hour
    try:
        yield
    finally:
        timezone.now = real
