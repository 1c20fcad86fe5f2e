"""What staff of a demonstration have done on the records of invented patients."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from intake.demo.invented import Work
from intake.models import (
    Assessment,
    InformationRequest,
    Intake,
    Measure,
    Note,
    Resolution,
    SectionReview,
    Submission,
    Triage,
)


def do(work: Work, intake: Intake, nurse: Any) -> None:
    """All of it, by one nurse, in the order in which a morning goes."""
    if work.note:
        Note.write(intake, nurse, work.note)
    if work.pressure:
        systolic, diastolic = work.pressure
        found = {"systolic": systolic, "diastolic": diastolic}
        Measure.take(intake, nurse, "blood_pressure", found, at=timezone.now())
    on = Submission.newest(intake).pk
    for section in work.reviewed:
        SectionReview.mark(intake, nurse, section, on=on)
    if work.plan:
        _settle(intake, nurse, work.plan)
    if work.assessment:
        Assessment.write(intake, nurse, work.assessment, based_on=0)
    if work.asked:
        InformationRequest.ask(intake, nurse, work.asked, "", work.why, on=on)


def _settle(intake: Intake, nurse: Any, plan: str) -> None:
    for flag in Triage.newest(intake).all_flags():
        if not flag.is_grave:
            Resolution.settle(flag, nurse, "plan", plan)
