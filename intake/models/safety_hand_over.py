"""A safety alert handed to a named clinician, who has to take it on in turn."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.attending import HANDED_OVER, when_added
from intake.models.refusals import NotAllowed


class SafetyHandOver(SealedRow):
    """One handing over. Until somebody takes the alert on after it, nobody is dealing with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey("SafetyAlert", on_delete=models.PROTECT, related_name="hand_overs")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = SealedField()

    class Meta(SealedRow.Meta):
        triggers = [*SealedRow.Meta.triggers, when_added("waits_again", HANDED_OVER)]

    def __str__(self) -> str:
        return f"handed over {self.at:%d %b %H:%M}"


def refuse_unless_to_a_clinician(to: Any, by: Any) -> None:
    """Refuses to hand an alert to nobody, to oneself, or to somebody who may not deal with it."""
    if to is None or not to.is_active or not to.is_clinical:
        raise NotAllowed("Choose the nurse or physician who takes it over.")
    if to.pk == by.pk:
        raise NotAllowed("You cannot hand it over to yourself. Press I am dealing with this.")
