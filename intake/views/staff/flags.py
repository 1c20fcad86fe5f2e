"""Flags as the record shows them: gravest first, and two on the same answers folded under the graver, never dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from intake.models import Flag
from intake.triage import Urgency
from intake.views.staff.words import level_key, level_word, urgency_word


def folded(flags: Sequence[Flag]) -> list[dict[str, Any]]:
    """Each flag with those folded under it. A flag is folded when a graver one rests on all the same answers."""
    shown: list[dict[str, Any]] = []
    for flag in sorted(flags, key=lambda each: (-each.level, -each.urgency, each.place)):
        drawn = draw(flag)
        above = next((each for each in shown if _covers(each, drawn)), None)
        (shown if above is None else above["folded"]).append(drawn)
    return shown


def draw(flag: Flag) -> dict[str, Any]:
    """One flag, in the words that were kept."""
    words = flag.words
    return {
        "pk": flag.pk,
        "code": words["code"],
        "title": words["title"],
        "because": words["because"],
        "cites": words["cites"],
        "words": [tuple(pair) for pair in words["words"]],
        "level": level_key(flag.level),
        "level_word": level_word(flag.level),
        "urgency_word": urgency_word(flag.urgency),
        "pressing": flag.urgency >= Urgency.TODAY,
        "folded": [],
    }


def _covers(graver: dict[str, Any], flag: dict[str, Any]) -> bool:
    said = set(flag["words"])
    return bool(said) and flag["code"] != "MED-01" and said <= set(graver["words"])
