"""Who has a record open: a row for each person and record, seen in the last minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

LOOKED = timedelta(minutes=2)
"""A page that is open asks twice a minute."""
FORGOTTEN = timedelta(days=1)

NOTICE = """
    WITH forgotten AS (
        DELETE FROM intake_presence WHERE staff_id = %(staff)s AND intake_id <> %(intake)s AND seen_at < %(old)s
    ), here AS (
        INSERT INTO intake_presence (intake_id, staff_id, seen_at) VALUES (%(intake)s, %(staff)s, %(now)s)
        ON CONFLICT (intake_id, staff_id) DO UPDATE SET seen_at = EXCLUDED.seen_at
    )
    SELECT person.name FROM intake_presence JOIN clinic_staff person ON person.id = staff_id
    WHERE intake_id = %(intake)s AND staff_id <> %(staff)s AND seen_at > %(lately)s ORDER BY person.name
"""


class Presence(models.Model):
    """One person at one record."""

    pk = models.CompositePrimaryKey("intake_id", "staff_id")
    intake = models.ForeignKey("Intake", on_delete=models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seen {self.seen_at:%H:%M}"

    @classmethod
    def notice(cls, intake: Any, staff: Any) -> list[str]:
        """This person is at it; the names of the others who are. What they had open days ago is forgotten."""
        now = timezone.now()
        told = {"intake": intake.pk, "staff": staff.pk, "now": now, "lately": now - LOOKED, "old": now - FORGOTTEN}
        with connection.cursor() as cursor:
            cursor.execute(NOTICE, told)
            return [name for (name,) in cursor.fetchall()]
