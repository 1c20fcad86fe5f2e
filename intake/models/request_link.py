"""A link by which a patient answers what a clinician asked: shown once to staff, 30 minutes, used once, five tries."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from clinic.limits import Limit, allows
from intake.models.sitting import hash_of

LASTS = timedelta(minutes=30)
MOST_TRIES = 5
A_DAY = Limit(at_most=15, minutes=24 * 60)
"""Birth dates that may be tried for one intake in a day, over all its links."""
USE = """
    UPDATE intake_requestlink SET tries = tries + 1, used_at = CASE WHEN %s THEN %s END
    WHERE token_hash = %s AND used_at IS NULL AND expires_at > %s AND tries < %s
    RETURNING used_at IS NOT NULL
"""


class RequestLink(models.Model):
    """One link, of whose token we keep only the hash. The token alone opens nothing: the birth date is asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    request = models.ForeignKey("InformationRequest", on_delete=models.PROTECT, related_name="links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"until {self.expires_at:%H:%M}"

    def works(self, now: datetime) -> bool:
        """Whether the right birth date would still let somebody in."""
        return self.used_at is None and self.expires_at > now and self.tries < MOST_TRIES

    @classmethod
    def make(cls, request: Any, staff: Any) -> str:
        """The token of a new link, which nobody can read again; earlier links of this request stop working."""
        cls.end_all(request)
        token, now = secrets.token_urlsafe(32), timezone.now()
        cls.objects.create(
            token_hash=hash_of(token), request=request, made_by=staff, made_at=now, expires_at=now + LASTS
        )
        return token

    @classmethod
    def end_all(cls, request: Any) -> None:
        """No link of this request works any more."""
        now = timezone.now()
        cls.objects.filter(request=request, used_at=None, expires_at__gt=now).update(expires_at=now)

    @classmethod
    def of(cls, token: str) -> RequestLink | None:
        """The link of this token, whether or not it still works."""
        found = cls.objects.select_related("request__intake").filter(token_hash=hash_of(token))
        return found.first()

    def use(self, birth_date: str) -> bool:
        """Uses the link up, in one statement: every try counts, and the right birth date lets in once."""
        intake = self.request.intake
        known = str((intake.identity or {}).get("birth_date") or "")
        right = constant_time_compare(birth_date, known) and bool(known)
        if not allows(A_DAY, "birth date of a link", str(intake.pk)):
            return False
        now = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(USE, [right, now, self.token_hash, now, MOST_TRIES])
            return any(used for (used,) in cursor.fetchall())
