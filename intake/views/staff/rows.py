"""A row of the queue, of a search, of a hand-over: who, how pressing, why, since when, who has it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from intake.models.reminders import waits_too_long
from intake.triage import Urgency
from intake.views.staff.broken import NAME, WHAT_TO_DO, opens
from intake.views.staff.words import level_key, level_word, urgency_word


def row_of(intake: Any, since: str = "waiting_since") -> dict[str, Any]:
    """One intake, for clinicians; `since` names the time that its list is about."""
    return _told(intake) | {
        "reference": intake.reference,
        "url": reverse("record", args=[intake.reference]),
        "level": level_key(-intake.level_rank),
        "level_word": level_word(-intake.level_rank),
        "alert": intake.alert_rank < 0,
        "unsent": intake.is_open,
        "urgency_word": urgency_word(-intake.urgency_rank),
        "pressing": -intake.urgency_rank >= Urgency.TODAY,
        "late": waits_too_long(intake),
        "visit": intake.visit,
        "since": getattr(intake, since),
        "status": intake.get_status_display(),
        "holder": intake.holder.name if intake.held_by else "",
        "held_since": intake.held_since,
    }


def _told(intake: Any) -> dict[str, Any]:
    """What is encrypted of a row: who, and why."""
    if not opens(intake):
        return {"name": NAME, "age": None, "why": WHAT_TO_DO}
    return {
        "name": intake.name or _("No name yet"),
        "age": intake.age,
        "why": intake.why or _("No flag: read the answers"),
    }
