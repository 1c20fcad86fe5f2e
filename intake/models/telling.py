"""What a patient is told when something was decided, planned, moved or called off, and a driver when it was called off.

Each message says a time and where to look, never what it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.models.message import Message, State
from intake.models.ride_state import day_in_words, time_in_words

NEWS = "decided_call_us"
VISIT_KINDS = ("visit_planned", "visit_moved", "visit_cancelled", "prep_sheet")
OF_A_STEP = {"move": "visit_moved", "cancel": "visit_cancelled", "restore": "visit_planned"}
"""The message that tells of a step of a visit, by the name of the step."""


def tell_news(intake: Any) -> None:
    """A decision was made. An earlier message that has not left is of no use. The intake is locked."""
    Message.call_off(intake=intake, kinds=[NEWS])
    Message.put(NEWS, intake=intake, context=_own_page())


def tell_planned(visits: Sequence[Any]) -> None:
    """Visits were planned: one message, about the first. The intake is locked."""
    first = visits[0]
    day = day_in_words(first.at)
    if len(visits) > 1:
        day = _("%(day)s (the first of %(n)d)") % {"day": day, "n": len(visits)}
    _tell("visit_planned", first, date=day)


def tell_step(visit: Any, name: str, *, by_patient: bool = False) -> None:
    """A visit took a step. What still waits to be told of it is of no use; a patient who did it themselves knows."""
    kind = OF_A_STEP.get(name)
    if kind is None:
        return
    Message.call_off(intake=visit.intake, kinds=VISIT_KINDS, visit=visit)
    if not by_patient:
        _tell(kind, visit)
    if name == "cancel":
        _tell_driver(visit)


def tell_sheet(visit: Any) -> None:
    """The sheet of a visit says something new. The intake is locked."""
    Message.call_off(intake=visit.intake, kinds=["prep_sheet"], visit=visit)
    _tell("prep_sheet", visit)


def _tell(kind: str, visit: Any, **more: str) -> None:
    """Only while it is of use: before the visit begins."""
    if visit.at <= timezone.now():
        return
    told = {"date": day_in_words(visit.at), "time": time_in_words(visit.at), **_own_page(), **more}
    Message.put(kind, intake=visit.intake, context=told, visit=visit, until=visit.at)


def _tell_driver(visit: Any) -> None:
    """Who was asked in a text message to collect somebody need not come."""
    Message.call_off(intake=visit.intake, kinds=["driver_asked"], visit=visit)
    asked = visit.messages.filter(kind="driver_asked", state=State.SENT).order_by("-number").first()
    if asked is None or visit.at <= timezone.now():
        return
    asked.intake = visit.intake
    told = {"date": day_in_words(visit.ready_at), "place": settings.MESSAGES.place}
    Message.put(
        "driver_not_needed",
        intake=visit.intake,
        context=told,
        to=asked.reach_now(),
        visit=visit,
        until=visit.ready_at,
    )


def _own_page() -> dict[str, str]:
    """Where a patient asks for a link to their own page: a message that nobody asked for carries no key."""
    return {"link": settings.MESSAGES.link(reverse("come_back"))}
