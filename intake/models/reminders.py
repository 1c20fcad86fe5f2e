"""What waits too long, by the clinic's policy: marked in the queue, and listed when people hand over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from intake.models.turn import OURS, Turn
from intake.policy import DEFAULT as POLICY
from intake.triage import Urgency


def longest_wait(urgency: int) -> timedelta:
    """How long a form of this urgency may wait for a clinician."""
    if urgency == Urgency.NOW:
        return timedelta(minutes=POLICY.remind_now_minutes)
    if urgency == Urgency.TODAY:
        return timedelta(hours=POLICY.remind_today_hours)
    if urgency == Urgency.BEFORE_BOOKING:
        return timedelta(hours=POLICY.remind_booking_hours)
    return timedelta(hours=POLICY.remind_visit_hours)


def waits_too_long(intake: Any, now: datetime) -> bool:
    """Whether somebody has to be reminded of it: us, or the patient."""
    waited = now - intake.waiting_since
    if intake.turn in OURS:
        return bool(waited > longest_wait(-intake.urgency_rank))
    return intake.turn == Turn.WAITING_PATIENT and bool(waited > timedelta(days=POLICY.remind_patient_days))


def those_that_wait_too_long(intakes: Any) -> Any:
    """Forms that have waited too long for a clinician, the longest first: read from the index of arrivals."""
    now = timezone.now()
    late = models.Q()
    for urgency in (0, *Urgency):
        late |= models.Q(urgency_rank=-urgency, waiting_since__lt=now - longest_wait(urgency))
    shortest = min(longest_wait(urgency) for urgency in Urgency)
    return intakes.waiting().filter(late, waiting_since__lt=now - shortest).order_by("waiting_since")
