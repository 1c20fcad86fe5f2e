"""A call about a safety alert, as it went: reached, or when to try again. It does not close the alert."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.refusals import NotAllowed

LATEST_TRY = timedelta(days=7)
"""A try that is put off for longer is a slip of the pen, and would silence the clock."""


class CallResult(models.TextChoices):
    """How a call went."""

    REACHED = "reached", _("Reached the patient")
    NO_ANSWER = "no_answer", _("No answer")
    NO_MESSAGE = "no_message", _("No answer, and no message was left")
    OTHER_PERSON = "other_person", _("Reached somebody else, not the patient")


class SafetyCall(SealedRow):
    """One try to reach the patient. `next_try_at` is when the next is due; None once the patient was reached."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey("SafetyAlert", on_delete=models.PROTECT, related_name="calls")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    result = models.CharField(max_length=20, choices=CallResult)
    next_try_at = models.DateTimeField(null=True)
    note = SealedField()

    def __str__(self) -> str:
        return self.get_result_display()

    @property
    def reached(self) -> bool:
        """Whether the patient was spoken with."""
        return self.result == CallResult.REACHED


def refuse_unless_told(result: str, next_try_at: datetime | None, now: datetime) -> None:
    """Refuses a call that does not say how it went, or, where nobody was reached, when the next one is due."""
    if result not in CallResult.values:
        raise NotAllowed("Say how the call went.")
    if result != CallResult.REACHED and not is_soon(next_try_at, now):
        raise NotAllowed("Say when the next try is due, later than now and within a week.")


def is_soon(next_try_at: datetime | None, now: datetime) -> bool:
    """Whether a next try can be due then."""
    return next_try_at is not None and now < next_try_at <= now + LATEST_TRY
