"""Walks the chain of events and stops at the first that does not fit."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from clinic.models.event import HASH

FIRST_WRONG = f"""
    SELECT id FROM (
        SELECT id, previous, hash, {HASH.format(row="clinic_event")} AS counted,
            lag(hash, 1, repeat('0', 64)) OVER (ORDER BY id) AS before, row_number() OVER (ORDER BY id) AS place
        FROM clinic_event
    ) AS walked
    WHERE previous <> before OR hash <> counted OR id <> place ORDER BY id LIMIT 1
"""  # noqa: S608
LAST = "SELECT coalesce(max(id), 0), coalesce((array_agg(hash ORDER BY id DESC))[1], repeat('0', 64)) FROM clinic_event"
HEAD = "SELECT event_id, hash FROM clinic_eventhead WHERE id = 1"


class Command(BaseCommand):
    """Exits with 1, and says the first bad id, where an event was changed, put in or taken out."""

    help = "Checks that no event was changed, put in or taken out."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(FIRST_WRONG)
            wrong = cursor.fetchone()
            if wrong:
                raise CommandError(f"The chain breaks at event {wrong[0]}.")
            cursor.execute(LAST)
            last = cursor.fetchone()
            cursor.execute(HEAD)
            if cursor.fetchone() != last:
                raise CommandError(f"The chain breaks after event {last[0]}: events are missing at its end.")
        self.stdout.write(f"{last[0]} events, and the chain is whole.")
