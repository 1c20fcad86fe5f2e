"""Steps of every save of a patient's answers: what it tells that must be seen at once, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from clinic.audit import record
from intake.policy import DEFAULT as POLICY
from intake.questionnaire.questions import Question, Section
from intake.triage import Finding, safety_findings


@dataclass(frozen=True)
class Saved:
    """What became of a save: the section's revision, what changed, what two tabs differ on, help to show now."""

    revision: int
    at: datetime
    changed: tuple[str, ...]
    conflicts: Mapping[str, tuple[Any, Any]]
    help: tuple[Finding, ...]


def told_in(answers: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What must be seen at once in these answers, today."""
    return safety_findings(answers, POLICY, on=timezone.localdate())


def about_section(section: type[Section], findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that this section's answers bear out: what the patient has just told."""
    return tuple(
        each for each in findings if any(code.startswith(f"{section.code}.") for code in each.fired_by)
    )


def refuse_strangers(
    section: type[Section], posted: Mapping[str, Any], *, among: Iterable[Question] | None = None
) -> None:
    """Refuses answers to questions that this section does not ask, or that are not `among` those of the form."""
    asked = section.questions if among is None else among
    own = {each.code for each in asked if each.section.code == section.code}
    strangers = [code for code in posted if code.removesuffix(".other") not in own]
    if strangers:
        raise ValueError(f"{section.code} does not ask {', '.join(strangers)}")


def record_alerts(intake: models.Model, count: int, request: Any) -> None:
    """Leaves an event where safety alerts were raised."""
    if count:
        record("alert.raised", request=request, subject=intake, detail=str(count))
