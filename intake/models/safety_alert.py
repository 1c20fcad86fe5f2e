"""An answer about suicide, harm to others or chest pain, raised the moment it is saved, also on an unsent draft."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.acknowledgement import Acknowledgement
from intake.models.disposition import Disposition, DispositionKind
from intake.models.refusals import NotAllowed

SHORTEST_NOTE = 10


class SafetyAlertQuerySet(models.QuerySet["SafetyAlert"]):
    """Alerts, as they are looked for."""

    def open(self) -> SafetyAlertQuerySet:
        """Alerts that nobody has closed with a disposition."""
        return self.filter(disposition=None)


class SafetyAlert(SealedRow):
    """One alert. Changing the answer or leaving does not remove it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="alerts")
    raised_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField()
    urgency = models.PositiveSmallIntegerField()
    rule_index = models.CharField(max_length=32)
    on_draft = models.BooleanField()
    words = SealedField()

    objects = SafetyAlertQuerySet.as_manager()

    class Meta(SealedRow.Meta):
        indexes = [models.Index(fields=["intake", "raised_at"], name="alerts_of_intake")]

    def __str__(self) -> str:
        return f"raised {self.raised_at:%d %b %H:%M}"

    @transaction.atomic
    def acknowledge(self, staff: Any, request: Any = None) -> Acknowledgement:
        """A clinician is dealing with it."""
        _clinical(staff)
        done = Acknowledgement.objects.create(alert=self, by=staff, at=timezone.now())
        record("alert.acknowledged", staff=staff, request=request, subject=self.intake)
        return done

    @transaction.atomic
    def close(
        self, staff: Any, kind: str, note: str, *, follow_up: date | None = None, request: Any = None
    ) -> Disposition:
        """A clinician settles it: what became of the person, in words."""
        _clinical(staff)
        intake = type(self.intake).objects.select_for_update().get(pk=self.intake_id)
        if Disposition.objects.filter(alert=self).exists():
            raise NotAllowed("Somebody has closed this alert already. Open the record to see how.")
        if kind not in DispositionKind.values:
            raise NotAllowed("Choose what became of the person.")
        if len(note.strip()) < SHORTEST_NOTE:
            raise NotAllowed("Write in a sentence what was done and what comes next.")
        if kind == DispositionKind.SAFETY_PLAN and (follow_up is None or follow_up < timezone.localdate()):
            raise NotAllowed("Give the date on which someone follows up, today or later.")
        done = Disposition.objects.create(
            alert=self,
            intake=intake,
            kind=kind,
            follow_up=follow_up,
            by=staff,
            at=timezone.now(),
            note=note.strip(),
        )
        intake.alert_closed()
        record("alert.closed", staff=staff, request=request, subject=intake)
        return done


def _clinical(staff: Any) -> None:
    if not staff.is_clinical:
        raise NotAllowed("Only a nurse or a physician can deal with a safety alert.")


