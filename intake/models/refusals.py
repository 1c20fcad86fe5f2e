"""Acts that are refused, each with a sentence that says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clinic.roles import CLINICAL


class NotAllowed(Exception):
    """An act that this person may not do, or not now; its sentences are for the person who tried."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class NotOpen(NotAllowed):
    """The form has been sent, withdrawn or closed: nothing more can be written in it."""


class Incomplete(NotAllowed):
    """The form cannot be sent yet; `codes` are the questions that still need an answer."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__("Some questions still need an answer.")
        self.codes = codes


@dataclass(frozen=True)
class Version:
    """What one person wrote of a thing that another has changed meanwhile."""

    words: str
    by: str
    at: datetime | None = None


class Changed(NotAllowed):
    """Somebody else changed the same thing meanwhile: nothing was written, and both versions are here."""

    def __init__(self, sentence: str, *, theirs: Version, yours: Version) -> None:
        super().__init__(sentence)
        self.theirs = theirs
        self.yours = yours


def refuse_unless_clinical(staff: Any) -> None:
    """NotAllowed for who may not read answers about health: patients are told apart, and joined, by clinicians."""
    if getattr(staff, "role", "") not in CLINICAL:
        raise NotAllowed("Only a nurse or a physician can do this.")
