"""On a record: whose form it is, or who it may be, and what the patient has had before."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from intake.models import Intake, Matching, Submission
from intake.models.likeness import alike_to
from intake.views.staff.returning import returning


def patient_panel(request: HttpRequest, intake: Intake, submission: Submission | None) -> dict[str, Any]:
    """The patient with what came before, or those who may be it."""
    matched = matched_words(intake)
    page: dict[str, Any] = {"matched": matched, "found": [] if matched else alike_to(intake)}
    if submission is not None:
        page |= returning(request, intake, submission)
    return page


def matched_words(intake: Intake) -> dict[str, Any] | None:
    """Whom this form is matched with, by whom and when; None where it is not."""
    if intake.patient is None:
        return None
    last = Matching.last_of(intake)
    return {
        "patient": intake.patient,
        "standing": intake.patient.standing(),
        "by": last.by.name,
        "at": last.at,
        "act": last.get_kind_display(),
    }
