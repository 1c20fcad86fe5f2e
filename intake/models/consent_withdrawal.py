"""A consent that was taken back. No visit of its course is ready from then on."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.consent import Consent
from intake.models.ready import take_back_ready
from intake.models.ready_sql import CONSENTED, takes_ready_back
from intake.models.refusals import NotAllowed
from intake.models.status import refuse_unless
from intake.models.visit import SHORTEST_WHY

LONGEST_SAID = 1000


class ConsentWithdrawal(SealedRow):
    """One withdrawal, as a clinician wrote it down: when, and what was said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.OneToOneField("Consent", on_delete=models.PROTECT, related_name="withdrawal")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="consent_withdrawals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    said = SealedField()

    class Meta(SealedRow.Meta):
        triggers = [
            *SealedRow.Meta.triggers,
            takes_ready_back(
                "visit.course_id = (SELECT course_id FROM intake_consent WHERE id = NEW.consent_id)", CONSENTED
            ),
        ]

    def __str__(self) -> str:
        return f"withdrawn {self.at:%d %b %Y}"

    @classmethod
    @transaction.atomic
    def keep(cls, course: Any, staff: Any, said: str, *, request: Any = None) -> ConsentWithdrawal:
        """The patient takes the consent of this course back. Visits that were ready are so no more."""
        locked = course.intake._locked()
        refuse_unless("withdraw consent", locked, staff)
        consent = Consent.standing(course)
        if consent is None:
            raise NotAllowed("No consent stands for this course.")
        if len(said.strip()) < SHORTEST_WHY:
            raise NotAllowed("Write what was said, in a few words.")
        done = cls.objects.create(
            consent=consent, intake=locked, by=staff, at=timezone.now(), said=said.strip()[:LONGEST_SAID]
        )
        record("consent.withdrawn", staff=staff, request=request, subject=locked)
        take_back_ready(locked)
        return done
