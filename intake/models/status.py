"""The statuses of an intake, in one table: who moves it there, by which act, and what the patient reads."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where an intake stands."""

    DRAFT = "draft", _("not sent")
    SENT = "sent", _("to review")
    IN_REVIEW = "in_review", _("in review")
    WAITING = "waiting_for_patient", _("waiting for the patient")
    DECIDED = "decided", _("decided")
    LAPSED = "lapsed", _("lapsed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ABANDONED = "abandoned", _("abandoned")


@dataclass(frozen=True)
class Move:
    """One way from status to status."""

    act: str
    by: str
    start: tuple[Status, ...]
    end: Status


MOVES = (
    Move("submit", "patient", (Status.DRAFT,), Status.SENT),
    Move("take up", "nurse or physician", (Status.SENT,), Status.IN_REVIEW),
    Move(
        "decide",
        "nurse or physician",
        (Status.SENT, Status.IN_REVIEW, Status.DECIDED, Status.LAPSED),
        Status.DECIDED,
    ),
)
"""The acts that exist. A status that no act leads to yet is kept for the acts that will."""

PATIENT_READS = {
    Status.DRAFT: _("You have not sent your answers yet."),
    Status.SENT: _("We have your answers."),
    Status.IN_REVIEW: _("A clinician is looking at your answers."),
    Status.WAITING: _("We need a little more from you."),
    Status.DECIDED: _("A clinician has looked at your answers and will talk with you."),
    Status.LAPSED: _("It is time to ask you again."),
    Status.WITHDRAWN: _("You have withdrawn your answers."),
    Status.ABANDONED: _("This form was closed without being sent."),
}

WAITS_FOR_STAFF = (Status.SENT, Status.IN_REVIEW, Status.LAPSED)


def may_move(act: str, start: str) -> bool:
    """Whether an act is possible from this status."""
    return any(move.act == act and start in move.start for move in MOVES)
