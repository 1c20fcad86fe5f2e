"""Who settled a flag, when, how and why: a row, never a tick."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from clinic.encryption import SealedField
from clinic.sealed import SealedRow


class Resolution(SealedRow):
    """One flag, settled. `overridden`: a physician decided over it, and says why."""

    OVERRIDDEN = "overridden"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    flag = models.ForeignKey("Flag", on_delete=models.PROTECT, related_name="resolutions")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey("Decision", null=True, on_delete=models.PROTECT, related_name="overrides")
    outcome = models.CharField(max_length=20, default=OVERRIDDEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = SealedField()

    def __str__(self) -> str:
        return self.outcome
