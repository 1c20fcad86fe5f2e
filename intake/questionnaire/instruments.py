"""The shape of a published questionnaire: items, options, score and bands. The wording stays official."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from intake.questionnaire.conditions import Condition

DECLINED = "rather_not_say"
"""An item the patient would rather not answer: a value of its own, never 0."""


@dataclass(frozen=True, eq=False)
class Item:
    """One item: its official words, its options as (code, words, points), and when it is asked."""

    code: str
    text: str
    options: tuple[tuple[str, str, int], ...]
    ask_if: Callable[[Any], Condition] | None = None
    scored: bool = True
    required: bool = True
    loinc: str = ""

    @cached_property
    def points(self) -> Mapping[str, int]:
        """Points by option code; a declined item has none."""
        return {code: points for code, _words, points in self.options}


@dataclass(frozen=True, eq=False)
class Band:
    """A named range of a score, both ends counted in."""

    low: float
    high: float
    name: str


@dataclass(frozen=True, eq=False)
class Scale:
    """A published questionnaire. `wording_read` says whether its official wording has been read at the source."""

    title: str
    items: tuple[Item, ...]
    credit: str
    wording_read: bool
    stem: str = ""
    bands: tuple[Band, ...] = ()
    loinc: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def band(self, score: float | None) -> str:
        """The name of the band a score falls in; empty where there is no score or no band."""
        if score is None:
            return ""
        return next((band.name for band in self.bands if band.low <= score <= band.high), "")
