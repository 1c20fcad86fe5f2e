"""The queue's order, once and for all: open safety alert, urgency, level, visit, waiting since; one index.

Ranks are negative, the gravest lowest, so that one ascending index holds the whole order.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.db import models

from intake.models.turn import OURS, Turn

if TYPE_CHECKING:
    from intake.models.intake import Intake

NO_VISIT = datetime(9999, 1, 1, tzinfo=UTC)
ORDER = ("alert_rank", "urgency_rank", "level_rank", "visit_at", "waiting_since", "id")
DESK_ORDER = ("visit_at", "waiting_since", "id")
SEARCHED = ("email_index", "phone_index", "last_name_index", "last_name_birth_index")
"""Columns by which staff search: blind indexes, by equality."""
MOST_FOUND = 50
SHOWN = (
    *("wrapped_key", "reference", "status", "turn", "identity", "reasons", "alerts_open", "holder__name"),
    *("held_since", "held_until", "sent_at", "decided_at", *ORDER),
)
"""What a list shows of an intake; the rest is not read."""
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Listing:
    """One list of intakes: which of them, which tokens stand for them, and by what columns it is ordered."""

    name: str
    intakes: tuple[str, Any]
    tokens: tuple[str, Any]
    columns: tuple[str, ...]
    newest_first: bool = False

    def place_of(self, intake: Any) -> tuple[Any, ...]:
        """Where an intake stands on this list."""
        return tuple(getattr(intake, name) for name in (*self.columns, "pk"))

    def text_of(self, intake: Any) -> str:
        """The same, as it stands in an address."""
        parts = self.place_of(intake)
        return "~".join(part.isoformat() if isinstance(part, datetime) else str(part) for part in parts)


LISTINGS = {
    **{
        turn: Listing(turn, ("turn", turn), ("turn", turn), ORDER[:-1])
        for turn in Turn.values
        if turn != Turn.DECIDED
    },
    "decided": Listing(
        "decided", ("status", "decided"), ("decided_at__isnull", False), ("decided_at",), newest_first=True
    ),
    "all": Listing(
        "all", ("sent_at__isnull", False), ("sent_at__isnull", False), ("sent_at",), newest_first=True
    ),
}
"""Every list there is. *Decided* and *all* hold those of every turn, the newest first."""


DESK = Listing("desk", ("on_desk_list", True), ("pk", None), DESK_ORDER[:-1])
"""The front desk's: by visit and waiting time. No token stands for it: nobody there filters by what a token tells."""


class PlaceQuerySet(models.QuerySet[Row]):
    """Rows with a place in the queue: intakes, or what they can be filtered by. `key` names the intake."""

    key, which = "id", "intakes"

    def on(self, listing: Listing) -> Any:
        """What stands on this list, in its order."""
        names = (*listing.columns, self.key)
        order = [f"-{name}" for name in names] if listing.newest_first else names
        return self.filter(models.Q(getattr(listing, self.which))).order_by(*order)

    def beyond(self, listing: Listing, place: tuple[Any, ...]) -> Any:
        """What comes after this place on it.

        Asked as *from this place on, but for whoever stands there*: of *after it* the database thinks that nothing is
        left where most share the first column, and then sorts them all.
        """
        sign, table = "<=" if listing.newest_first else ">=", self.model._meta.db_table
        columns = ", ".join(f"{table}.{name}" for name in (*listing.columns, self.key))
        marks = ", ".join(["%s"] * len(place))
        where = [f"({columns}) {sign} ({marks})", f"{table}.{self.key} <> %s"]
        return self.extra(where=where, params=[*place, place[-1]])  # noqa: S610


class IntakeQuerySet(PlaceQuerySet["Intake"]):
    """Intakes, as they are looked for."""

    def page(
        self, listing: Listing, tokens: Sequence[int] = (), *, after: tuple[Any, ...] | None = None, rows: int
    ) -> list[Intake]:
        """So many intakes of a list, after a place on it, that have all of these tokens.

        The first token leads: the page is read from its index. Name the rarest first.
        """
        if not tokens:
            listed = self.on(listing).select_related("holder").only(*SHOWN)
            return list((listed.beyond(listing, after) if after else listed)[:rows])
        lead = apps.get_model("intake", "Token").objects
        others = [lead.filter(intake=models.OuterRef("intake"), token=token) for token in tokens[1:]]
        listed = lead.filter(*map(models.Exists, others), token=tokens[0]).on(listing)
        found = (listed.beyond(listing, after) if after else listed).select_related("intake__holder")
        found = found.only("token", *(f"intake__{name}" for name in SHOWN))[:rows]
        return [token.intake for token in found]

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
