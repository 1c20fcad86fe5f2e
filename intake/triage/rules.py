"""A rule says what some answers mean for an infusion, why, and on whose word. A finding is a rule that answers bear out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Any

from intake.policy import Policy
from intake.questionnaire.conditions import Condition
from intake.questionnaire.subjects import Subject
from intake.triage.sources import OWN_JUDGEMENT, Citation


class Level(IntEnum):
    """How grave a finding is. STOP: only a physician goes on, with a reason. REVIEW: a clinician looks before booking."""

    INFO = 1
    CAUTION = 2
    REVIEW = 3
    STOP = 4


class Urgency(IntEnum):
    """How soon someone must look: at the visit, before booking, today, now."""

    VISIT = 1
    BEFORE_BOOKING = 2
    TODAY = 3
    NOW = 4


@dataclass(frozen=True)
class Raise:
    """Lifts a rule's level when a further condition holds."""

    to: Level
    when: Condition


@dataclass(frozen=True)
class Hasten:
    """Lifts a rule's urgency when a further condition holds."""

    to: Urgency
    when: Condition


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule. `unless`: other rules that cover this one whole when they fire. `safety`: raises an alert at once.

    Titles may hold `{items}` (what fired, in words) and names given in `fills`.
    """

    code: str
    title: str
    when: Condition
    level: Level
    urgency: Urgency
    because: str
    cites: tuple[Citation, ...]
    unless: tuple[Rule, ...] = ()
    raised: tuple[Raise, ...] = ()
    hastened: tuple[Hasten, ...] = ()
    safety: bool = False
    fills: Mapping[str, Subject | Condition] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.cites:
            raise ValueError(f"{self.code} stands on nobody's word: cite a source.")
        if self.worst is Level.STOP and all(cite.source in OWN_JUDGEMENT for cite in self.cites):
            raise ValueError(
                f"{self.code} can stop a treatment, so a default of this project cannot stand alone."
            )

    @cached_property
    def worst(self) -> Level:
        """The gravest level it can reach."""
        return max((self.level, *(each.to for each in self.raised)))

    def level_under(self, policy: Policy) -> Level:
        """Its level in this clinic. Nobody changes the level of a safety rule."""
        changed = None if self.safety else policy.levels.get(self.code)
        return Level[changed.upper()] if changed else self.level

    def worst_under(self, policy: Policy) -> Level:
        """The gravest level it can reach in this clinic."""
        return max((self.level_under(policy), *(each.to for each in self.raised)))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition it rests on: when it fires, is raised, is hastened."""
        return (self.when, *(each.when for each in self.raised), *(each.when for each in self.hastened))

    @cached_property
    def matter(self) -> str:
        """The title without what only a finding can fill in, for lists of rules that did not fire."""
        without = re.sub(r"\s*\([^()]*\{[^()]*\)", "", self.title)
        return re.sub(r"\s*[:=]?\s*\{\w+\}(/\{\w+\})?", "", without)

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """Codes of the questions it reads."""
        return tuple(dict.fromkeys(code for condition in self.conditions for code in condition.reads()))


@dataclass(frozen=True)
class Finding:
    """A rule that one patient's answers bear out. `key` tells apart several of one rule, such as classes of medicines."""

    code: str
    title: str
    level: Level
    urgency: Urgency
    because: str
    cites: tuple[Citation, ...]
    fired_by: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    safety: bool = False
    key: str = ""


@dataclass(frozen=True)
class CouldNotTell:
    """A rule that the answers neither bear out nor rule out, and the questions to ask."""

    rule: Rule
    ask: tuple[Subject, ...]

    @property
    def title(self) -> str:
        """What it would be about."""
        return self.rule.matter


@dataclass(frozen=True)
class Triaged:
    """What all rules say of one set of answers."""

    findings: tuple[Finding, ...]
    could_not_tell: tuple[CouldNotTell, ...]
    quiet: tuple[Rule, ...]


Answered = Mapping[str, Any]
"""Answers by question code, as they are kept."""
