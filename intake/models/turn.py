"""Whose turn it is: what is to be done next with an intake, and by whom. It decides the tab, never the order."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.models.decision import CLEARING
from intake.models.status import WAITS_FOR_STAFF, Status
from intake.triage import Urgency


class Turn(models.TextChoices):
    """What is to be done. Empty where there is nothing to do: a draft that tells of no danger, a closed form."""

    URGENT = "urgent", _("Urgent now")
    TO_REVIEW = "to_review", _("To review")
    WAITING_PATIENT = "waiting_patient", _("Waiting for the patient")
    WAITING_RIDE = "waiting_ride", _("Waiting for a ride")
    WAITING_VISIT = "waiting_visit", _("Waiting for the visit")
    READY = "ready", _("Ready")
    DECIDED = "decided", _("Decided")


NOBODY = ""
OURS = (Turn.URGENT, Turn.TO_REVIEW)
"""A clinician has something to do."""
UNSENT = (Status.DRAFT, Status.ABANDONED, Status.WITHDRAWN)
"""Where it may be that nobody has sent it."""


def turn_of(
    status: str,
    *,
    alerts_open: int,
    urgency: int,
    outcome: str | None,
    outgrown: bool = False,
    ride_home: bool = False,
    visit_ready: bool = False,
    withdrawal_is_news: bool = False,
    told_new: bool = False,
) -> str:
    """Whose turn it is. `urgency` is the most urgent on the record, `outcome` that of the decision that stands.

    An open safety alert is urgent whatever the status. A clearance waits until the ride home from the next visit is
    confirmed or excepted (`ride_home`), then for that visit: its consent and its check on the day. Ready is who has a
    visit that a clinician has made ready (`visit_ready`). Who told that something is new before a visit is looked at
    also while an answer of theirs is waited for (`told_new`).
    `outgrown`: a decision lapsed because the answers grew old, and no visit is ahead; then nobody has to do anything
    until the patient comes again. `withdrawal_is_news`: the patient has stopped, and no clinician has seen it yet.
    """
    if alerts_open:
        return Turn.URGENT
    if status == Status.LAPSED and outgrown:
        return Turn.DECIDED
    if status in WAITS_FOR_STAFF:
        return Turn.URGENT if urgency == Urgency.NOW else Turn.TO_REVIEW
    if status == Status.WITHDRAWN and withdrawal_is_news:
        return Turn.TO_REVIEW
    if status == Status.WAITING:
        return Turn.TO_REVIEW if told_new else Turn.WAITING_PATIENT
    if status == Status.DECIDED:
        if outcome not in CLEARING:
            return Turn.DECIDED
        return Turn.READY if visit_ready else Turn.WAITING_VISIT if ride_home else Turn.WAITING_RIDE
    return NOBODY


def is_over(turn: str) -> bool:
    """Whether nobody has anything left to do."""
    return turn in (NOBODY, Turn.DECIDED)
