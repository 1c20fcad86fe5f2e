"""A one-time code by which a patient comes back to an idle draft, after staff checked who asks."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from intake.models.reference import LETTERS

LASTS = timedelta(minutes=30)
MOST_TRIES = 5
USE = """
    UPDATE intake_reopening SET tries = tries + 1, used_at = CASE WHEN code_hash = %s THEN %s END
    WHERE intake_id = %s AND used_at IS NULL AND expires_at > %s AND tries < %s
    RETURNING used_at IS NOT NULL
"""


class HowChecked(models.TextChoices):
    """How staff made sure who asks."""

    DOCUMENT = "document", _("I saw a document with their name and birth date")
    CALL = "call", _("I called their number, and they told me name and birth date")
    KNOWN = "known", _("I know this person")


class Reopening(models.Model):
    """One code, of which we keep only a keyed hash: 30 minutes, used once, five tries."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="reopenings")
    code_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    how_checked = models.CharField(max_length=20, choices=HowChecked)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"until {self.expires_at:%H:%M}"

    @classmethod
    def make(cls, intake: Any, staff: Any, how_checked: str) -> str:
        """A new code, shown once; earlier ones of this intake stop working."""
        now = timezone.now()
        cls.objects.filter(intake=intake, used_at=None, expires_at__gt=now).update(expires_at=now)
        code = "".join(secrets.choice(LETTERS) for _ in range(8))
        cls.objects.create(
            intake=intake,
            code_hash=_hash_of(intake, code),
            made_by=staff,
            how_checked=how_checked,
            expires_at=now + LASTS,
        )
        return f"{code[:4]}-{code[4:]}"

    @classmethod
    def use(cls, intake: Any, code: str) -> bool:
        """Uses the code up, in one statement: every try counts, and the right one works once."""
        now = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(USE, [_hash_of(intake, code), now, intake.pk, now, MOST_TRIES])
            return any(used for (used,) in cursor.fetchall())


def _hash_of(intake: Any, code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return salted_hmac(f"reopening {intake.pk}", plain, algorithm="sha256").hexdigest()
