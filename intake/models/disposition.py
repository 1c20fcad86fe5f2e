"""How a safety alert was settled, by whom: the only thing that closes it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.encryption import SealedField, TamperedError
from clinic.sealed import SealedRow
from intake.models.attending import SEEN_TO, when_added
from intake.models.refusals import NotAllowed
from intake.models.safety_assessment import SafetyAssessment
from intake.models.safety_call import CallResult, SafetyCall

SHORTEST_NOTE = 10
SHOWN_FOR = timedelta(days=7)
MOST_SHOWN = 100


class DispositionKind(models.TextChoices):
    """What became of the person."""

    EMERGENCY = "emergency_services", _("Emergency services were called")
    SAME_DAY = "same_day_evaluation", _("Same-day evaluation arranged")
    SAFETY_PLAN = "safety_plan", _("Safety plan made, with a date to follow up")
    ASSESSED = "assessed", _("Assessed by a clinician: no present danger")
    NOT_REACHED = "not_reached", _("Not reached: emergency contact or welfare check done")


class Disposition(SealedRow):
    """One alert, closed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.OneToOneField("SafetyAlert", on_delete=models.PROTECT, related_name="disposition")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=DispositionKind)
    follow_up = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = SealedField()

    class Meta(SealedRow.Meta):
        triggers = [*SealedRow.Meta.triggers, when_added("settled", SEEN_TO)]
        indexes = [
            models.Index(fields=["follow_up"], name="follow_ups", condition=models.Q(follow_up__isnull=False))
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @classmethod
    def follow_ups(cls) -> list[dict[str, Any]]:
        """What somebody promised to do on which day, the next first, until a week after it."""
        today = timezone.localdate()
        due = cls.objects.filter(follow_up__gte=today - SHOWN_FOR).select_related("alert", "intake", "by")
        return [each._as_follow_up(today) for each in due.order_by("follow_up", "at")[:MOST_SHOWN]]

    def _as_follow_up(self, today: date) -> dict[str, Any]:
        self.alert.intake = self.intake
        told = {"reference": self.intake.reference, "alert": self.alert_id, "by": self.by.name, "day": self.follow_up}
        told["is_late"] = self.follow_up is not None and self.follow_up < today
        try:
            return told | {"name": self.intake.name or _("No name yet"), "title": self.alert.words["title"]}
        except TamperedError:
            return told | {"name": _("This record does not open"), "title": _("Safety alert")}


def refuse_unless_reached(alert: Any, kind: str) -> None:
    """Refuses to say that a patient was assessed, or made a plan, whom every call noted since this alert was raised
    failed to reach, and whom nobody assessed since. Where no call is noted, the note of who closes it says how."""
    if kind not in (DispositionKind.ASSESSED, DispositionKind.SAFETY_PLAN):
        return
    since = {"intake": alert.intake_id, "at__gte": alert.raised_at}
    results = set(SafetyCall.objects.filter(**since).values_list("result", flat=True))
    if results and CallResult.REACHED not in results and not SafetyAssessment.objects.filter(**since).exists():
        raise NotAllowed(
            "No call that is noted here reached the patient. Note the call or the assessment by which you reached "
            "them, or choose what became of them otherwise."
        )


def refuse_unless_settled(kind: str, note: str, follow_up: date | None) -> None:
    """Refuses a disposition that does not say what became of the person."""
    wrong = []
    if kind not in DispositionKind.values:
        wrong.append("Choose what became of the person.")
    if len(note.strip()) < SHORTEST_NOTE:
        wrong.append("Write in a sentence what was done and what comes next.")
    if kind == DispositionKind.SAFETY_PLAN and (follow_up is None or follow_up < timezone.localdate()):
        wrong.append("Give the date on which someone follows up, today or later.")
    if wrong:
        raise NotAllowed(*wrong)
