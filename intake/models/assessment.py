"""The assessment that clinicians write together: the newest wording counts, and every earlier one is kept."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.refusals import Changed, NotAllowed, Version
from intake.models.status import refuse_unless

LONGEST_ASSESSMENT = 8000


class Assessment(SealedRow):
    """One wording of the assessment of one intake: its number, by whom, when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = SealedField()

    class Meta(SealedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="one_assessment_a_number")]

    def __str__(self) -> str:
        return f"wording {self.number}"

    @classmethod
    def newest(cls, intake: Any) -> Assessment | None:
        """The wording that counts."""
        found: Assessment | None = intake.assessments.select_related("by").order_by("-number").first()
        if found is not None:
            found.intake = intake
        return found

    @classmethod
    @transaction.atomic
    def write(cls, intake: Any, staff: Any, text: str, *, based_on: int, request: Any = None) -> Assessment:
        """A new wording, made from wording `based_on` (0: none yet). Changed when somebody wrote another meanwhile."""
        locked = intake._locked()
        refuse_unless("assess", locked, staff)
        if not text.strip():
            raise NotAllowed("Write the assessment first. To take one back, say in it that it no longer holds.")
        newest = cls.newest(locked)
        if newest is not None and newest.text == text.strip():
            return newest
        if newest is not None and newest.number != based_on:
            raise Changed(
                _("%(who)s changed the assessment while you were writing. Nothing of yours was lost: both are below.")
                % {"who": newest.by.name},
                theirs=Version(newest.text, newest.by.name, newest.at),
                yours=Version(text, staff.name),
            )
        written = cls.objects.create(
            intake=locked,
            number=(newest.number if newest else 0) + 1,
            by=staff,
            at=timezone.now(),
            text=text.strip()[:LONGEST_ASSESSMENT],
        )
        record("assessment.written", staff=staff, request=request, subject=locked, detail=f"wording {written.number}")
        return written
