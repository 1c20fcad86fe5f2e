"""Answers of one section as they are given, each with its history, so that two tabs cannot overwrite each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from clinic.encryption import SealedField

REMEMBERED_ANSWERS = 10
REMEMBERED_SAVES = 20


@dataclass(frozen=True)
class Merged:
    """What a save did: its revision, codes that changed, and codes on which two tabs differ, as (kept, posted)."""

    revision: int
    changed: tuple[str, ...]
    conflicts: Mapping[str, tuple[Any, Any]]


class Kept(models.Model):
    """What is kept of a section until it is sent. `kept` is encrypted: each answer's newest values with the revision at
    which each was given and, where staff wrote it down for the patient, the route, who and when; what became of the
    last saves, by the name the browser gave them; and the codes of the questions that stood in the section at the last
    save (`known`), so that one added by an upgrade shows as new."""

    section = models.CharField(max_length=20)
    revision = models.PositiveIntegerField(default=0)
    kept = SealedField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.section

    def answers(self) -> dict[str, Any]:
        """The newest answers by question code; blanks left out."""
        newest = {code: history[-1][1] for code, history in self.kept["answers"].items()}
        return {code: value for code, value in newest.items() if value is not None}

    def marks(self) -> dict[str, dict[str, str]]:
        """Of each answer that staff wrote down for the patient: by which route it came, who wrote it, when. Of one that
        was kept from an earlier form: from which day."""
        newest = {code: history[-1] for code, history in self.kept["answers"].items()}
        return {code: entry[2] for code, entry in newest.items() if len(entry) > 2 and entry[1] is not None}

    def done_before(self, op: str) -> Merged | None:
        """What became of this very save, when it was done before: a repeated press, or a reply that got lost."""
        for known, revision, changed, conflicts in self.kept["saves"]:
            if op and known == op:
                return Merged(
                    revision, tuple(changed), {code: (pair[0], pair[1]) for code, pair in conflicts.items()}
                )
        return None

    def merge(
        self,
        posted: Mapping[str, Any],
        base: int,
        op: str,
        bases: Mapping[str, int] | None = None,
        *,
        mark: Mapping[str, str] | None = None,
    ) -> Merged:
        """Takes what was posted by somebody who saw revision `base`, question by question.

        `bases` says it of single answers that the same page has saved since. What the patient did not touch stays;
        what another tab changed meanwhile stays too, and both are returned. `mark` says that staff write it down.
        """
        page, changed, conflicts = base, [], {}
        history = self.kept["answers"]
        for code, value in posted.items():
            entries = history.get(code, [])
            stored = entries[-1][1] if entries else None
            base = max(page, (bases or {}).get(code, page))
            if value == stored or _untouched(entries, value, base):
                continue
            if entries and entries[-1][0] > base:
                conflicts[code] = (stored, value)
                continue
            entry = [self.revision + 1, value, *([dict(mark)] if mark else [])]
            history[code] = [*entries, entry][-REMEMBERED_ANSWERS:]
            changed.append(code)
        self.revision += bool(changed)
        if op:
            self.kept["saves"] = [*self.kept["saves"], [op, self.revision, changed, conflicts]][
                -REMEMBERED_SAVES:
            ]
        return Merged(self.revision, tuple(changed), conflicts)


def nothing_kept() -> dict[str, Any]:
    """What is kept of a section that was not begun."""
    return {"answers": {}, "saves": [], "known": []}


def _untouched(entries: list[Any], value: Any, base: int) -> bool:
    """Whether somebody who saw revision `base` posted what they saw."""
    seen = [entry[1] for entry in entries if entry[0] <= base]
    return bool(value == (seen[-1] if seen else None))
