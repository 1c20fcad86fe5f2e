"""Scores of the published questionnaires. A score is empty, never 0, while an item is blank or declined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Items = Mapping[str, Any]
"""Answers by item code; None where blank or not asked."""

DECLINED = "rather_not_say"


def _sum(items: Items, codes: range) -> int | None:
    given = [items.get(str(code)) for code in codes]
    return (
        None if any(value in (None, DECLINED) for value in given) else sum(int(str(value)) for value in given)
    )


def phq9_score(items: Items) -> int | None:
    """Sum of the nine items, 0 to 27."""
    return _sum(items, range(1, 10))


def gad7_score(items: Items) -> int | None:
    """Sum of the seven items, 0 to 21."""
    return _sum(items, range(1, 8))


def peg_score(items: Items) -> float | None:
    """Mean of the three items, 0 to 10, one decimal."""
    total = _sum(items, range(1, 4))
    return None if total is None else round(total / 3, 1)


def pcptsd5_score(items: Items) -> int | None:
    """Count of yes, 0 to 5; 0 when no such event ever happened."""
    if items.get("gate") == "no":
        return 0
    given = [items.get(str(code)) for code in range(1, 6)]
    return None if any(value in (None, DECLINED) for value in given) else given.count("yes")


def auditc_score(items: Items) -> int | None:
    """Sum, 0 to 12; a person who never drinks is not asked the rest and scores 0."""
    return 0 if items.get("1") == "0" else _sum(items, range(1, 4))


def asq_outcome(items: Items) -> str | None:
    """`acute`: item 5 yes or declined. `nonacute`: any of 1 to 4 yes or declined. `negative`: all of 1 to 4 no.

    A positive answer counts before item 5 is answered, so that a draft is seen at once (ASQ toolkit: a declined item is
    positive; a declined item 5 counted as acute is a default of this project).
    """
    if items.get("5") in ("yes", DECLINED):
        return "acute"
    first = [items.get(str(code)) for code in range(1, 5)]
    if any(value in ("yes", DECLINED) for value in first):
        return "nonacute"
    return "negative" if all(value == "no" for value in first) else None


def taps1_outcome(items: Items) -> str | None:
    """`positive`: any answer but never; `negative`: all never."""
    asked = [items.get("1"), items.get("2_men") or items.get("2_women"), items.get("3"), items.get("4")]
    if any(value not in (None, DECLINED, "never") for value in asked):
        return "positive"
    return "negative" if all(value == "never" for value in asked) else None
