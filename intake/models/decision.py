"""A clinician's outcome: cleared, cleared with conditions, deferred until, not suitable. The last one stands."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.refusals import NotAllowed
from intake.triage import Level

SHORTEST_REASON = 10


class Outcome(models.TextChoices):
    """What a clinician decides."""

    CLEARED = "cleared", _("Cleared for treatment")
    WITH_CONDITIONS = "cleared_with_conditions", _("Cleared with conditions")
    DEFERRED = "deferred", _("Deferred until a date")
    NOT_SUITABLE = "not_suitable", _("Not suitable")


CLEARING = frozenset({Outcome.CLEARED, Outcome.WITH_CONDITIONS})


class Decision(SealedRow):
    """One decision, bound to the submission and the triage it was made on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="decisions")
    submission = models.ForeignKey("Submission", on_delete=models.PROTECT, related_name="decisions")
    triage = models.ForeignKey("Triage", on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=30, choices=Outcome)
    until = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = SealedField()
    conditions = SealedField()

    class Meta(SealedRow.Meta):
        indexes = [models.Index(fields=["intake", "at"], name="decisions_of_intake")]

    def __str__(self) -> str:
        return self.get_outcome_display()


@dataclass(frozen=True)
class Proposal:
    """What a clinician is about to decide."""

    outcome: str
    reason: str
    conditions: str = ""
    until: date | None = None
    overrides: Mapping[Any, str] = field(default_factory=dict)


def grave(flags: Any) -> list[Any]:
    """Flags that a nurse cannot decide over: STOP, and those about safety."""
    return [flag for flag in flags if flag.level == Level.STOP or flag.safety]


def refuse_unless_sound(proposal: Proposal, staff: Any, flags: Any, open_alerts: int) -> None:
    """Refuses a decision that this person may not make, or that is not fully said."""
    if not staff.is_clinical:
        raise NotAllowed("Only a nurse or a physician can decide.")
    standing = grave(flags)
    if standing and not staff.is_physician:
        raise NotAllowed("A STOP or a safety flag stands. A physician has to decide this one.")
    said_wrong = [*_form_errors(proposal)]
    if proposal.outcome in CLEARING:
        if open_alerts:
            said_wrong.append("A safety alert is open. Close it with a disposition before you clear the patient.")
        if any(len(proposal.overrides.get(flag.pk, "").strip()) < SHORTEST_REASON for flag in standing):
            said_wrong.append("Say for each STOP and safety flag why you decide over it, in a sentence.")
    if said_wrong:
        raise NotAllowed(*said_wrong)


def _form_errors(proposal: Proposal) -> list[str]:
    wrong = []
    if proposal.outcome not in Outcome.values:
        wrong.append("Choose a decision.")
    if len(proposal.reason.strip()) < SHORTEST_REASON:
        wrong.append("Give your reason in a sentence.")
    if proposal.outcome == Outcome.WITH_CONDITIONS and not proposal.conditions.strip():
        wrong.append("Write the conditions.")
    if proposal.outcome == Outcome.DEFERRED and (proposal.until is None or proposal.until <= timezone.localdate()):
        wrong.append("Give the date until which you defer, after today.")
    return wrong
