"""What every staff page warns of: safety alerts that nobody is dealing with, and messages that do not leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from clinic.statement import Statement
from intake.models.message import OVERDUE
from intake.models.unattended import Unattended

WARNED = Statement("""
    SELECT dead.number, late.since, alert.alert_id, alert.urgency, alert.raised_at, alert.handed_over_at
      FROM (SELECT count(*) AS number FROM (
                SELECT FROM intake_message WHERE state = 'dead' AND settled_at IS NULL LIMIT 99) AS unsent) AS dead,
           (SELECT min(at) AS since FROM (
                SELECT at FROM intake_message WHERE state IN ('waiting', 'failed') AND at < %s LIMIT 99
            ) AS unsent) AS late
      LEFT JOIN (SELECT * FROM intake_unattendedalert ORDER BY urgency DESC, raised_at LIMIT 99) AS alert ON true
     ORDER BY alert.urgency DESC, alert.raised_at
""")
"""Asked on every page: no model is made of it."""


@dataclass(frozen=True)
class Warned:
    """Alerts, up to 99, the most urgent first; how many messages could not be sent and nobody has told, up to 99; since
    when others wait that should have left."""

    alerts: list[Unattended]
    dead_messages: int
    messages_wait_since: datetime | None


def what_to_warn_of() -> Warned:
    """As it stands now: one query."""
    found = WARNED.rows(timezone.now() - OVERDUE)
    dead, since, *_alert = found[0]
    return Warned([Unattended(*alert) for _dead, _since, *alert in found if alert[0] is not None], dead, since)
