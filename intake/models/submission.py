"""The answers as the patient sent them, sealed: exact wording, hint, options, language, time."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone

from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.refusals import Incomplete
from intake.models.sealing import content_after, content_of, dated_today, missing
from intake.questionnaire import QUESTIONNAIRE_VERSION
from intake.questionnaire.about import About
from intake.questionnaire.asked_again import NEVER_AGAIN, AskedAgain
from intake.questionnaire.ride import Ride

LANGUAGE = "en"


class Submission(SealedRow):
    """One sending of an intake. Never edited; a correction is a new submission that supersedes it.

    `content` holds, section by section, each question as it was worded with the answer in words (`sections`), and the
    answers by code as rules read them (`answers`), which pages were open to the patient to read (`pages`), and who sent
    it for the patient, by which route (`sent_by`, None where the patient did). An answer that staff wrote down for the
    patient says so itself (`route`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    supersedes = models.ForeignKey("Submission", null=True, on_delete=models.PROTECT, related_name="+")
    in_reply_to = models.OneToOneField(
        "InformationRequest", null=True, on_delete=models.PROTECT, related_name="reply"
    )
    sealed_at = models.DateTimeField()
    language = models.CharField(max_length=10)
    questionnaire_version = models.CharField(max_length=20)
    content = SealedField()

    class Meta(SealedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="one_submission_a_number")]
        indexes = [models.Index(fields=["sealed_at"], name="submissions_by_time")]

    def __str__(self) -> str:
        return f"submission {self.number}"

    @classmethod
    def seal(
        cls, intake: Any, pages: Sequence[str] = (), sent_by: Mapping[str, str] | None = None
    ) -> Submission:
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
            content={
                **content_of(dated_today(answers), intake.marks()),
                "pages": list(pages),
                "sent_by": dict(sent_by) if sent_by else None,
            },
        )

    @classmethod
    def supersede(cls, asked: Any, read: AskedAgain) -> Submission:
        """Seals a reply to a request: the answers before it, with what was said in it on top."""
        earlier = cls.newest(asked.intake)
        return cls.objects.create(
            intake=asked.intake,
            number=earlier.number + 1,
            supersedes=earlier,
            in_reply_to=asked,
            sealed_at=timezone.now(),
            language=LANGUAGE,
            questionnaire_version=QUESTIONNAIRE_VERSION,
            content=content_after(earlier.content, read),
        )

    @classmethod
    def newest(cls, intake: Any) -> Any:
        """The one that counts, ready to be read; None where nothing was sent."""
        found = intake.submissions.order_by("-number").first()
        if found is not None:
            found.intake = intake
        return found

    def answers(self) -> dict[str, Any]:
        """Answers by question code, as they counted."""
        answers: dict[str, Any] = self.content["answers"]
        return answers

    @cached_property
    def told_at(self) -> datetime:
        """Since when the oldest of these answers stands: a reply makes those new that it was asked for, no others."""
        if self.number == 1:
            return self.sealed_at
        left = {code for code in self.answers() if _grows_old(code)}
        later: Submission = self
        for earlier in reversed(self.chain()[:-1]):
            left -= later._said_anew(earlier)
            if not left:
                return later.sealed_at
            later = earlier
        return later.sealed_at

    def chain(self) -> list[Submission]:
        """This one, behind those of the same form before it, the first one first."""
        before = self.intake.submissions.filter(number__lt=self.number).select_related("in_reply_to")
        found = list(before.order_by("number"))
        for earlier in found:
            earlier.intake = self.intake
        return [*found, self]

    def told_by_day(self) -> dict[str, datetime]:
        """When each of these answers was given last."""
        found: dict[str, datetime] = {}
        before: Submission | None = None
        for each in self.chain():
            anew = set(each.answers()) if before is None else each._said_anew(before)
            found |= dict.fromkeys(anew, each.sealed_at)
            before = each
        return found

    def _said_anew(self, earlier: Submission) -> set[str]:
        """Codes of what this reply was asked for, or says otherwise than the submission before it."""
        asked = self.in_reply_to
        if asked is None:
            return set(self.answers())
        asked.intake = self.intake
        before = earlier.answers()
        return {
            code
            for code, value in self.answers().items()
            if code.removesuffix(".other") in asked.codes or before.get(code) != value
        }

    @property
    def questions_for_clinician(self) -> str:
        """What the patient wants to ask or tell; staff read it first."""
        return str(self.answers().get(Ride.questions_for_clinician.code, ""))


def _grows_old(code: str) -> bool:
    """Whether an answer has to be given anew one day: what is signed, and the birth date, are not asked again."""
    return code.partition(".")[0] not in NEVER_AGAIN and code != About.birth_date.code
