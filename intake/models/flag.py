"""A finding on a record, its words copied as they were that day."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import models

from clinic.blind_index import blind
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.triage import Finding, Level
from intake.triage.sources import Citation


def words_of(finding: Finding) -> dict[str, Any]:
    """A finding's words, as they are kept: they stay what they were when rules change."""
    return {
        "code": finding.code,
        "key": finding.key,
        "title": finding.title,
        "because": finding.because,
        "cites": [cite_in_words(cite) for cite in finding.cites],
        "words": [list(pair) for pair in finding.words],
        "fired_by": list(finding.fired_by),
    }


def cite_in_words(cite: Citation) -> dict[str, Any]:
    """A citation as it is kept and shown: which source, where in it, and whether someone has read that place."""
    return {"title": cite.source.title, "place": cite.place, "checked": cite.checked, "url": cite.source.url}


class Flag(SealedRow):
    """One flag. Which rule it is, is itself a diagnosis: kept as a keyed index beside the encrypted words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    triage = models.ForeignKey("Triage", on_delete=models.PROTECT, related_name="flags")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="flags")
    place = models.PositiveSmallIntegerField()
    rule_index = models.CharField(max_length=32, db_index=True)
    level = models.PositiveSmallIntegerField()
    urgency = models.PositiveSmallIntegerField()
    safety = models.BooleanField()
    words = SealedField()

    class Meta(SealedRow.Meta):
        ordering = ["place"]

    def __str__(self) -> str:
        return f"level {self.level}"

    @property
    def is_grave(self) -> bool:
        """Whether only a physician can decide over it."""
        return self.level == Level.STOP or self.safety

    @property
    def stands_in_the_way(self) -> bool:
        """Whether somebody has to settle it, or say that they clear all the same."""
        return self.level >= Level.REVIEW or self.safety

    @property
    def mark(self) -> str:
        """The same for two flags of which a clinician would say the same: rule, level and the words that fired it."""
        words = self.words
        told = [list(pair) for pair in words["words"]]
        return json.dumps([words["code"], words["key"], self.level, told, words.get("measured", "")])

    @classmethod
    def of(cls, finding: Finding, triage: Any, place: int, *, measured: str = "") -> Flag:
        """A flag from a finding; `measured` says who measured what it rests on, where the patient did not tell it."""
        return cls(
            triage=triage,
            intake=triage.intake,
            place=place,
            rule_index=blind("rule", finding.code),
            level=finding.level,
            urgency=finding.urgency,
            safety=finding.safety,
            words=words_of(finding) | ({"measured": measured} if measured else {}),
        )
