"""A section marked reviewed, by whom and when. It counts while the section says what it said then."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.sealed import SealedRow
from intake.models.refusals import NotAllowed
from intake.models.status import refuse_unless


class SectionReview(SealedRow):
    """One mark, or one mark taken back (`stands` is false), on a section of one submission."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="section_reviews")
    submission = models.ForeignKey("Submission", on_delete=models.PROTECT, related_name="section_reviews")
    section = models.CharField(max_length=20)
    stands = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(SealedRow.Meta):
        indexes = [models.Index(fields=["intake", "at"], name="section_reviews_of_intake")]

    def __str__(self) -> str:
        return self.section

    @classmethod
    @transaction.atomic
    def mark(
        cls, intake: Any, staff: Any, section: str, *, on: Any, stands: bool = True, request: Any = None
    ) -> SectionReview | None:
        """Marks a section of the submission that was read (`on`, its id), or takes the mark back."""
        locked = intake._locked()
        refuse_unless("review section", locked, staff)
        submission = locked.submissions.order_by("-number").first()
        if submission is None or str(submission.pk) != str(on):
            raise NotAllowed("The answers changed after you opened them. Read the new ones, then mark the section.")
        submission.intake = locked
        if section not in _sections_of(submission):
            raise NotAllowed("There is no such section in these answers.")
        if (section in cls.standing(locked, submission)) == stands:
            return None
        mark = cls.objects.create(
            intake=locked, submission=submission, section=section, stands=stands, by=staff, at=timezone.now()
        )
        act = "section.reviewed" if stands else "section.review_taken_back"
        record(act, staff=staff, request=request, subject=locked, detail=section)
        return mark

    @classmethod
    def standing(cls, intake: Any, submission: Any) -> dict[str, SectionReview]:
        """By section, the mark that counts for this submission: the last one, where the answers are the same still."""
        now = _sections_of(submission)
        then: dict[Any, Mapping[str, Any]] = {submission.pk: now}
        found: dict[str, SectionReview] = {}
        for mark in cls._in_order(intake):
            if mark.submission_id not in then:
                mark.submission.intake = intake
                then[mark.submission_id] = _sections_of(mark.submission)
            same = then[mark.submission_id].get(mark.section) == now.get(mark.section)
            if mark.stands and same and mark.section in now:
                found[mark.section] = mark
            elif same:
                found.pop(mark.section, None)
        return found

    @classmethod
    def _in_order(cls, intake: Any) -> Iterable[SectionReview]:
        return intake.section_reviews.select_related("by", "submission").order_by("at")


def _sections_of(submission: Any) -> dict[str, Any]:
    """What each section asked and was answered, by its code."""
    return {each["code"]: each["questions"] for each in submission.content["sections"]}
