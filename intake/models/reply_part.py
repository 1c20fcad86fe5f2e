"""One section of a reply that was not sent yet."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from intake.models.kept import Kept, nothing_kept


class ReplyPart(Kept):
    """What a patient answers to a request, as it is given; apart from the draft, until it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey("InformationRequest", on_delete=models.PROTECT, related_name="parts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "section"], name="one_part_a_section")]

    @classmethod
    def new(cls, request: Any, section: str) -> ReplyPart:
        """A section of the reply with nothing in it."""
        return cls(intake=request.intake, request=request, section=section, kept=nothing_kept())
