"""Weighs conditions against answers, and says which answers decided, or failed to decide."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from intake.policy import Setting
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
from intake.questionnaire.subjects import UNSURE, Subject, WorkedOut
from intake.questionnaire.truth import Truth, all_hold, any_holds, at_least_hold

if TYPE_CHECKING:
    from intake.questionnaire.answers import Answers

RELATIONS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "==": operator.eq}


def weigh(condition: Condition, answers: Answers) -> Truth:
    """What the answers say of a condition."""
    known = answers.weighed.get(id(condition))
    if known is None:
        known = answers.weighed[id(condition)] = (condition, _weigh(condition, answers))
    return known[1]


def _weigh(condition: Condition, answers: Answers) -> Truth:
    if isinstance(condition, Leaf):
        asked = condition.subject.asked(answers)
        return _weigher(type(condition))(condition, answers) if asked is Truth.YES else asked
    if isinstance(condition, AllOf):
        return all_hold(weigh(part, answers) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any_holds(weigh(part, answers) for part in condition.parts)
    if isinstance(condition, AtLeastOf):
        return at_least_hold(condition.count, (weigh(part, answers) for part in condition.parts))
    raise TypeError(f"No way to weigh {type(condition).__name__}")


_weighers: dict[type[Leaf], Callable[[Any, Answers], Truth]] = {}


def _weigher(kind: type[Leaf]) -> Callable[[Any, Answers], Truth]:
    """What weighs this kind of plain condition; looked up once."""
    if kind not in _weighers:
        _weighers[kind] = weigh_leaf.dispatch(kind)
    return _weighers[kind]


def fired(condition: Condition, answers: Answers) -> tuple[Leaf, ...]:
    """The plain conditions that made this one hold."""
    return _deciding(condition, answers, Truth.YES)


def undecided(condition: Condition, answers: Answers) -> tuple[Subject, ...]:
    """What to ask: the questions, blank or *not sure*, because of which this condition cannot be told."""
    found: dict[str, Subject] = {}
    for leaf in _deciding(condition, answers, Truth.CANNOT_TELL):
        for subject in _open(leaf.subject, answers):
            found[subject.code] = subject
    return tuple(found.values())


def _deciding(condition: Condition, answers: Answers, truth: Truth) -> tuple[Leaf, ...]:
    if weigh(condition, answers) is not truth:
        return ()
    if isinstance(condition, Leaf):
        return (condition,)
    parts = getattr(condition, "parts", ())
    return tuple(leaf for part in parts for leaf in _deciding(part, answers, truth))


def _open(subject: Subject, answers: Answers) -> tuple[Subject, ...]:
    """The questions that stand open behind a value: itself, its gate's, or those it is worked out from."""
    if isinstance(subject, WorkedOut):
        blank = [each for each in subject.inputs if answers.plain(each) is None]
        return tuple(found for each in blank or subject.inputs for found in _open(each, answers))
    if subject.asked(answers) is Truth.YES:
        return (subject,)
    return tuple(found for gate in _gates(subject) for found in undecided(gate, answers))


def _gates(subject: Subject) -> list[Condition]:
    (question,) = subject.questions()
    gates = [question.section.ask_if, question.ask_if]
    if subject is not question:
        gates.append(subject.instrument.item_gate(subject.item))  # type: ignore[attr-defined]
    return [gate for gate in gates if gate is not None]


def limit_of(limit: Any, answers: Answers) -> Any:
    """A limit as it stands in the clinic's policy."""
    return getattr(answers.policy, limit.name) if isinstance(limit, Setting) else limit


def _said(holds: bool) -> Truth:
    return Truth.YES if holds else Truth.NO


@singledispatch
def weigh_leaf(leaf: Leaf, answers: Answers) -> Truth:
    """What the answers say of one plain condition whose subject was asked; a new kind of condition registers here."""
    raise TypeError(f"No way to weigh {type(leaf).__name__}")


@weigh_leaf.register(IsAny)
def _is_any(leaf: IsAny, answers: Answers) -> Truth:
    value = leaf.subject.given(answers)
    if value in limit_of(leaf.options, answers):
        return Truth.YES
    return Truth.CANNOT_TELL if value is None or value in UNSURE else Truth.NO


@weigh_leaf.register(HasAny)
def _has_any(leaf: HasAny, answers: Answers) -> Truth:
    ticked = leaf.subject.given(answers)
    if not isinstance(ticked, list):
        return Truth.CANNOT_TELL
    if any(option in leaf.options for option in ticked):
        return Truth.YES
    return Truth.CANNOT_TELL if UNSURE.intersection(ticked) else Truth.NO


@weigh_leaf.register(Lacks)
def _lacks(leaf: Lacks, answers: Answers) -> Truth:
    ticked = leaf.subject.given(answers)
    if not isinstance(ticked, list):
        return Truth.CANNOT_TELL
    if leaf.option in ticked:
        return Truth.NO
    return Truth.CANNOT_TELL if UNSURE.intersection(ticked) else Truth.YES


@weigh_leaf.register(CountAtLeast)
def _count_at_least(leaf: CountAtLeast, answers: Answers) -> Truth:
    ticked = leaf.subject.given(answers)
    if not isinstance(ticked, list):
        return Truth.CANNOT_TELL
    sure = [option for option in ticked if option != "none" and option not in UNSURE]
    if len(sure) >= leaf.count:
        return Truth.YES
    return Truth.CANNOT_TELL if UNSURE.intersection(ticked) else Truth.NO


@weigh_leaf.register(Compare)
def _compare(leaf: Compare, answers: Answers) -> Truth:
    number = answers.plain(leaf.subject)
    if isinstance(number, str):
        number = leaf.subject.number(number)  # type: ignore[attr-defined]
    if number is None:
        return Truth.CANNOT_TELL
    return _said(RELATIONS[leaf.relation](number, limit_of(leaf.limit, answers)))


@weigh_leaf.register(OverDaysAgo)
def _over_days_ago(leaf: OverDaysAgo, answers: Answers) -> Truth:
    day = answers.plain(leaf.subject)
    return Truth.CANNOT_TELL if day is None else _said((answers.on - day).days > leaf.days)


@weigh_leaf.register(NotAnswered)
def _not_answered(leaf: NotAnswered, answers: Answers) -> Truth:
    return _said(leaf.subject.given(answers) is None)


@weigh_leaf.register(Ticked)
def _ticked(leaf: Ticked, answers: Answers) -> Truth:
    return _said(_is_ticked(leaf.subject.given(answers)))


@weigh_leaf.register(NotTicked)
def _not_ticked(leaf: NotTicked, answers: Answers) -> Truth:
    return _said(not _is_ticked(leaf.subject.given(answers)))


@weigh_leaf.register(RowsMatch)
def _rows_match(leaf: RowsMatch, answers: Answers) -> Truth:
    rows = leaf.subject.given(answers)
    if rows == "none":
        return Truth.NO
    if not isinstance(rows, list):
        return Truth.CANNOT_TELL
    how_many = getattr(leaf.test, "count", leaf.test.holds)
    return _said(sum(int(how_many(row)) for row in rows) >= leaf.count)


def _is_ticked(value: Any) -> bool:
    return bool(value.get("ticked")) if isinstance(value, dict) else value is True
