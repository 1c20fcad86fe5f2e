"""How often a rule fired, and how clinicians settled its flags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from clinic.blind_index import blind
from intake.models import Flag, Settled

RECENT_DAYS = 90
MOST_RUNS = 20_000
"""Counts of recent flags look at so many runs of the rules, the newest, and no more."""
MOST_COUNTED = 1000

ON_FORMS = """
    WITH recent AS (
        SELECT id, intake_id FROM intake_triage WHERE ran_at >= %s ORDER BY ran_at DESC LIMIT %s
    )
    SELECT count(DISTINCT recent.intake_id) FROM recent
    JOIN intake_flag flag ON flag.triage_id = recent.id WHERE flag.rule_index = %s
"""
SETTLED = """
    WITH recent AS (
        SELECT id FROM intake_triage WHERE ran_at >= %s ORDER BY ran_at DESC LIMIT %s
    )
    SELECT resolution.outcome, count(*) FROM recent
    JOIN intake_flag flag ON flag.triage_id = recent.id
    JOIN intake_resolution resolution ON resolution.flag_id = flag.id
    WHERE flag.rule_index = %s AND resolution.carried_from_id IS NULL
    GROUP BY resolution.outcome
"""


@dataclass(frozen=True)
class Firing:
    """`recent`: patients' forms on which a rule fired in the last 90 days. `ever`: flags, counted up to a thousand."""

    recent: int
    ever: int
    settled: tuple[tuple[str, int], ...]

    @property
    def is_more(self) -> bool:
        """Whether there are more flags than were counted."""
        return self.ever >= MOST_COUNTED


def firing_of(code: str) -> Firing:
    """How often the rule of this code fired."""
    index = blind("rule", code)
    since = timezone.now() - timedelta(days=RECENT_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(ON_FORMS, [since, MOST_RUNS, index])
        (recent,) = cursor.fetchone()
        cursor.execute(SETTLED, [since, MOST_RUNS, index])
        found = dict(cursor.fetchall())
    settled = tuple((str(each.label), found[each.value]) for each in Settled if each.value in found)
    return Firing(recent, Flag.objects.filter(rule_index=index).order_by()[:MOST_COUNTED].count(), settled)
