"""The answers as the patient sent them, sealed: exact wording, hint, options, language, time."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils import timezone

from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.refusals import Incomplete
from intake.models.sealing import content_of, dated_today, missing
from intake.questionnaire import QUESTIONNAIRE_VERSION
from intake.questionnaire.ride import Ride

LANGUAGE = "en"


class Submission(SealedRow):
    """One sending of an intake. Never edited; a correction is a new submission that supersedes it.

    `content` holds, section by section, each question as it was worded with the answer in words (`sections`), and the
    answers by code as rules read them (`answers`), and which pages were open to the patient to read (`pages`).
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

    @classmethod
    def seal(cls, intake: Any, pages: Sequence[str] = ()) -> Submission:
        """Seals what counts of a draft; Incomplete while a question that is asked stands blank."""
        answers = intake.read()
        if blank := missing(answers):
            raise Incomplete(blank)
        return cls.objects.create(
            intake=intake,
            number=1,
            sealed_at=timezone.now(),
            language=LANGUAGE,
            questionnaire_version=QUESTIONNAIRE_VERSION,
            content={**content_of(dated_today(answers)), "pages": list(pages)},
        )

    def answers(self) -> dict[str, Any]:
        """Answers by question code, as they counted."""
        answers: dict[str, Any] = self.content["answers"]
        return answers

    @property
    def questions_for_clinician(self) -> str:
        """What the patient wants to ask or tell; staff read it first."""
        return str(self.answers().get(Ride.questions_for_clinician.code, ""))
