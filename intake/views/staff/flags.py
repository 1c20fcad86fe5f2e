"""Flags as the record shows them: by level, gravest first; two on the same answers folded under the graver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from intake.models import Flag, Resolution
from intake.models.resolution import OUT_OF_THE_WAY
from intake.triage import Level, Urgency
from intake.views.staff.words import level_key, level_word, urgency_word


def by_level(flags: Sequence[Flag], settled: Mapping[Any, Resolution]) -> list[dict[str, Any]]:
    """The flags of a record in groups: STOP, review, caution, info; each group says how many are not settled yet."""
    shown = folded(flags, settled)
    groups = []
    for level in sorted(Level, reverse=True):
        here = [each for each in shown if each["level"] == level_key(level)]
        if here:
            left = sum(flag.level == level and flag.pk not in settled for flag in flags)
            groups.append({"level": level_key(level), "word": level_word(level), "flags": here, "left": left})
    return groups


def folded(flags: Sequence[Flag], settled: Mapping[Any, Resolution] | None = None) -> list[dict[str, Any]]:
    """Each flag with those folded under it. A flag is folded when a graver one rests on all the same answers."""
    shown: list[dict[str, Any]] = []
    for flag in sorted(flags, key=lambda each: (-each.level, -each.urgency, each.place)):
        drawn = draw(flag, (settled or {}).get(flag.pk))
        above = next((each for each in shown if _covers(each, drawn)), None)
        (shown if above is None else above["folded"]).append(drawn)
        if above is not None and drawn["settled"] is None:
            above["folded_left"] += 1
    return shown


def draw(flag: Flag, resolution: Resolution | None = None) -> dict[str, Any]:
    """One flag, in the words that were kept, and how it was settled."""
    words = flag.words
    return {
        "pk": flag.pk,
        "code": words["code"],
        "title": words["title"],
        "because": words["because"],
        "cites": words["cites"],
        "words": [tuple(pair) for pair in words["words"]],
        "measured": words.get("measured", ""),
        "level": level_key(flag.level),
        "level_word": level_word(flag.level),
        "urgency_word": urgency_word(flag.urgency),
        "pressing": flag.urgency >= Urgency.TODAY,
        "settled": resolution_words(resolution) if resolution else None,
        "folded": [],
        "folded_left": 0,
    }


def resolution_words(resolution: Resolution) -> dict[str, Any]:
    """How a flag was settled, in words."""
    return {
        "outcome": resolution.get_outcome_display(),
        "reason": resolution.reason,
        "by": resolution.by.name,
        "at": resolution.at,
        "carried": resolution.carried_from_id is not None,
        "out_of_the_way": resolution.outcome in OUT_OF_THE_WAY,
    }


def _covers(graver: dict[str, Any], flag: dict[str, Any]) -> bool:
    said = set(flag["words"])
    return bool(said) and flag["code"] != "MED-01" and said <= set(graver["words"])
