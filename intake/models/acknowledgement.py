"""Who said that they are dealing with a safety alert, and when. It does not close it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from clinic.sealed import SealedRow
from intake.models.attending import SEEN_TO, when_added


class Acknowledgement(SealedRow):
    """One clinician, dealing with one alert."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey("SafetyAlert", on_delete=models.PROTECT, related_name="acknowledgements")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(SealedRow.Meta):
        triggers = [*SealedRow.Meta.triggers, when_added("taken_on", SEEN_TO)]

    def __str__(self) -> str:
        return f"acknowledged {self.at:%d %b %H:%M}"
