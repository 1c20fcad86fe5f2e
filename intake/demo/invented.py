"""One invented patient: who they are, how far they came, and what the staff did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from intake.demo.well import WELL


@dataclass(frozen=True)
class Closing:
    """How a clinician settled this patient's safety alerts."""

    kind: str
    note: str
    by: str = "physician"
    follow_up_in_days: int | None = None


@dataclass(frozen=True)
class Deciding:
    """What a clinician decided; `over`: the reason given for each STOP and safety flag."""

    outcome: str
    reason: str
    by: str = "nurse"
    conditions: str = ""
    until_in_days: int | None = None
    over: str = ""


@dataclass(frozen=True)
class Work:
    """What a nurse did on a record: wrote, measured, marked sections reviewed, settled flags by a plan, asked for more."""

    note: str = ""
    assessment: str = ""
    pressure: tuple[int, int] | None = None
    reviewed: tuple[str, ...] = ()
    plan: str = ""
    asked: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Invented:
    """An invented patient. `until`: the last section a draft came to; `hours_ago`: when they last wrote.

    `visits_in_days`: the days of their visits, counted from today; `medicines`: what a nurse wrote of them for the sheet.
    `prepared`: how far the first of them are, in order, as `preparing.DRIVER_SAYS` names it.
    `earlier`: the same person's forms of before, so that they come back; each is matched with them.
    """

    first_name: str
    last_name: str
    birth_date: str
    phone: str
    hours_ago: float
    different: dict[str, Any] = field(default_factory=dict)
    for_whom: str = "self"
    until: str = ""
    opened: bool = False
    acknowledged: bool = False
    closing: Closing | None = None
    deciding: Deciding | None = None
    visits_in_days: tuple[int, ...] = ()
    visit_hour: str = "09:00"
    medicines: str = ""
    prepared: tuple[str, ...] = ()
    work: Work | None = None
    earlier: tuple[Invented, ...] = ()

    def answers(self) -> dict[str, Any]:
        """All they answer, by question code."""
        return {
            **WELL,
            "about.first_name": self.first_name,
            "about.last_name": self.last_name,
            "about.birth_date": self.birth_date,
            "about.phone": self.phone,
            "agree.signature": f"{self.first_name} {self.last_name}",
            **self.different,
        }
