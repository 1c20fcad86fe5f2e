"""What lists and alerts need to know of a patient: drawn from answers that the front desk may read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clinic.blind_index import blind
from intake.questionnaire import ALL_QUESTIONS
from intake.questionnaire.about import About
from intake.questionnaire.answers import Answers
from intake.questionnaire.saying import say
from intake.questionnaire.truth import Truth

PLAIN = frozenset({"contact", "ride"})
_TOLD = tuple(question for question in ALL_QUESTIONS if question.audience in PLAIN)
SEEN_FROM = frozenset(question.section.code for question in _TOLD)
"""Sections whose answers change who somebody is on a list."""


def identity_of(answers: Answers) -> dict[str, Any]:
    """Names, birth date, ways to reach, ride and access needs: answers by code and in words, never a clinical one."""
    asked = (question for question in _TOLD if answers.asks(question) is Truth.YES)
    return {
        "name": full_name(answers.values),
        "birth_date": answers.values.get(About.birth_date.code),
        "phone": answers.values.get(About.phone.code),
        "told": {
            question.code: {"label": question.label, "words": said}
            for question in asked
            if (said := say(question, answers.values))
        },
    }


def listed_as(identity: Mapping[str, Any]) -> dict[str, Any]:
    """Of all that, what a list shows: so to draw a list, an address or a ride is not decrypted."""
    return {"name": identity["name"], "birth_date": identity["birth_date"]}


def full_name(answers: Mapping[str, Any]) -> str:
    """The legal name, with the name the patient likes to be called by. Who has one name only has given it twice."""
    parts = (answers.get(About.first_name.code), answers.get(About.last_name.code))
    name = " ".join(dict.fromkeys(part for part in parts if part))
    called = answers.get(About.preferred_name.code)
    return f"{name} (“{called}”)" if name and called and called not in name else name or called or ""


def indexes_of(answers: Mapping[str, Any]) -> dict[str, str]:
    """The blind indexes by which staff search."""
    last_name = answers.get(About.last_name.code) or ""
    born = answers.get(About.birth_date.code) or ""
    return {
        "email_index": blind("email", answers.get(About.email.code) or ""),
        "phone_index": blind("phone", answers.get(About.phone.code) or ""),
        "last_name_index": blind("last_name", last_name),
        "last_name_birth_index": blind("last_name_and_birth_date", f"{last_name}|{born}")
        if last_name and born
        else "",
    }


def age_on(birth_date: str | None, today: date) -> int | None:
    """Whole years; someone born on 29 February has the birthday on 1 March in a common year."""
    if not birth_date:
        return None
    born = date.fromisoformat(birth_date)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
