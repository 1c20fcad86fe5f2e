"""A note for staff only: the patient never reads it, and it is never changed. A second note corrects the first."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.refusals import NotAllowed
from intake.models.status import refuse_unless

LONGEST_NOTE = 4000
ONE_PRESS = timedelta(minutes=1)


class Note(SealedRow):
    """What one clinician wrote for the others, and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = SealedField()

    class Meta(SealedRow.Meta):
        indexes = [models.Index(fields=["intake", "at"], name="notes_of_intake")]

    def __str__(self) -> str:
        return f"{self.at:%d %b %H:%M}"

    @classmethod
    @transaction.atomic
    def write(cls, intake: Any, staff: Any, text: str, request: Any = None) -> Note:
        """One more note. The same words twice within a minute are one press, not two notes."""
        locked = intake._locked()
        refuse_unless("note", locked, staff)
        if not text.strip():
            raise NotAllowed("Write the note first.")
        if (last := cls._pressed_twice(locked, staff, text.strip())) is not None:
            return last
        note = cls.objects.create(intake=locked, by=staff, at=timezone.now(), text=text.strip()[:LONGEST_NOTE])
        record("note.written", staff=staff, request=request, subject=locked)
        return note

    @classmethod
    def _pressed_twice(cls, intake: Any, staff: Any, text: str) -> Note | None:
        since = timezone.now() - ONE_PRESS
        last = intake.notes.filter(by=staff, at__gte=since).order_by("at").last()
        if last is not None:
            last.intake = intake
        return last if last is not None and last.text == text else None
