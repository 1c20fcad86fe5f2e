"""A patient who was here before: earlier forms, scores over time, and what changed since the last submission."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from clinic.audit import record
from intake.models import Intake, Submission, Triage
from intake.models.comparing import changes_between
from intake.views.staff.score_chart import charts

MOST_RUNS = 24


def returning(request: HttpRequest, intake: Intake, submission: Submission) -> dict[str, Any]:
    """What a record shows beside this submission of what came before it."""
    family = intake.patient.standing().family() if intake.patient else []
    before = _before(request, intake, submission, family)
    return {
        "charts": charts(_runs(intake, family), intake) if family or submission.number > 1 else [],
        "earlier_forms": list(
            Intake.objects.filter(patient__in=family).exclude(pk=intake.pk).order_by("-created_at")[:MOST_RUNS]
        )
        if family
        else [],
        "before": before,
        "changes": changes_between(before.content, submission.content) if before else None,
    }


def _before(
    request: HttpRequest, intake: Intake, submission: Submission, family: list[Any]
) -> Submission | None:
    """The submission before this one: of this form, or else of the patient's form before it; reading it is recorded."""
    own = intake.submissions.filter(number__lt=submission.number).order_by("-number").first()
    if own is not None:
        own.intake = intake
        return own
    if not family:
        return None
    found: Submission | None = (
        Submission.objects.filter(intake__patient__in=family, sealed_at__lt=submission.sealed_at)
        .exclude(intake=intake)
        .select_related("intake")
        .order_by("-sealed_at")
        .first()
    )
    if found is not None:
        record("record.compared", request=request, subject=found.intake)
    return found


def _runs(intake: Intake, family: list[Any]) -> list[Triage]:
    """The newest run of the rules over each submission, the oldest first."""
    whose = {"intake__patient__in": family} if family else {"intake": intake}
    runs = Triage.objects.filter(**whose).select_related("intake", "submission").order_by("-ran_at")[: MOST_RUNS * 2]
    newest: dict[Any, Triage] = {}
    for run in runs:
        newest.setdefault(run.submission_id, run)
    return sorted(newest.values(), key=lambda run: run.submission.sealed_at)[-MOST_RUNS:]
