"""Fills in intakes through the real acts, for tests that begin where a patient has ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clinic.models import Staff
from intake.models import Intake
from intake.questionnaire import SECTIONS


def filled(values: Mapping[str, Any]) -> Intake:
    """An intake in which these answers were saved, section by section."""
    intake, _sitting, _token = Intake.start("self")
    for section in SECTIONS:
        answers = {code: value for code, value in values.items() if code.startswith(section.code + ".")}
        if answers:
            intake.save_section(section, answers, revision=0)
    return intake


def sent(values: Mapping[str, Any]) -> Intake:
    """An intake that was sent."""
    intake = filled(values)
    intake.submit()
    return intake


def sent_in_silence(values: Mapping[str, Any]) -> Intake:
    """An intake that was sent, without the message that says so: for tests of other messages."""
    intake = sent(values)
    intake.messages.all().delete()
    return intake


def staff(role: str) -> Staff:
    """A member of staff with this role."""
    return Staff.objects.filter(role=role).first() or Staff.objects.create_user(
        f"{role}@example.org", "a long enough password", name=f"{role.title()} Example", role=role
    )
