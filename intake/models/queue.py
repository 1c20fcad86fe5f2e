"""The queue's order, once and for all: open safety alert, urgency, level, visit, waiting since; one index.

Ranks are negative, the gravest lowest, so that one ascending index holds the whole order.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models

from intake.models.turn import OURS, Turn

NO_VISIT = datetime(9999, 1, 1, tzinfo=UTC)
ORDER = ("alert_rank", "urgency_rank", "level_rank", "visit_at", "waiting_since", "id")
DESK_ORDER = ("visit_at", "waiting_since", "id")
SEARCHED = ("email_index", "phone_index", "last_name_index", "last_name_birth_index")
"""Columns by which staff search: blind indexes, by equality."""
MOST_FOUND = 50
TABLE = "intake_intake"


@dataclass(frozen=True)
class Listing:
    """One list of intakes: which of them and which tokens stand for them, in SQL that begins with a column, and by what
    columns it is ordered."""

    name: str
    intakes: str
    tokens: str
    columns: tuple[str, ...]
    newest_first: bool = False

    def place_of(self, intake: Any) -> tuple[Any, ...]:
        """Where an intake stands on this list."""
        return tuple(getattr(intake, name) for name in (*self.columns, "pk"))

    def text_of(self, intake: Any) -> str:
        """The same, as it stands in an address."""
        parts = self.place_of(intake)
        return "~".join(part.isoformat() if isinstance(part, datetime) else str(part) for part in parts)

    def order(self, table: str, key: str) -> str:
        """Its order in SQL, of this table's columns; `key` names the intake there."""
        names = (*self.columns, key)
        return ", ".join(f"{table}.{name}{' DESC' if self.newest_first else ''}" for name in names)

    def beyond(self, table: str, key: str) -> str:
        """What comes after a place on it, in SQL: given are the place, and its key once more.

        Asked as *from this place on, but for whoever stands there*: of *after it* the database thinks that nothing is
        left where most share the first column, and then sorts them all.
        """
        names = (*self.columns, key)
        columns, marks = ", ".join(f"{table}.{name}" for name in names), ", ".join(["%s"] * len(names))
        return f"({columns}) {'<=' if self.newest_first else '>='} ({marks}) AND {table}.{key} <> %s"


LISTINGS = {
    **{
        str(turn): Listing(str(turn), f"turn = '{turn}'", f"turn = '{turn}'", ORDER[:-1])
        for turn in Turn.values
        if turn != Turn.DECIDED
    },
    "decided": Listing(
        "decided", "status = 'decided'", "decided_at IS NOT NULL", ("decided_at",), newest_first=True
    ),
    "all": Listing("all", "sent_at IS NOT NULL", "sent_at IS NOT NULL", ("sent_at",), newest_first=True),
}
"""Every list there is. *Decided* and *all* hold those of every turn, the newest first."""


DESK = Listing("desk", "on_desk_list", "token IS NULL", DESK_ORDER[:-1])
"""The front desk's: by visit and waiting time. No token stands for it: nobody there filters by what a token tells."""


class IntakeQuerySet(models.QuerySet[Any]):
    """Intakes, as they are looked for."""

    def on(self, listing: Listing) -> Any:
        """What stands on this list, in its order."""
        names = (*listing.columns, "id")
        order = [f"-{name}" for name in names] if listing.newest_first else names
        return self.extra(where=[f"{TABLE}.{listing.intakes}"]).order_by(*order)  # noqa: S610

    def beyond(self, listing: Listing, place: tuple[Any, ...]) -> Any:
        """What comes after this place on it."""
        after = listing.beyond(TABLE, "id")
        return self.extra(where=[after], params=[*place, place[-1]])  # noqa: S610

    def of_family(self, family: Sequence[uuid.UUID]) -> IntakeQuerySet:
        """The forms of one person: a patient and all that were merged into it, by their keys."""
        return self.filter(patient__in=family)

    def found_by(self, column: str, index: str) -> IntakeQuerySet:
        """The newest of those whose blind index is this one; nobody, where there is none."""
        if column not in SEARCHED or not index:
            return self.none()
        found: IntakeQuerySet = self.filter(**{column: index}).order_by("-created_at")[:MOST_FOUND]
        return found

    def arrived_since(self, at: datetime) -> IntakeQuerySet:
        """What came to a clinician's turn after a moment."""
        return self.waiting().filter(waiting_since__gt=at)

    def waiting(self) -> IntakeQuerySet:
        """What waits for a clinician: sent forms, and drafts with an open safety alert."""
        return self.filter(turn__in=OURS)

    def most_pressing_first(self) -> IntakeQuerySet:
        """In the queue's order."""
        return self.order_by(*ORDER)

    def on_desk(self) -> IntakeQuerySet:
        """The front desk's list: every intake with a name, by visit and waiting time, never by a flag."""
        listed: IntakeQuerySet = self.on(DESK)
        return listed

    def after_on_desk(self, place: tuple[Any, ...]) -> IntakeQuerySet:
        """What comes after this place on the front desk's list."""
        later: IntakeQuerySet = self.beyond(DESK, place)
        return later
