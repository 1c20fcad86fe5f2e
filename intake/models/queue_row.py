"""A page of a list, read as rows and not as models: 25 of them are most of what the queue's first page costs."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from clinic.encryption import unseal_at
from clinic.statement import Statement
from intake.models.queue import TABLE, Listing
from intake.models.shown import Shown

COLUMNS = (
    *("id", "wrapped_key", "reference", "status", "turn", "listed_as", "reasons", "alerts_open", "alert_rank"),
    *("urgency_rank", "level_rank", "visit_at", "waiting_since", "sent_at", "decided_at"),
)
FROM_TOKENS = f"intake_token AS token JOIN {TABLE} AS intake ON intake.id = token.intake_id"
ALSO = "EXISTS (SELECT FROM intake_token AS other WHERE other.intake_id = token.intake_id AND other.token = %s)"
IDENTITY = "CASE WHEN intake.listed_as IS NULL THEN intake.identity END"
HOLDER = "CASE WHEN intake.held_until > statement_timestamp() THEN holder.name END"


@dataclass
class QueueRow(Shown):
    """What a list shows of one intake; encrypted columns are opened on first use. `holder_name`: who has it now."""

    pk: uuid.UUID
    wrapped_key: bytes
    reference: str
    status: str
    turn: str
    sealed_listed_as: bytes | None
    sealed_reasons: bytes | None
    alerts_open: int
    alert_rank: int
    urgency_rank: int
    level_rank: int
    visit_at: datetime
    waiting_since: datetime
    sent_at: datetime | None
    decided_at: datetime | None
    sealed_identity: bytes | None
    holder_name: str | None

    @cached_property
    def listed_as(self) -> Any:  # type: ignore[override]
        """Name and birth date."""
        return self._opened("listed_as", self.sealed_listed_as)

    @cached_property
    def identity(self) -> Any:  # type: ignore[override]
        """Who it is, where `listed_as` does not tell."""
        return self._opened("identity", self.sealed_identity)

    @cached_property
    def reasons(self) -> Any:  # type: ignore[override]
        """Why it stands where it stands."""
        return self._opened("reasons", self.sealed_reasons)

    def _opened(self, column: str, sealed: bytes | None) -> Any:
        return None if sealed is None else unseal_at(TABLE, column, self.pk, sealed, self.wrapped_key)


def page_of(
    listing: Listing, tokens: Sequence[int] = (), *, after: Sequence[Any] | None = None, rows: int
) -> list[QueueRow]:
    """So many intakes of a list, after a place on it, that have all of these tokens.

    The first token leads: the page is read from its index. Name the rarest first.
    """
    place = (*after, after[-1]) if after else ()
    found = statement_of(listing, len(tokens), bool(after), rows).rows(*tokens, *place)
    return [QueueRow(*each) for each in found]


@lru_cache(maxsize=256)
def statement_of(listing: Listing, tokens: int, further: bool, rows: int) -> Statement:
    """The SQL of a page. With two tokens or more it is planned anew each time: which way is short depends on how rare
    each of them is."""
    lead, key = ("token", "intake_id") if tokens else ("intake", "id")
    where = [f"{lead}.{listing.tokens if tokens else listing.intakes}"]
    where += ["token.token = %s"] * bool(tokens) + [ALSO] * (tokens - 1)
    where += [listing.beyond(lead, key)] * further
    return Statement(
        f"""
        SELECT {", ".join(f"intake.{name}" for name in COLUMNS)}, {IDENTITY}, {HOLDER}
          FROM {FROM_TOKENS if tokens else f"{TABLE} AS intake"}
          LEFT JOIN clinic_staff AS holder ON holder.id = intake.holder_id
         WHERE {" AND ".join(where)}
         ORDER BY {listing.order(lead, key)}
         LIMIT {rows}
    """,  # noqa: S608
        keeps_plan=tokens < 2,
    )
