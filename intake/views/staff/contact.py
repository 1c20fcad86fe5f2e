"""Who a patient is and how to reach them, as the pages of staff show it."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from intake.models import Intake

REACH = ("about.", "contacts.", "prepare.access")
IN_THE_HEAD = ("about.first_name", "about.last_name")


def who(intake: Intake) -> dict[str, Any]:
    """Name, age and birth date, as the head of a page shows them."""
    born = (intake.identity or {}).get("birth_date")
    return {
        "name": intake.name or _("No name yet"),
        "age": intake.age,
        "birth_date": parse_date(born) if born else None,
    }


def told(intake: Intake, starts: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """What the patient told of contact and ride, as (question, answer, link to call), without the name."""
    answers = (intake.identity or {}).get("told", {})
    return [
        (each["label"], each["words"], call(each["words"]) if code.endswith("phone") else "")
        for code, each in answers.items()
        if code.startswith(starts) and code not in IN_THE_HEAD
    ]


def call(number: str) -> str:
    """The link that calls a number."""
    return "tel:" + "".join(sign for sign in number if sign in "+0123456789")
