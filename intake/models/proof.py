"""What a patient says to show that a link is theirs: the PIN they chose or, where they chose none, the birth date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.crypto import constant_time_compare

from intake.models.pin import Pin


@dataclass(frozen=True)
class Proof:
    """A birth date (`1980-01-31`), a PIN, or both, as somebody gave them."""

    birth_date: str = ""
    pin: str = ""

    def is_of(self, intake: Any) -> bool:
        """Whether the patient of this intake would know it."""
        chosen = Pin.of(intake)
        if chosen is not None:
            return chosen.is_(self.pin)
        known = str((intake.identity or {}).get("birth_date") or "")
        return constant_time_compare(self.birth_date, known) and bool(known)
