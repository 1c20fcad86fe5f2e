"""The answers as the patient sent them, sealed: exact wording, hint, options, language, time."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from clinic.encryption import SealedField
from clinic.sealed import SealedRow


class Submission(SealedRow):
    """One sending of an intake. Never edited; a correction is a new submission that supersedes it.

    `content` holds, section by section, each question as it was worded with the answer in words (`sections`), and the
    answers by code as rules read them (`answers`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    supersedes = models.ForeignKey("Submission", null=True, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()
    language = models.CharField(max_length=10)
    questionnaire_version = models.CharField(max_length=20)
    content = SealedField()

    class Meta(SealedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="one_submission_a_number")]

    def __str__(self) -> str:
        return f"submission {self.number}"

    def answers(self) -> dict[str, Any]:
        """Answers by question code, as they counted."""
        answers: dict[str, Any] = self.content["answers"]
        return answers
