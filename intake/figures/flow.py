"""How many forms come in, how long they wait for a first decision, and what is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection
from django.db.models import Count

from intake.figures.period import Period
from intake.models import Decision, Outcome

MOST_FORMS = 50_000
"""Waiting times are worked out over so many forms, the newest, and no more."""

SENT = """
    SELECT date_trunc('week', sealed_at AT TIME ZONE %s)::date, count(*)
    FROM intake_submission WHERE sealed_at >= %s GROUP BY 1
"""
WAITED = """
    WITH newest AS (
        SELECT intake_id, sealed_at FROM intake_submission
        WHERE number = 1 AND sealed_at >= %s ORDER BY sealed_at DESC LIMIT %s
    ), waited AS (
        SELECT date_trunc('week', sealed_at AT TIME ZONE %s)::date AS week, extract(epoch FROM (
            SELECT min(at) FROM intake_decision decision WHERE decision.intake_id = newest.intake_id
        ) - sealed_at) / 3600 AS hours FROM newest
    )
    SELECT week, count(*), count(hours), percentile_cont(0.5) WITHIN GROUP (ORDER BY hours),
        percentile_cont(0.9) WITHIN GROUP (ORDER BY hours)
    FROM waited GROUP BY GROUPING SETS ((week), ())
"""


@dataclass(frozen=True)
class Wait:
    """Forms sent for the first time: how many, how many of them were decided, and the hours until then."""

    forms: int = 0
    decided: int = 0
    median: float | None = None
    nine_in_ten: float | None = None


def sent_by_week(period: Period) -> dict[date, int]:
    """Submissions, those that supersede an earlier one counted too, by the Monday of their week."""
    with connection.cursor() as cursor:
        cursor.execute(SENT, [settings.TIME_ZONE, period.since])
        return dict(cursor.fetchall())


def waits(period: Period) -> dict[date | None, Wait]:
    """Waiting times by the Monday of the week in which a form was sent; under None, of the whole period."""
    with connection.cursor() as cursor:
        cursor.execute(WAITED, [period.since, MOST_FORMS, settings.TIME_ZONE])
        return {week: Wait(*rest) for week, *rest in cursor.fetchall()}


def outcomes(period: Period) -> list[tuple[str, int]]:
    """Decisions by outcome, in the order in which outcomes are offered."""
    rows = Decision.objects.filter(at__gte=period.since).order_by().values_list("outcome").annotate(Count("pk"))
    found = dict(rows)
    return [(str(each.label), found.get(each.value, 0)) for each in Outcome]
