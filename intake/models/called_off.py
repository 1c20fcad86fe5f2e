"""What the patient was asked is called off: by a clinician, or because the patient stopped."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from clinic.sealed import SealedRow


class CalledOff(SealedRow):
    """One information request, called off before it was answered; `by` is nobody where the patient stopped."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.OneToOneField("InformationRequest", on_delete=models.PROTECT, related_name="called_off")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"called off {self.at:%d %b %H:%M}"
