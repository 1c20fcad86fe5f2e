"""Where a visit stands, and every act on it, in one table of the same shape as that of an intake."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.roles import CLINICAL, DESK
from intake.models.refusals import NotAllowed
from intake.models.status import CLEARWAY, PATIENT, PHYSICIAN, Act, refuse_stranger


class VisitStatus(models.TextChoices):
    """Where a visit stands."""

    PLANNED = "planned", _("planned")
    READY = "ready", _("ready")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")
    MISSED = "missed", _("missed")


AHEAD = (VisitStatus.PLANNED, VisitStatus.READY)
"""Where it is still to come, or nobody has said what became of it."""
OFF = (VisitStatus.CANCELLED, VisitStatus.MISSED)
SETS_A_TIME = ("move", "restore")
"""Acts by which a visit comes to stand at a time, as by planning it: not where no visit can be planned any more."""

VISIT_ACTS: tuple[Act[VisitStatus], ...] = (
    Act("plan", _("Plan a visit"), DESK, (), VisitStatus.PLANNED),
    Act("move", _("Move it to another time"), DESK, AHEAD, VisitStatus.PLANNED),
    Act("cancel", _("Cancel it"), DESK | {PATIENT}, AHEAD, VisitStatus.CANCELLED),
    Act("miss", _("Say that the patient did not come"), DESK, AHEAD, VisitStatus.MISSED),
    Act("restore", _("Put a cancelled or missed visit back"), DESK, OFF, VisitStatus.PLANNED),
    Act("make ready", _("Say that everything is ready"), CLINICAL, (VisitStatus.PLANNED,), VisitStatus.READY),
    Act(
        "take back ready",
        _("Take ready back"),
        CLINICAL | {CLEARWAY},
        (VisitStatus.READY,),
        VisitStatus.PLANNED,
    ),
    Act("check", _("Check the patient on the day"), CLINICAL, AHEAD),
    Act("except ride", _("Make an exception for the ride home"), CLINICAL, AHEAD),
    Act("except", _("Make an exception for the clearance or the check"), PHYSICIAN, AHEAD),
    Act("discharge", _("Let the patient go home"), CLINICAL, (VisitStatus.READY,), VisitStatus.DONE),
    Act(
        "discharge unready",
        _("Write down that the patient went home all the same"),
        CLINICAL,
        (VisitStatus.PLANNED,),
        VisitStatus.DONE,
    ),
)
"""Every act there is on a visit. One that was moved has to be made ready anew. What happened is written down also where
*ready* was never said, or was taken back while the patient was here: it does not become less true by that."""

_by_name = {act.name: act for act in VISIT_ACTS}

NOT_NOW = {
    VisitStatus.PLANNED: _("This visit is planned, and not ready."),
    VisitStatus.READY: _("This visit is ready already."),
    VisitStatus.DONE: _("This visit is over."),
    VisitStatus.CANCELLED: _("This visit was cancelled. Put it back first."),
    VisitStatus.MISSED: _("The patient did not come to this visit. Put it back first, or plan another."),
}


def visit_act_called(name: str) -> Act[VisitStatus]:
    """The act of this name; KeyError when there is none."""
    return _by_name[name]


def refuse_visit_unless(name: str, visit: Any, staff: Any) -> Act[VisitStatus]:
    """The act, or NotAllowed in words: not for this role, or not as the visit stands. Without staff it is Clearway."""
    act = visit_act_called(name)
    refuse_stranger(act, staff)
    if not act.is_possible(visit.status):
        raise NotAllowed(str(NOT_NOW[VisitStatus(visit.status)]))
    return act
