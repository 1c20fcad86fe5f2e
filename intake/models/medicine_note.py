"""What a clinician wrote for the patient about their medicines before the visits of a course. The newest stands."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.refusals import Changed, NotAllowed, Version
from intake.models.status import refuse_unless
from intake.models.telling import tell_sheet

LONGEST_MEDICINES = 2000


class MedicineNote(SealedRow):
    """One wording, for one course. It stands on the patient's preparation sheet, never on a page of the front desk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey("Course", on_delete=models.PROTECT, related_name="medicine_notes")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="medicine_notes")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = SealedField()

    class Meta(SealedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="one_medicine_note_a_number")]

    def __str__(self) -> str:
        return f"medicines {self.number}"

    @classmethod
    def newest(cls, course: Any) -> MedicineNote | None:
        """What stands; None where nobody wrote anything yet."""
        found = cls.objects.filter(course=course).select_related("by", "intake").order_by("-number").first()
        return found

    @classmethod
    @transaction.atomic
    def write(cls, course: Any, staff: Any, text: str, *, seen: int, request: Any = None) -> MedicineNote:
        """A new wording, having read wording `seen` (0: there was none)."""
        locked = course.intake._locked()
        refuse_unless("write about medicines", locked, staff)
        said = text.strip()
        if not said or len(said) > LONGEST_MEDICINES:
            raise NotAllowed("Write what the patient should do with their medicines, in a few sentences.")
        newest = cls.newest(course)
        if newest is not None and newest.text == said:
            return newest
        number = newest.number if newest else 0
        if newest is not None and number != seen:
            raise Changed(
                f"{newest.by.name} wrote about medicines after you opened this page. Both wordings are below.",
                theirs=Version(newest.text, newest.by.name, newest.at),
                yours=Version(said, staff.name),
            )
        note = cls.objects.create(
            course=course, intake=locked, number=number + 1, by=staff, at=timezone.now(), text=said
        )
        record("medicines.written", staff=staff, request=request, subject=locked)
        following = course.visits.ahead().filter(at__gt=timezone.now()).order_by("at").first()
        if following is not None:
            following.intake = locked
            tell_sheet(following)
        return note
