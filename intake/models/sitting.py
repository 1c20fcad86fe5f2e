"""One sitting of a patient at the form, in one browser. The browser holds a token; we hold its hash."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

IDLE = timedelta(minutes=20)
WARNED = timedelta(minutes=18)
"""After so long without a press the page asks whether somebody is still there."""
LONGEST = timedelta(hours=4)
NOTICED = timedelta(seconds=15)


class SittingQuerySet(models.QuerySet["Sitting"]):
    """Sittings, as they are looked for."""

    def open(self) -> SittingQuerySet:
        """Not ended, not idle for too long, not older than the longest there is."""
        now = timezone.now()
        return self.filter(ended_at=None, last_seen_at__gt=now - IDLE, started_at__gt=now - LONGEST)


class Sitting(models.Model):
    """The way into one intake from one browser, or into one request of its clinicians.

    Pressing counts as activity; what the page does by itself (saving an answer, asking how long is left) does not.
    `masked`: who came in by a link does not see what was answered earlier in private sections."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="sittings")
    request = models.ForeignKey(
        "InformationRequest", null=True, on_delete=models.PROTECT, related_name="sittings"
    )
    masked = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SittingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"since {self.started_at:%d %b %H:%M}"

    @classmethod
    def begin(cls, intake: Any, request: Any = None, *, masked: bool = False) -> tuple[Sitting, str]:
        """A new sitting, at the whole form or at one request, and the token that only the browser keeps."""
        token = secrets.token_urlsafe(32)
        now = timezone.now()
        sitting = cls.objects.create(
            token_hash=hash_of(token),
            intake=intake,
            request=request,
            masked=masked,
            started_at=now,
            last_seen_at=now,
        )
        return sitting, token

    @classmethod
    def of(cls, token: str) -> Sitting | None:
        """The open sitting of this token, with its intake, or None."""
        if not token:
            return None
        return cls.objects.open().select_related("intake").filter(token_hash=hash_of(token)).first()

    def notice(self) -> None:
        """The patient did something; written down at most four times a minute."""
        now = timezone.now()
        if now - self.last_seen_at > NOTICED:
            self.last_seen_at = now
            self.save(update_fields=["last_seen_at"])

    @property
    def seconds_left(self) -> int:
        """How long it stays open if nothing is pressed."""
        return int((min(self.last_seen_at + IDLE, self.started_at + LONGEST) - timezone.now()).total_seconds())

    def end(self) -> None:
        """This browser has no way in any more."""
        self.ended_at = timezone.now()
        self.save(update_fields=["ended_at"])


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
