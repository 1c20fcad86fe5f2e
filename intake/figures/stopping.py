"""Where patients stop: the last section saved of forms that were begun and never sent."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from intake.figures.period import Period
from intake.questionnaire import SECTIONS

STOPPED = """
    SELECT last.section, count(*) FROM (
        SELECT (
            SELECT section FROM intake_draft draft WHERE draft.intake_id = intake.id
            ORDER BY draft.changed_at DESC LIMIT 1
        ) AS section
        FROM intake_intake intake
        WHERE intake.status IN ('draft', 'abandoned') AND intake.created_at >= %s AND intake.changed_at < %s
        ORDER BY intake.created_at DESC LIMIT %s
    ) last GROUP BY last.section
"""
MOST_FORMS = 50_000
IDLE = timedelta(days=1)
"""A form is left once nothing was written in it for a day."""


def where_patients_stop(period: Period) -> list[tuple[str, int]]:
    """Forms by the last section saved, in the order asked; before the first section where none was."""
    with connection.cursor() as cursor:
        cursor.execute(STOPPED, [period.since, timezone.now() - IDLE, MOST_FORMS])
        found = dict(cursor.fetchall())
    listed = [("Before the first answer", found.get(None, 0))]
    return listed + [(section.title, found.get(section.code, 0)) for section in SECTIONS]
