"""Mistakes in questions or rules stop the site from starting."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from intake.questionnaire import ALL_QUESTIONS, SECTIONS
from intake.triage import RULES


@register()
def questions_are_sound(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """No code twice; a follow-up comes after what it follows."""
    found: list[CheckMessage] = []
    seen: set[str] = set()
    for question in ALL_QUESTIONS:
        if question.code in seen:
            found.append(Error(f"Two questions have the code {question.code}.", id="intake.E001"))
        for code in question.ask_if.reads() if question.ask_if is not None else ():
            if code not in seen:
                found.append(Error(f"{question.code} follows {code}, which is asked later.", id="intake.E002"))
        seen.add(question.code)
    for section in SECTIONS:
        if not section.title:
            found.append(Error(f"The section {section.code} has no title.", id="intake.E003"))
    return found


@register()
def rules_are_sound(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """A rule reads only questions we ask; no code twice; a safety rule is never set aside."""
    asked = {question.code for question in ALL_QUESTIONS}
    found: list[CheckMessage] = []
    seen: set[str] = set()
    for rule in RULES:
        if rule.code in seen:
            found.append(Error(f"Two rules have the code {rule.code}.", id="intake.E011"))
        seen.add(rule.code)
        for code in rule.reads:
            if code not in asked:
                found.append(Error(f"{rule.code} reads {code}, which nobody asks.", id="intake.E012"))
        if rule.safety and rule.unless:
            found.append(Error(f"{rule.code} is about safety and cannot be set aside.", id="intake.E013"))
    return found
