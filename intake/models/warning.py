"""What every staff page warns of: safety alerts that nobody is dealing with, and messages that do not leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from clinic.statement import Statement
from intake.models.message import OVERDUE
from intake.models.unattended import MOST_TIMED, Unattended

WARNED = Statement(f"""
    SELECT dead.number, late.since, open.number, alert.alert_id, alert.urgency, alert.raised_at, alert.handed_over_at
      FROM (SELECT count(*) AS number FROM (
                SELECT FROM intake_message WHERE state = 'dead' AND settled_at IS NULL LIMIT 99) AS unsent) AS dead,
           (SELECT min(at) AS since FROM (
                SELECT at FROM intake_message WHERE state IN ('waiting', 'failed') AND at < %s LIMIT 99
            ) AS unsent) AS late,
           (SELECT count(*) AS number FROM (SELECT FROM intake_unattendedalert LIMIT 99) AS waiting) AS open
      LEFT JOIN (SELECT alert_id, urgency, raised_at, handed_over_at FROM intake_unattendedalert
                 ORDER BY urgency DESC, raised_at LIMIT {MOST_TIMED}) AS alert ON true
     ORDER BY alert.urgency DESC, alert.raised_at
""")  # noqa: S608
"""Asked on every page: no model is made of it."""


@dataclass(frozen=True)
class Warned:
    """`alerts_waiting`: how many, up to 99; `alerts`: the twenty most urgent of them. How many messages could not be
    sent and nobody has told, up to 99; since when others wait that should have left."""

    alerts_waiting: int
    alerts: list[Unattended]
    dead_messages: int
    messages_wait_since: datetime | None


def what_to_warn_of() -> Warned:
    """As it stands now: one query."""
    found = WARNED.rows(timezone.now() - OVERDUE)
    dead, since, waiting, *_alert = found[0]
    alerts = [Unattended(*alert) for _dead, _since, _waiting, *alert in found] if waiting else []
    return Warned(waiting, alerts, dead, since)
