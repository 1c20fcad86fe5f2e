"""Why a decision no longer stands, and since when."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.decision import Decision
from intake.models.ready_sql import CLEARED, takes_ready_back
from intake.models.status import Status
from intake.policy import DEFAULT as POLICY


class LapseReason(models.TextChoices):
    """What made it lapse."""

    SUPERSEDED = "superseded", _("The patient sent new answers")
    TOO_OLD = "too_old", _("The answers are too old")
    DEFERRAL_OVER = "deferral_over", _("The date until which it was deferred has come")
    NEWER_FORM = "newer_form", _("The patient sent another form")
    SOMETHING_NEW = "something_new", _("The patient said before a visit that something is new")
    NOT_THEIRS = "not_theirs", _("Answers were kept from a form that may be somebody else’s")
    WITHDRAWN = "withdrawn", _("The patient has stopped")
    NEW_FLAG = "new_flag", _("A flag was raised that the decision did not see")


class Lapse(SealedRow):
    """One decision, lapsed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.OneToOneField("Decision", on_delete=models.PROTECT, related_name="lapse")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="lapses")
    reason = models.CharField(max_length=20, choices=LapseReason)
    at = models.DateTimeField()
    words = SealedField()

    class Meta(SealedRow.Meta):
        triggers = [
            *SealedRow.Meta.triggers,
            takes_ready_back(
                "visit.intake_id = (SELECT intake_id FROM intake_decision WHERE id = NEW.decision_id)", CLEARED
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()

    @classmethod
    def of(cls, intake: Any, reason: str, words: str) -> Lapse | None:
        """The standing decision of an intake lapses; None where none stands. The intake is locked by the caller."""
        decision = Decision.standing_of(intake)
        if decision is None:
            return None
        lapse = cls.objects.create(
            decision=decision, intake=intake, reason=reason, at=timezone.now(), words=words
        )
        intake.lapses_at = None
        if intake.status == Status.DECIDED:
            intake.status, intake.waiting_since = Status.LAPSED, lapse.at
        record("decision.lapsed", subject=intake, detail=reason)
        return lapse

    @classmethod
    def if_due(cls, intake: Any) -> Lapse | None:
        """Lapses the decision of an intake whose time has come."""
        return cls._now_due(intake) if _is_due(intake) else None

    @classmethod
    @transaction.atomic
    def _now_due(cls, intake: Any) -> Lapse | None:
        """Once, whichever of two asks first."""
        locked = intake._locked()
        if not _is_due(locked):
            return None
        lapse = cls._by_time(locked)
        locked.settle_place()
        locked.save()
        intake._become(locked)
        return lapse

    @classmethod
    def _by_time(cls, intake: Any) -> Lapse | None:
        decision = intake.decisions.order_by("-at").first()
        if decision is not None and decision.until is not None:
            return cls.of(intake, LapseReason.DEFERRAL_OVER, str(LapseReason.DEFERRAL_OVER.label))
        words = _("They were sent over %(days)d days ago.") % {"days": POLICY.screening_valid_days}
        return cls.of(intake, LapseReason.TOO_OLD, str(words))


def _is_due(intake: Any) -> bool:
    return intake.lapses_at is not None and intake.lapses_at <= timezone.now()


def lapses_at(decision: Any) -> datetime | None:
    """When a decision lapses by itself: a clearance by the age of the answers, a deferral on its date."""
    if decision.until is not None:
        midnight = datetime.combine(decision.until, datetime.min.time())
        return timezone.make_aware(midnight)
    if decision.clears:
        return decision.submission.told_at + timedelta(days=POLICY.screening_valid_days)
    return None


def due(intakes: Any) -> Iterable[Any]:
    """Intakes whose decision has run out and is not marked so yet."""
    return intakes.filter(lapses_at__lte=timezone.now()).order_by("lapses_at").iterator(chunk_size=200)
