"""Where an intake stands, and every act on it, in one table: who may do what when, and where it leads.

`docs/states.md` and its picture are drawn from this table; `tests/intake/models/test_acts.py` tries every row of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.roles import CLINICAL, DESK, Role
from intake.models.refusals import NotAllowed

PATIENT = "patient"
CLEARWAY = "Clearway"
"""What happens by itself: a time that runs out, a new set of rules."""


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


Stands = TypeVar("Stands", bound=models.TextChoices)


@dataclass(frozen=True)
class Act(Generic[Stands]):
    """One thing that can be done: by whom, in which statuses, and which status it leads to (None: it stays).

    `or_back`: where it leads instead when a decision stands that was made before.
    """

    name: str
    words: Any
    by: frozenset[str]
    start: tuple[Stands, ...]
    end: Stands | None = None
    or_back: Stands | None = None

    @property
    def ends(self) -> tuple[Stands, ...]:
        """Every status it may lead to."""
        return tuple(each for each in (self.end, self.or_back) if each is not None)

    def is_possible(self, status: str) -> bool:
        """Whether it can be done to an intake that stands there, by somebody who may."""
        return status in self.start

    def is_for(self, role: str) -> bool:
        """Whether somebody of this role may do it."""
        return role in self.by


SENT_ONCE = (Status.SENT, Status.IN_REVIEW, Status.WAITING, Status.DECIDED, Status.LAPSED)
"""Where there are answers to work with."""
WITH_US = (Status.SENT, Status.IN_REVIEW, Status.DECIDED, Status.LAPSED)
"""Where it is not the patient's turn."""
OPEN = (Status.DRAFT, *SENT_ONCE)
"""Where somebody may have something to do."""
PHYSICIAN = frozenset({Role.PHYSICIAN})

ACTS: tuple[Act[Status], ...] = (
    Act("fill in", _("Answer questions"), CLINICAL | {PATIENT}, (Status.DRAFT,)),
    Act("submit", _("Send the answers"), CLINICAL | {PATIENT}, (Status.DRAFT,), Status.SENT),
    Act("reopen", _("Give the patient a code to come back"), DESK, (Status.DRAFT,)),
    Act("take up", _("Begin the review, by opening the record"), CLINICAL, (Status.SENT,), Status.IN_REVIEW),
    Act("hold", _("Take it to work on it, hand it over, let it go"), CLINICAL, OPEN),
    Act("match", _("Say which patient it is"), CLINICAL, tuple(Status)),
    Act("note", _("Write a note for staff"), CLINICAL, tuple(Status)),
    Act("assess", _("Write the shared assessment"), CLINICAL, SENT_ONCE),
    Act("review section", _("Mark a section reviewed"), CLINICAL, SENT_ONCE),
    Act("settle", _("Settle a flag"), CLINICAL, SENT_ONCE),
    Act("override", _("Settle a STOP or a safety flag"), PHYSICIAN, SENT_ONCE),
    Act("measure", _("Add a measured fact"), CLINICAL, SENT_ONCE),
    Act("weigh again", _("Weigh the rules again"), CLINICAL | {CLEARWAY}, SENT_ONCE),
    Act("ask for more", _("Ask the patient for more"), CLINICAL, WITH_US, Status.WAITING),
    Act("answer", _("Answer what was asked"), frozenset({PATIENT}), (Status.WAITING,), Status.SENT),
    Act("call off", _("Call off what was asked"), CLINICAL, (Status.WAITING,), Status.IN_REVIEW, Status.DECIDED),
    Act("say nothing new", _("Say before a visit that nothing is new"), CLINICAL | {PATIENT}, SENT_ONCE),
    Act(
        "say something new",
        _("Say before a visit that something is new"),
        CLINICAL | {PATIENT},
        SENT_ONCE,
        Status.WAITING,
    ),
    Act("plan visits", _("Plan a visit or a series"), DESK, OPEN),
    Act("write about medicines", _("Write for the patient what to do with medicines"), CLINICAL, OPEN),
    Act("record consent", _("Write down that the patient consented to a course"), CLINICAL, SENT_ONCE),
    Act("withdraw consent", _("Write down that a consent was taken back"), CLINICAL, tuple(Status)),
    Act("decide", _("Decide"), CLINICAL, WITH_US, Status.DECIDED),
    Act("decide over", _("Decide while a STOP or a safety flag stands"), PHYSICIAN, WITH_US, Status.DECIDED),
    Act("abandon", _("Close a form left for 14 days"), frozenset({CLEARWAY}), (Status.DRAFT,), Status.ABANDONED),
    Act("withdraw", _("Stop: withdraw the form"), CLINICAL | {PATIENT}, OPEN, Status.WITHDRAWN),
    Act("see withdrawal", _("Say that a withdrawal was seen"), CLINICAL, (Status.WITHDRAWN,)),
    Act("lapse", _("A decision lapses"), frozenset({CLEARWAY}), (Status.DECIDED,), Status.LAPSED),
)
"""Every act there is."""

_by_name = {act.name: act for act in ACTS}

PATIENT_READS = {
    Status.DRAFT: _("You have not sent your answers yet."),
    Status.SENT: _("We have your answers."),
    Status.IN_REVIEW: _("A clinician is looking at your answers."),
    Status.WAITING: _("We need a little more from you."),
    Status.DECIDED: _("A clinician has looked at your answers and will talk with you."),
    Status.LAPSED: _("It is time to ask you again."),
    Status.WITHDRAWN: _("You have stopped this form."),
    Status.ABANDONED: _("This form was closed without being sent."),
}

WAITS_FOR_STAFF = (Status.SENT, Status.IN_REVIEW, Status.LAPSED)

TOO_EARLY_OR_LATE = {
    Status.DRAFT: _("The patient has not sent the form yet."),
    Status.WAITING: _("The patient has been asked for more. Wait for the answer, or call the request off first."),
    Status.DECIDED: _("A clinician has decided already."),
    Status.WITHDRAWN: _("The patient has withdrawn the answers."),
    Status.ABANDONED: _("This form was closed without being sent."),
}


def act_called(name: str) -> Act[Status]:
    """The act of this name; KeyError when there is none."""
    return _by_name[name]


def may_move(name: str, status: str) -> bool:
    """Whether an act is possible from this status."""
    return act_called(name).is_possible(status)


def refuse_unless(name: str, intake: Any, staff: Any) -> Act[Status]:
    """The act, or NotAllowed in words: not for this role, or not as the intake stands. Without staff it is Clearway."""
    act = act_called(name)
    refuse_stranger(act, staff)
    if not act.is_possible(intake.status):
        raise NotAllowed(str(TOO_EARLY_OR_LATE.get(Status(intake.status), _("That is not possible now."))))
    return act


def why_not(name: str, intake: Any, staff: Any) -> str:
    """Why an act cannot be done now, in words; empty where it can."""
    try:
        refuse_unless(name, intake, staff)
    except NotAllowed as refused:
        return str(refused)
    return ""


def refuse_stranger(act: Act[Any], staff: Any) -> None:
    """NotAllowed, in words, unless this act is for somebody like them. Without staff it is Clearway."""
    if act.is_for(CLEARWAY if staff is None else getattr(staff, "role", "")):
        return
    if act.by == PHYSICIAN:
        raise NotAllowed(str(_("Only a physician can do this.")))
    if act.by >= DESK:
        raise NotAllowed(str(_("Only the front desk, a nurse or a physician can do this.")))
    raise NotAllowed(str(_("Only a nurse or a physician can do this.")))
