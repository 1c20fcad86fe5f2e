"""How a driver answers for themselves: a link, or eight letters to type at /ride/. It serves nothing else."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from clinic.limits import Limit, allows
from intake.models.sitting import hash_of
from intake.models.visit_status import AHEAD

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread."""
CODE = 8
FROM_ONE_ADDRESS = Limit(at_most=20, minutes=60)
FROM_ALL = Limit(at_most=300, minutes=60)
"""Codes that may be typed. With 22^8 codes, a guess at this pace takes ten thousand years."""
ANSWERS = Limit(at_most=20, minutes=24 * 60)
"""Answers by one link in a day: a mind may be changed, a machine may not play with it."""


class DriverLink(models.Model):
    """One link with its code, of which we keep only hashes. It works until the visit is over, for one ride."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, unique=True)
    visit = models.ForeignKey("Visit", on_delete=models.PROTECT, related_name="driver_links")
    ride = models.ForeignKey("Ride", on_delete=models.PROTECT, related_name="links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["made_at"],
                name="drivers_not_heard_from",
                condition=models.Q(answered_at__isnull=True, ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%d %b %H:%M}"

    def works(self) -> bool:
        """Whether an answer by it still counts."""
        ahead = self.visit.status in AHEAD and self.visit.ready_at > timezone.now()
        return ahead and self.ended_at is None

    @classmethod
    def make(cls, ride: Any, staff: Any) -> tuple[str, str]:
        """Token and code of a new link, which nobody can read again; earlier links of the visit stop working."""
        cls.end_all(ride.visit)
        token = secrets.token_urlsafe(32)
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE))
        cls.objects.create(
            token_hash=hash_of(token),
            code_hash=_hash_of_code(code),
            visit=ride.visit,
            ride=ride,
            made_by=staff,
            made_at=timezone.now(),
        )
        return token, f"{code[:4]}-{code[4:]}"

    @classmethod
    def end_all(cls, visit: Any) -> None:
        """No link of this visit works any more."""
        cls.objects.filter(visit=visit, ended_at=None).update(ended_at=timezone.now())

    @classmethod
    def note_answer(cls, visit: Any) -> None:
        """The driver was heard: nobody waits for an answer by the link."""
        cls.objects.filter(visit=visit, ended_at=None, answered_at=None).update(answered_at=timezone.now())

    def answered(self) -> None:
        """The driver answered by it."""
        self.answered_at = timezone.now()
        self.save(update_fields=["answered_at"])

    @classmethod
    def of_token(cls, token: str) -> DriverLink | None:
        """The link of this token, if it works."""
        return cls._working(token_hash=hash_of(token))

    @classmethod
    def of_code(cls, code: str, address: str) -> DriverLink | None:
        """The link of this code, if it works and not too many were tried, from this address or from all."""
        plain = "".join(letter for letter in code.upper() if letter.isalpha())
        if not (allows(FROM_ONE_ADDRESS, "driver's code", address) and allows(FROM_ALL, "driver's codes", "all")):
            return None
        return cls._working(code_hash=_hash_of_code(plain))

    def may_answer(self) -> bool:
        """Whether this link was not played with today; counts."""
        return allows(ANSWERS, "driver's answers", str(self.pk))

    @classmethod
    def _working(cls, **known: str) -> DriverLink | None:
        link = cls.objects.select_related("visit__intake", "ride").filter(**known).first()
        return link if link is not None and link.works() else None

    @classmethod
    def not_heard_from(cls, since: timedelta, now: datetime) -> Any:
        """Links that were made so long ago, and no driver answered yet."""
        return cls.objects.filter(answered_at=None, ended_at=None, made_at__lte=now - since)


def _hash_of_code(code: str) -> str:
    """Keyed: eight letters could be guessed from a plain hash."""
    return salted_hmac("driver's code", code, algorithm="sha256").hexdigest()
