"""A patient stops: the form is withdrawn, visits ahead are cancelled, the clinic is told. Nothing is deleted."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.audit import record
from clinic.sealed import SealedRow
from intake.models.information_request import InformationRequest
from intake.models.lacking import CHECK_HOLDS
from intake.models.lapse import Lapse, LapseReason
from intake.models.message import Message
from intake.models.refusals import NotOpen
from intake.models.status import Status, may_move
from intake.models.visit import Visit
from intake.models.visit_status import VisitStatus
from intake.wording.kinds import KINDS


class Withdrawal(SealedRow):
    """One withdrawal: when, from which status, and how many visits it cancelled. An open safety alert stays open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="withdrawals")
    at = models.DateTimeField()
    from_status = models.CharField(max_length=20, choices=Status)
    visits = models.PositiveSmallIntegerField()

    class Meta(SealedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["intake"], name="withdrawn_once")]

    def __str__(self) -> str:
        return f"withdrawn {self.at:%d %b %Y}"

    @classmethod
    def of(cls, intake: Any) -> Withdrawal | None:
        """That of this intake, with who has seen it; None where the patient has not stopped."""
        found: Withdrawal | None = cls.objects.select_related("seen__by").filter(intake=intake).first()
        if found is not None:
            found.intake = intake
        return found

    @property
    def is_news(self) -> bool:
        """Whether a clinician is to know, and none has said that they do: it was sent, or had visits."""
        return (self.from_status != Status.DRAFT or self.visits > 0) and not hasattr(self, "seen")

    @classmethod
    @transaction.atomic
    def make(cls, intake: Any, request: Any = None) -> Withdrawal:
        """The patient stops. A second press returns the same row."""
        locked = intake._locked()
        if (before := cls.of(locked)) is not None:
            return before
        if not may_move("withdraw", locked.status):
            raise NotOpen("This form is closed.")
        if is_at_a_visit(locked):
            raise NotOpen("Your visit has begun. Tell the person who is with you that you want to stop.")
        came_from, now = locked.status, timezone.now()
        InformationRequest.end_open(locked, request)
        Message.call_off(intake=locked, kinds=[key for key, kind in KINDS.items() if not kind.to_driver])
        Lapse.of(locked, LapseReason.WITHDRAWN, str(LapseReason.WITHDRAWN.label))
        locked.status, locked.waiting_since = Status.WITHDRAWN, now
        locked.lapses_at = None
        visits = Visit.objects.ahead().filter(intake=locked, at__gt=now).count()
        made = cls.objects.create(intake=locked, at=now, from_status=came_from, visits=visits)
        Visit.cancel_all_ahead(locked, _("The patient has stopped."), request)
        locked.settle_place()
        locked.save()
        record("intake.withdrawn", request=request, subject=locked, detail=f"{visits} visits cancelled")
        Message.put("withdrawn", intake=locked, context={"link": settings.MESSAGES.link(reverse("start"))})
        intake._become(locked)
        return made


def is_at_a_visit(intake: Any) -> bool:
    """Whether a visit that was ready has begun, and nobody has said yet that the patient went home: who wants to stop
    then tells the people there, and is let go home as after any visit."""
    now = timezone.now()
    begun = Visit.objects.filter(intake=intake, status=VisitStatus.READY, at__lte=now, at__gt=now - CHECK_HOLDS)
    return begun.exists()
