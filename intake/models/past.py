"""What one person has had here: forms, decisions, merges, scores, each followed from a patient or an intake at hand."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from intake.models.decision import Decision
from intake.models.intake import Intake
from intake.models.merge import Merge
from intake.models.submission import Submission
from intake.models.triage import Triage

MOST_FORMS = 100
MOST_RUNS = 24

Family = Sequence[uuid.UUID]
"""A patient and all that were merged into it, by their keys."""


def forms_of(family: Family) -> list[Intake]:
    """The forms of one person, the newest first."""
    return list(Intake.objects.of_family(family).order_by("-created_at")[:MOST_FORMS])


def decisions_on(intakes: Sequence[Intake]) -> QuerySet[Decision]:
    """What was decided on these forms, the newest first."""
    return Decision.objects.filter(intake__in=intakes).select_related("by").order_by("-at")


def merges_of(family: Family) -> QuerySet[Merge]:
    """Merges of these patients, the newest first, with what became of each."""
    found = Merge.objects.filter(Q(merged__in=family) | Q(survivor__in=family))
    return found.select_related("merged", "survivor", "by", "unmerge", "unmerge__by").order_by("-at")


def submission_before(submission: Submission, family: Family) -> Submission | None:
    """The one before this: of the same form, or else of the person's form before it."""
    intake = submission.intake
    own: Submission | None = (
        intake.submissions.filter(number__lt=submission.number).order_by("-number").first()
        if submission.number > 1
        else None
    )
    if own is not None:
        own.intake = intake
    if own is not None or not family:
        return own
    others = Submission.objects.filter(intake__patient__in=family, sealed_at__lt=submission.sealed_at)
    return others.exclude(intake=intake).select_related("intake").order_by("-sealed_at").first()


def runs_over(intake: Intake, family: Family) -> list[Triage]:
    """The newest run of the rules over each submission of one person, the oldest submission first."""
    whose: dict[str, Any] = {"intake__patient__in": family} if family else {"intake": intake}
    runs = Triage.objects.filter(**whose).select_related("intake", "submission").order_by("-ran_at")
    newest: dict[Any, Triage] = {}
    for run in runs[: MOST_RUNS * 2]:
        newest.setdefault(run.submission_id, run)
    return sorted(newest.values(), key=lambda run: run.submission.sealed_at)[-MOST_RUNS:]
