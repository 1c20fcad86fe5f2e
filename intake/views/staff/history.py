"""Who did or read what on an intake, newest first. A run of saves, or of readings, by one person is one line."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from clinic.models import Event
from intake.models import Intake, Patient
from intake.views.staff.words import act_word, actor_words

MOST_SHOWN = 500
FOLDED = frozenset(
    {
        "section.saved",
        "filling.read",
        "reply.saved",
        "record.read",
        "record.compared",
        "patient.read",
        "card.read",
        "alert.read",
    }
)


def history_of(subject: Intake | Patient) -> list[dict[str, Any]]:
    """The latest events, in words."""
    events = subject.events().select_related("actor").order_by("-id")[:MOST_SHOWN]
    return [_line(list(run)) for _key, run in groupby(events, key=_run_of)]


def _run_of(event: Event) -> tuple[Any, ...]:
    if event.action in FOLDED:
        return (event.action, event.actor_id, event.role)
    return (event.pk,)


def _line(run: list[Event]) -> dict[str, Any]:
    act = act_word(run[0])
    if len(run) > 1:
        act = _("%(act)s, %(n)d times") % {"act": act, "n": len(run)}
    return {"at": run[0].at, "act": act, "who": actor_words(run[0])}
