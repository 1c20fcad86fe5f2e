"""A link that a patient opens on any device: kept as a hash, for a while, used once, five tries."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models
from django.utils import timezone

from clinic.limits import Limit, allows
from intake.models.sitting import hash_of

MOST_TRIES = 5
A_DAY = Limit(at_most=15, minutes=24 * 60)
"""Birth dates or PINs that may be tried for one intake in a day, over all its links."""
USE = """
    UPDATE {table} SET tries = tries + 1, used_at = CASE WHEN %s THEN %s END
    WHERE token_hash = %s AND used_at IS NULL AND expires_at > %s AND tries < %s
    RETURNING used_at IS NOT NULL
"""


class Link(models.Model):
    """One link, of whose token we keep only the hash. The token alone opens nothing: who comes says what they know."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"until {self.expires_at:%H:%M}"

    @classmethod
    def issue(cls, lasts: timedelta, **of: Any) -> str:
        """The token of a new link, which nobody can read again."""
        token, now = secrets.token_urlsafe(32), timezone.now()
        cls._default_manager.create(token_hash=hash_of(token), made_at=now, expires_at=now + lasts, **of)
        return token

    def works(self, now: datetime) -> bool:
        """Whether who knows what is asked would still be let in."""
        return self.used_at is None and self.expires_at > now and self.tries < MOST_TRIES

    def use(self, intake: Any, knows: Callable[[], bool]) -> bool:
        """Uses the link up, in one statement: every try counts, and who knows (`knows`) is let in once.

        The intake is locked by the caller, so that tries come one after another. What cannot work any more is not
        weighed, and does not count to the day.
        """
        now = timezone.now()
        if not type(self)._default_manager.get(pk=self.pk).works(now):
            return False
        if not allows(A_DAY, "birth date of a link", str(intake.pk)):
            return False
        with connection.cursor() as cursor:
            statement = USE.format(table=connection.ops.quote_name(self._meta.db_table))
            cursor.execute(statement, [knows(), now, self.token_hash, now, MOST_TRIES])
            return any(used for (used,) in cursor.fetchall())
