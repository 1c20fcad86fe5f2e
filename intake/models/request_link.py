"""A link by which a patient answers what a clinician asked: shown once to staff, 30 minutes, used once, five tries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from intake.models.link import Link
from intake.models.proof import Proof
from intake.models.sitting import hash_of

LASTS = timedelta(minutes=30)


class RequestLink(Link):
    """The way to one request of the clinicians, made by one of them."""

    request = models.ForeignKey("InformationRequest", on_delete=models.PROTECT, related_name="links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    @classmethod
    def make(cls, request: Any, staff: Any) -> str:
        """The token of a new link, which nobody can read again; earlier links of this request stop working."""
        cls.end_all(request)
        return cls.issue(LASTS, request=request, made_by=staff)

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

    def opens_for(self, said: Proof) -> bool:
        """Whether what was said lets in. The intake is locked by the caller."""
        intake = self.request.intake
        return self.use(intake, lambda: said.is_of(intake))
