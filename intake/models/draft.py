"""One section of a form that was not sent yet."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from intake.models.kept import Kept, nothing_kept


class Draft(Kept):
    """The answers of one section of an intake, as they are given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="drafts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intake", "section"], name="one_draft_a_section")]

    @classmethod
    def new(cls, intake: Any, section: str) -> Draft:
        """An empty draft of a section."""
        return cls(intake=intake, section=section, kept=nothing_kept())
