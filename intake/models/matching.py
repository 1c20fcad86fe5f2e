"""Whose form it is: a clinician says which patient an intake is about, or takes it back. Never by itself."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.kept_of_another import let_go_of_kept
from intake.models.newer_form import lapse_older_than
from intake.models.patient import Patient, Person
from intake.models.refusals import NotAllowed
from intake.models.status import refuse_unless

SHORTEST_REASON = 10


class MatchKind(models.TextChoices):
    """What was done."""

    MATCHED = "matched", _("Matched with a patient")
    MADE = "made", _("Made a new patient of it")
    UNDONE = "undone", _("Undid the match")


class Matching(SealedRow):
    """One act: an intake was matched with a patient, a new patient was made of it, or the match was undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="matchings")
    patient = models.ForeignKey("Patient", on_delete=models.PROTECT, related_name="matchings")
    kind = models.CharField(max_length=10, choices=MatchKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = SealedField()

    def __str__(self) -> str:
        return self.get_kind_display()

    @classmethod
    @transaction.atomic
    def match(cls, intake: Any, staff: Any, patient: Patient, request: Any = None) -> Matching:
        """This intake is about that patient, who stands for themselves. A second press is the same match."""
        locked = cls._locked(intake, staff)
        if locked.patient_id == patient.pk:
            return cls.last_of(locked)
        _refuse_matched(locked)
        there = patient.locked()
        if there.survivor_id is not None:
            raise NotAllowed("This patient was merged into another one meanwhile. Match the form with that one.")
        return cls._write(MatchKind.MATCHED, intake, locked, there, staff, request)

    @classmethod
    @transaction.atomic
    def make(cls, intake: Any, staff: Any, person: Person, request: Any = None) -> Matching:
        """A new patient, as a clinician confirmed who it is, whom this intake is about."""
        locked = cls._locked(intake, staff)
        _refuse_matched(locked)
        made = Patient.confirmed(staff, person)
        record("patient.made", staff=staff, request=request, subject=made)
        return cls._write(MatchKind.MADE, intake, locked, made, staff, request)

    @classmethod
    @transaction.atomic
    def undo(cls, intake: Any, staff: Any, reason: str, *, patient: Any, request: Any = None) -> Matching:
        """It is not about this patient (`patient`, the one they saw), and why. The patient stays."""
        locked = cls._locked(intake, staff)
        if locked.patient is None or str(locked.patient.pk) != str(patient):
            raise NotAllowed("The match changed after you opened this page. Look at it again.")
        if len(reason.strip()) < SHORTEST_REASON:
            raise NotAllowed("Say in a sentence why it is not this patient.")
        return cls._write(MatchKind.UNDONE, intake, locked, locked.patient, staff, request, reason.strip())

    @classmethod
    def last_of(cls, intake: Any) -> Matching:
        """The newest act on an intake that is matched."""
        return cls.objects.filter(intake=intake).select_related("by").latest("at")

    @classmethod
    def _locked(cls, intake: Any, staff: Any) -> Any:
        locked = intake._locked()
        refuse_unless("match", locked, staff)
        return locked

    @classmethod
    def _write(
        cls, kind: MatchKind, intake: Any, locked: Any, patient: Patient, staff: Any, request: Any, reason: str = ""
    ) -> Matching:
        row = cls.objects.create(
            intake=locked, patient=patient, kind=kind, by=staff, at=timezone.now(), reason=reason
        )
        locked.patient = None if kind == MatchKind.UNDONE else patient
        locked.save(update_fields=["patient", "changed_at"])
        if kind == MatchKind.UNDONE:
            family = models.Q(patient__in=patient.standing().family())
            let_go_of_kept(type(locked).objects.filter(family | models.Q(pk=locked.pk)))
        elif kind == MatchKind.MATCHED and locked.sent_at is not None:
            lapse_older_than(locked)
        locked.refresh_from_db()
        for subject in (locked, patient):
            record(f"match.{kind}", staff=staff, request=request, subject=subject)
        intake._become(locked)
        return row


def _refuse_matched(intake: Any) -> None:
    if intake.patient is not None:
        last = Matching.last_of(intake)
        raise NotAllowed(
            f"{last.by.name} matched this form with {intake.patient.name} meanwhile. "
            "Undo that match first if it is wrong."
        )
