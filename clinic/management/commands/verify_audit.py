"""Walks the chain of events and stops at the first that does not fit."""

from __future__ import annotations

import hashlib
from datetime import UTC
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clinic.models import Event, EventHead

START = "0" * 64


def hash_of(event: Event, previous: str) -> str:
    """An event's hash, as the database makes it."""
    at = event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") if event.at else ""
    parts = (
        previous,
        event.pk,
        at,
        event.actor_id if event.actor_id is not None else "",
        event.role,
        event.action,
        event.subject_kind,
        event.subject_id,
        event.session,
        event.ip or "",
        event.detail,
    )
    return hashlib.sha256("|".join(str(part) for part in parts).encode()).hexdigest()


class Command(BaseCommand):
    """Exits with 1 and the first bad id where an event was changed or taken out."""

    help = "Checks that no event was changed or taken out."

    def handle(self, *args: Any, **options: Any) -> None:
        previous, count = START, 0
        for event in Event.objects.order_by("id").iterator(chunk_size=2000):
            if event.previous != previous or event.hash != hash_of(event, previous):
                raise CommandError(f"The chain breaks at event {event.pk}.")
            previous, count = event.hash, count + 1
        if EventHead.objects.get(pk=1).hash != previous:
            raise CommandError("Events are missing at the end of the chain.")
        self.stdout.write(f"{count} events, chain whole.")
