"""What lists and alerts need to know of a patient: drawn from answers that the front desk may read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clinic.blind_index import blind
from intake.questionnaire import ALL_QUESTIONS
from intake.questionnaire.saying import say

PLAIN = frozenset({"contact", "ride"})
SEEN_FROM = frozenset({"about", "contacts", "prepare", "ride"})
"""Sections whose answers change who somebody is on a list."""


def identity_of(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Names, birth date, ways to reach, ride and access needs: answers by code and in words, never a clinical one."""
    told = {
        question.code: {"label": question.label, "words": said}
        for question in ALL_QUESTIONS
        if question.audience in PLAIN and (said := say(question, answers))
    }
    return {
        "name": full_name(answers),
        "birth_date": answers.get("about.birth_date"),
        "phone": answers.get("about.phone"),
        "told": told,
    }


def full_name(answers: Mapping[str, Any]) -> str:
    """The legal name, with the name the patient likes to be called by."""
    parts = (answers.get("about.first_name"), answers.get("about.last_name"))
    name = " ".join(part for part in parts if part)
    called = answers.get("about.preferred_name")
    return f"{name} (“{called}”)" if name and called and called not in name else name or called or ""


def indexes_of(answers: Mapping[str, Any]) -> dict[str, str]:
    """The blind indexes by which staff search."""
    last_name = answers.get("about.last_name") or ""
    born = answers.get("about.birth_date") or ""
    return {
        "email_index": blind("email", answers.get("about.email") or ""),
        "phone_index": blind("phone", answers.get("about.phone") or ""),
        "last_name_index": blind("last_name", last_name),
        "last_name_birth_index": blind("last_name_and_birth_date", f"{last_name}|{born}") if last_name and born else "",
    }


def age_on(birth_date: str | None, today: date) -> int | None:
    """Whole years; someone born on 29 February has the birthday on 1 March in a common year."""
    if not birth_date:
        return None
    born = date.fromisoformat(birth_date)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
