"""An answer about suicide, harm to others or chest pain, raised the moment it is saved, also on an unsent draft."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.blind_index import blind
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.acknowledgement import Acknowledgement
from intake.models.attending import RAISED, when_added
from intake.models.disposition import Disposition, refuse_unless_reached, refuse_unless_settled
from intake.models.flag import words_of
from intake.models.refusals import NotAllowed
from intake.models.safety_assessment import SafetyAssessment, refuse_unless_assessed
from intake.models.safety_call import CallResult, SafetyCall, refuse_unless_told
from intake.models.safety_hand_over import SafetyHandOver, refuse_unless_to_a_clinician
from intake.triage import Finding

ToldBefore = Callable[[], Iterable[Finding]]
"""What a patient had told before they said it again; asked only where an alert was closed."""


class SafetyAlertQuerySet(models.QuerySet["SafetyAlert"]):
    """Alerts, as they are looked for."""

    def open(self) -> SafetyAlertQuerySet:
        """Alerts that nobody has closed with a disposition."""
        return self.filter(disposition=None)

    def most_pressing_first(self) -> SafetyAlertQuerySet:
        """The most urgent, then the one that has stood longest."""
        return self.order_by("-urgency", "-level", "raised_at", "id")

    def with_clocks(self) -> SafetyAlertQuerySet:
        """With what `clock_of` reads of each."""
        return self.select_related("intake", "disposition__by").prefetch_related(
            "acknowledgements__by", "hand_overs__by", "hand_overs__to", "calls"
        )

    def with_steps(self) -> SafetyAlertQuerySet:
        """With all that was done about each, and by whom."""
        return self.with_clocks().prefetch_related("calls__by", "assessments__by")


class SafetyAlert(SealedRow):
    """One alert. Changing the answer or leaving does not remove it; only a disposition closes it."""

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
        indexes = [
            models.Index(fields=["intake", "raised_at"], name="alerts_of_intake"),
            models.Index(fields=["raised_at"], name="alerts_by_time"),
        ]
        triggers = [*SealedRow.Meta.triggers, when_added("waits_for_somebody", RAISED)]

    def __str__(self) -> str:
        return f"raised {self.raised_at:%d %b %H:%M}"

    @classmethod
    def raise_new(
        cls, intake: Any, findings: Iterable[Finding], told_before: ToldBefore, *, on_draft: bool
    ) -> list[SafetyAlert]:
        """One alert for each finding that has none yet by the same rule in the same words.

        One whose alert was closed is raised again when it is told anew: taken back, and said once more.
        """
        closed = {_mark(alert.words): hasattr(alert, "disposition") for alert in cls._raised_by(intake)}
        anew = {mark for mark, is_closed in closed.items() if is_closed}
        if anew:
            anew -= {_mark(words_of(finding)) for finding in told_before()}
        new: dict[str, SafetyAlert] = {}
        for finding in findings:
            words = words_of(finding)
            mark = _mark(words)
            if mark not in closed or mark in anew:
                new[mark] = cls._of(intake, finding, words, on_draft)
        return SafetyAlert.objects.bulk_create(list(new.values()))

    @classmethod
    def _raised_by(cls, intake: Any) -> Iterable[SafetyAlert]:
        """Its alerts; the last of several in the same words counts."""
        return intake.alerts.select_related("disposition").order_by("raised_at")

    @classmethod
    def _of(cls, intake: Any, finding: Finding, words: dict[str, Any], on_draft: bool) -> SafetyAlert:
        return cls(
            intake=intake,
            raised_at=timezone.now(),
            level=finding.level,
            urgency=finding.urgency,
            rule_index=blind("rule", finding.code),
            on_draft=on_draft,
            words=words,
        )

    @transaction.atomic
    def acknowledge(self, staff: Any, request: Any = None) -> Acknowledgement:
        """A clinician is dealing with it."""
        self._worked_on_by(staff)
        done = Acknowledgement.objects.create(alert=self, by=staff, at=timezone.now())
        record("alert.acknowledged", staff=staff, request=request, subject=self.intake)
        return done

    @transaction.atomic
    def log_call(
        self,
        staff: Any,
        result: str,
        note: str = "",
        *,
        next_try_at: datetime | None = None,
        also: Iterable[Any] = (),
        request: Any = None,
    ) -> SafetyCall:
        """A clinician called, or tried to; who was not reached is called again. `also`: other alerts of this intake
        that the same call was about, by key; one that was closed meanwhile needs none."""
        self._worked_on_by(staff)
        now = timezone.now()
        refuse_unless_told(result, next_try_at, now)
        done = [
            SafetyCall.objects.create(
                alert=alert,
                intake=self.intake,
                by=staff,
                at=now,
                result=result,
                next_try_at=None if result == CallResult.REACHED else next_try_at,
                note=note.strip(),
            )
            for alert in (self, *self.others_open().filter(pk__in=list(also)))
        ]
        record("alert.called", staff=staff, request=request, subject=self.intake)
        return done[0]

    def others_open(self) -> SafetyAlertQuerySet:
        """The other open alerts of the same intake, the most pressing first."""
        others: SafetyAlertQuerySet = SafetyAlert.objects.filter(intake=self.intake_id).exclude(pk=self.pk)
        return others.open().most_pressing_first()

    @transaction.atomic
    def assess(self, staff: Any, tool: str, result: str, plan: str, *, request: Any = None) -> SafetyAssessment:
        """A clinician asked the person: how, what they found, what comes next."""
        self._worked_on_by(staff)
        told = {"tool": tool.strip(), "result": result.strip(), "plan": plan.strip()}
        refuse_unless_assessed(told)
        done = SafetyAssessment.objects.create(
            alert=self, intake=self.intake, by=staff, at=timezone.now(), told=told
        )
        record("alert.assessed", staff=staff, request=request, subject=self.intake)
        return done

    @transaction.atomic
    def hand_over(self, staff: Any, to: Any, note: str = "", *, request: Any = None) -> SafetyHandOver:
        """A clinician hands it to a colleague by name. Until that one takes it on, it is nobody's."""
        self._worked_on_by(staff)
        refuse_unless_to_a_clinician(to, staff)
        done = SafetyHandOver.objects.create(
            alert=self, intake=self.intake, by=staff, to=to, at=timezone.now(), note=note.strip()
        )
        record("alert.handed_over", staff=staff, request=request, subject=self.intake)
        return done

    @transaction.atomic
    def close(
        self, staff: Any, kind: str, note: str, *, follow_up: date | None = None, request: Any = None
    ) -> Disposition:
        """A clinician settles it: what became of the person, in words."""
        intake = self._worked_on_by(staff)
        refuse_unless_settled(kind, note, follow_up)
        refuse_unless_reached(self, kind)
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

    def _worked_on_by(self, staff: Any) -> Any:
        """Its intake, locked, for a clinician's act on it while it is open."""
        if not staff.is_clinical:
            raise NotAllowed("Only a nurse or a physician can deal with a safety alert.")
        intake = type(self.intake).objects.select_for_update().get(pk=self.intake_id)
        if Disposition.objects.filter(alert=self).exists():
            raise NotAllowed("Somebody has closed this alert already. Open the record to see how.")
        return intake


def _mark(words: Mapping[str, Any]) -> str:
    """What makes two alerts the same: the rule, and the patient's words."""
    return json.dumps([words["code"], words["words"]])
