"""A condition in English, as a nurse reads it: the questions and options in their own words, the clinic's own limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from intake.policy import DEFAULT, Policy, Setting
from intake.questionnaire.conditions import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Compare,
    Condition,
    CountAtLeast,
    HasAny,
    IsAny,
    Lacks,
    Leaf,
    NotAnswered,
    NotTicked,
    OverDaysAgo,
    RowsMatch,
    Ticked,
)
from intake.questionnaire.questions import RATHER_NOT_SAY_LABEL, UNSURE_LABEL, Number, OneOf, Rows, SomeOf
from intake.questionnaire.saying import UNITS
from intake.questionnaire.subjects import ItemOf, Subject, WorkedOut

RELATIONS = {">=": "at least", ">": "over", "<=": "at most", "<": "below", "==": "exactly"}


@dataclass(frozen=True)
class Phrase:
    """A condition in words; one made of others says how they are joined, and holds them."""

    words: str
    parts: tuple[Phrase, ...] = ()
    joined: str = ""

    def __str__(self) -> str:
        if not self.parts:
            return self.words
        if not self.joined:
            return f"{self.words} " + "; ".join(str(part) for part in self.parts)
        return f" {self.joined} ".join(f"({part})" if part.parts else str(part) for part in self.parts)


def phrase(condition: Condition, policy: Policy = DEFAULT) -> Phrase:
    """A condition in words, under a clinic's policy."""
    if isinstance(condition, Leaf):
        return Phrase(said(condition, policy))
    parts = tuple(phrase(part, policy) for part in getattr(condition, "parts", ()))
    if isinstance(condition, AllOf):
        return Phrase("all of these:", parts, "and")
    if isinstance(condition, AnyOf):
        return Phrase("any of these:", parts, "or")
    if isinstance(condition, AtLeastOf):
        return Phrase(f"at least {condition.count} of these:", parts)
    raise TypeError(f"No words for {type(condition).__name__}")


@singledispatch
def said(leaf: Leaf, policy: Policy) -> str:
    """A plain condition in words; a new kind of condition registers here."""
    raise TypeError(f"No words for {type(leaf).__name__}")


@said.register
def _is_any(leaf: IsAny, policy: Policy) -> str:
    if not isinstance(leaf.options, Setting):
        return f"{named(leaf.subject)} is {_listed(leaf.subject, leaf.options)}"
    chosen = getattr(policy, leaf.options.name)
    return f"{named(leaf.subject)} is one of the {leaf.options.title}: {_listed(leaf.subject, chosen)}"


@said.register
def _has_any(leaf: HasAny, policy: Policy) -> str:
    return f"{named(leaf.subject)} includes {_listed(leaf.subject, leaf.options)}"


@said.register
def _lacks(leaf: Lacks, policy: Policy) -> str:
    return f"{named(leaf.subject)} is answered and does not include {_listed(leaf.subject, (leaf.option,))}"


@said.register
def _count(leaf: CountAtLeast, policy: Policy) -> str:
    many = "anything is ticked" if leaf.count == 1 else f"at least {leaf.count} are ticked"
    return f"{many} in {named(leaf.subject)}"


@said.register
def _compare(leaf: Compare, policy: Policy) -> str:
    unit = UNITS.get(leaf.subject.unit, leaf.subject.unit) if isinstance(leaf.subject, Number) else ""
    verb = "scores" if isinstance(leaf.subject, ItemOf) else "is"
    limit = getattr(policy, leaf.limit.name) if isinstance(leaf.limit, Setting) else leaf.limit
    number = f"{named(leaf.subject)} {verb} {RELATIONS[leaf.relation]} {limit:g} {unit}".strip()
    return f"{number} (the {leaf.limit.title})" if isinstance(leaf.limit, Setting) else number


@said.register
def _days_ago(leaf: OverDaysAgo, policy: Policy) -> str:
    return f"{named(leaf.subject)} is over {leaf.days} days ago"


@said.register
def _blank(leaf: NotAnswered, policy: Policy) -> str:
    return f"{named(leaf.subject)} was not answered"


@said.register
def _ticked(leaf: Ticked, policy: Policy) -> str:
    return f"{named(leaf.subject)} is ticked"


@said.register
def _not_ticked(leaf: NotTicked, policy: Policy) -> str:
    return f"{named(leaf.subject)} is not ticked"


@said.register
def _rows(leaf: RowsMatch, policy: Policy) -> str:
    many = "" if leaf.count == 1 else f"at least {leaf.count} times "
    return f"{named(leaf.subject)} names {many}{leaf.test}"


def named(subject: Subject) -> str:
    """What a condition is about: a question in its words, an item with its questionnaire, or what is worked out."""
    if isinstance(subject, ItemOf):
        return f"{subject.instrument.label} “{subject.label}”"
    if isinstance(subject, WorkedOut):
        return subject.label
    if isinstance(subject, Rows):
        return f"“{subject.label.partition(':')[0]}”"
    return str(subject)


def labels_of(subject: Subject) -> Mapping[str, str]:
    """The words of a subject's options by code; *not sure* and *rather not say* always have some."""
    known = {"unsure": UNSURE_LABEL, "rather_not_say": RATHER_NOT_SAY_LABEL}
    if isinstance(subject, OneOf | SomeOf):
        known |= {option.code: option.label for option in subject.options}
    if isinstance(subject, ItemOf):
        known |= {code: words for code, words, _points in subject.item.options}
    return known


def _listed(subject: Subject, options: Any) -> str:
    labels = labels_of(subject)
    words = [f"“{labels.get(option, option.replace('_', ' '))}”" for option in options] or ["none"]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]
