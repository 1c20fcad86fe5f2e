"""Where patients stop: the last section saved of forms that were begun and never sent."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from intake.figures.period import Period
from intake.questionnaire import SECTIONS

STOPPED = """
    SELECT last.section, count(*) FROM (
        SELECT draft.section, coalesce(draft.changed_at, unsent.created_at) AS at
        FROM (
            SELECT id, created_at FROM intake_intake
            WHERE status IN ('draft', 'abandoned') AND for_whom <> '' AND created_at >= %s
            ORDER BY created_at DESC LIMIT %s
        ) unsent
        LEFT JOIN LATERAL (
            SELECT section, changed_at FROM intake_draft WHERE intake_id = unsent.id
            ORDER BY changed_at DESC, array_position(%s::text[], section::text) DESC LIMIT 1
        ) draft ON true
    ) last WHERE last.at < %s GROUP BY last.section
"""
MOST_FORMS = 50_000
IDLE = timedelta(days=1)
"""A form is left once nothing was written in it for a day."""


def where_patients_stop(period: Period) -> list[tuple[str, int]]:
    """Forms by the last section saved, in the order asked; before the first section where none was."""
    with connection.cursor() as cursor:
        order = [section.code for section in SECTIONS]
        cursor.execute(STOPPED, [period.since, MOST_FORMS, order, timezone.now() - IDLE])
        found = dict(cursor.fetchall())
    listed = [("Before the first answer", found.get(None, 0))]
    return listed + [(section.title, found.get(section.code, 0)) for section in SECTIONS]
