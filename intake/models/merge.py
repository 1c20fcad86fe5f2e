"""Two patients who are one person. A merge and its undoing are rows; nothing is moved or lost."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.intake import Intake
from intake.models.kept_of_another import let_go_of_kept
from intake.models.newer_form import lapse_on_older
from intake.models.patient import Patient
from intake.models.refusals import NotAllowed, refuse_unless_clinical

SHORTEST_REASON = 10


class Merge(SealedRow):
    """`merged` is the same person as `survivor`. Intakes stay with the patient they were matched with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    merged = models.ForeignKey("Patient", on_delete=models.PROTECT, related_name="merges_away")
    survivor = models.ForeignKey("Patient", on_delete=models.PROTECT, related_name="merges_here")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = SealedField(key_from="merged")

    def __str__(self) -> str:
        return f"merged {self.at:%d %b %H:%M}"

    @classmethod
    @transaction.atomic
    def of(cls, merged: Patient, survivor: Patient, staff: Any, reason: str, request: Any = None) -> Merge:
        """Both are one person, and how that is known; the survivor's details count from now on."""
        refuse_unless_clinical(staff)
        if merged.pk == survivor.pk:
            raise NotAllowed("Choose another patient: nobody is merged with themselves.")
        _refuse_short(reason, "Say in a sentence how you know that both are one person.")
        away, here = _both_locked(merged, survivor)
        if away.survivor_id is not None or here.survivor_id is not None:
            raise NotAllowed("One of the two was merged meanwhile. Open both patients and look again.")
        row = cls.objects.create(
            merged=away, survivor=here, by=staff, at=timezone.now(), reason=reason.strip()
        )
        away.survivor = here
        away.save(update_fields=["survivor"])
        lapse_on_older(Intake.objects.of_family(here.family()))
        _told_of_both("patient.merged", row, staff, request)
        return row

    @transaction.atomic
    def undo(self, staff: Any, reason: str, request: Any = None) -> Unmerge:
        """They are two people after all, and why. Each has again what each had."""
        refuse_unless_clinical(staff)
        _refuse_short(reason, "Say in a sentence why they are two people.")
        away, here = _both_locked(self.merged, self.survivor)
        if hasattr(self, "unmerge") or Unmerge.objects.filter(merge=self).exists():
            raise NotAllowed("This merge was undone already.")
        row = Unmerge.objects.create(
            merge=self, patient=away, by=staff, at=timezone.now(), reason=reason.strip()
        )
        away.survivor = None
        away.save(update_fields=["survivor"])
        let_go_of_kept(Intake.objects.of_family([*away.family(), *here.standing().family()]))
        _told_of_both("patient.unmerged", self, staff, request)
        return row


class Unmerge(SealedRow):
    """One merge, undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    merge = models.OneToOneField("Merge", on_delete=models.PROTECT, related_name="unmerge")
    patient = models.ForeignKey("Patient", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = SealedField(key_from="patient")

    def __str__(self) -> str:
        return f"undone {self.at:%d %b %H:%M}"


def _both_locked(first: Patient, second: Patient) -> tuple[Patient, Patient]:
    """Both as they stand now, locked in one order whoever asks, so that two merges never wait for each other."""
    keys = [first.pk, second.pk]
    found = {each.pk: each for each in Patient.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return found[first.pk], found[second.pk]


def _told_of_both(action: str, merge: Merge, staff: Any, request: Any) -> None:
    for subject in (merge.merged, merge.survivor):
        record(action, staff=staff, request=request, subject=subject, detail=f"merge {merge.pk}")


def _refuse_short(reason: str, sentence: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed(sentence)
