"""One section of a draft: every answer with its history, and a revision, so that two tabs cannot overwrite each other."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from clinic.encryption import SealedField

REMEMBERED_ANSWERS = 10
REMEMBERED_SAVES = 20


@dataclass(frozen=True)
class Merged:
    """What a save did: codes that changed, and codes on which two tabs differ, as (kept, posted here)."""

    changed: tuple[str, ...]
    conflicts: Mapping[str, tuple[Any, Any]]


class Draft(models.Model):
    """The answers of one section as they are given. `kept` is encrypted: every answer's newest values with the revision
    at which each was given, and the saves that were already done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="drafts")
    section = models.CharField(max_length=20)
    revision = models.PositiveIntegerField(default=0)
    kept = SealedField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intake", "section"], name="one_draft_a_section")]

    def __str__(self) -> str:
        return self.section

    @classmethod
    def new(cls, intake: Any, section: str) -> Draft:
        """An empty draft of a section."""
        return cls(intake=intake, section=section, kept={"answers": {}, "saves": []})

    def answers(self) -> dict[str, Any]:
        """The newest answers by question code; blanks left out."""
        newest = {code: history[-1][1] for code, history in self.kept["answers"].items()}
        return {code: value for code, value in newest.items() if value is not None}

    def has_done(self, save: str) -> bool:
        """Whether this very save was done before: a repeated press, or a reply that got lost."""
        return save in self.kept["saves"]

    def merge(self, posted: Mapping[str, Any], base: int, save: str) -> Merged:
        """Takes what was posted by somebody who saw revision `base`, question by question.

        What the patient did not touch stays; what another tab changed meanwhile stays too, and both are returned.
        """
        changed, conflicts = [], {}
        history = self.kept["answers"]
        for code, value in posted.items():
            seen = history.get(code, [])
            now = seen[-1][1] if seen else None
            if value == now:
                continue
            earlier = [entry for entry in seen if entry[0] <= base]
            before = earlier[-1][1] if earlier else None
            changed_since = bool(seen) and seen[-1][0] > base
            if changed_since and value == before and (earlier or value is None):
                continue
            if changed_since:
                conflicts[code] = (now, value)
                continue
            history[code] = [*seen, [self.revision + 1, value]][-REMEMBERED_ANSWERS:]
            changed.append(code)
        if changed:
            self.revision += 1
        if save:
            self.kept["saves"] = [*self.kept["saves"], save][-REMEMBERED_SAVES:]
        return Merged(tuple(changed), conflicts)
