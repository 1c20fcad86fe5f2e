"""A one-time code by which a patient comes back to an idle draft, after staff checked who asks."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import models
from django.db.models import F
from django.utils import timezone

from intake.models.reference import LETTERS

LASTS = timedelta(minutes=30)
MOST_TRIES = 5


class Reopening(models.Model):
    """One code: hashed, 30 minutes, used once, five tries."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="reopenings")
    code_hash = models.CharField(max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    how_checked = models.CharField(max_length=20)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"until {self.expires_at:%H:%M}"

    @classmethod
    def make(cls, intake: Any, staff: Any, how_checked: str) -> str:
        """A new code, shown once; earlier ones of this intake stop working."""
        cls.objects.filter(intake=intake, used_at=None).update(expires_at=timezone.now())
        code = "".join(secrets.choice(LETTERS) for _ in range(8))
        cls.objects.create(
            intake=intake,
            code_hash=make_password(code),
            made_by=staff,
            how_checked=how_checked,
            expires_at=timezone.now() + LASTS,
        )
        return f"{code[:4]}-{code[4:]}"

    @classmethod
    def consume(cls, intake: Any, code: str) -> bool:
        """Uses up the code. Every try counts, in one statement, before the code is looked at."""
        live = cls.objects.filter(intake=intake, used_at=None, expires_at__gt=timezone.now(), tries__lt=MOST_TRIES)
        if not live.update(tries=F("tries") + 1):
            return False
        newest = cls.objects.filter(intake=intake, used_at=None, expires_at__gt=timezone.now()).latest("expires_at")
        plain = code.replace("-", "").replace(" ", "").upper()
        if not check_password(plain, newest.code_hash):
            return False
        return bool(cls.objects.filter(pk=newest.pk, used_at=None).update(used_at=timezone.now()))
