"""A patient who was here before: earlier forms, scores over time, and what changed since the last submission."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from clinic.audit import record
from intake.models import Intake, Submission
from intake.models.comparing import changes_between
from intake.models.past import forms_of, runs_over, submission_before
from intake.views.staff.score_chart import charts


def returning(request: HttpRequest, intake: Intake, submission: Submission) -> dict[str, Any]:
    """What a record shows beside this submission of what came before it. Reading another form of theirs is recorded."""
    family = intake.patient.standing().family() if intake.patient else []
    before = submission_before(submission, family)
    if before is not None and before.intake_id != intake.pk:
        record("record.compared", request=request, subject=before.intake)
    return {
        "charts": charts(runs_over(intake, family), intake) if family or submission.number > 1 else [],
        "earlier_forms": [each for each in forms_of(family) if each.pk != intake.pk] if family else [],
        "before": before,
        "changes": changes_between(before.content, submission.content) if before else None,
    }
