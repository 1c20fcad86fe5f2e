"""A clinician has seen that a patient stopped: nothing waits there any more."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.audit import record
from clinic.sealed import SealedRow
from intake.models.refusals import NotAllowed
from intake.models.status import refuse_unless
from intake.models.withdrawal import Withdrawal


class WithdrawalSeen(SealedRow):
    """Who said so, and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    withdrawal = models.OneToOneField("Withdrawal", on_delete=models.PROTECT, related_name="seen")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seen {self.at:%d %b %H:%M}"

    @classmethod
    @transaction.atomic
    def keep(cls, intake: Any, staff: Any, request: Any = None) -> WithdrawalSeen:
        """Once; it leaves the queue then, unless a safety alert is open."""
        locked = intake._locked()
        withdrawal = Withdrawal.of(locked)
        refuse_unless("see withdrawal", locked, staff)
        if withdrawal is None or not withdrawal.is_news:
            raise NotAllowed(_("Somebody has done this already."))
        seen = cls.objects.create(withdrawal=withdrawal, by=staff, at=timezone.now())
        locked.settle_place()
        locked.save()
        record("withdrawal.seen", staff=staff, request=request, subject=locked)
        intake._become(locked)
        return seen
