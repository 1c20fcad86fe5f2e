"""Conditions as data: what must hold for a question to be asked or a rule to fire.

A condition can be weighed against answers (`weighing.py`), printed in English (`english.py`), and asked which questions it
reads. There is no *not*: the negation of something never asked would be a Yes that nobody gave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from intake.policy import Setting

if TYPE_CHECKING:
    from intake.questionnaire.subjects import Subject

Limit = float | Setting[Any]
Choice = tuple[str, ...] | Setting[Any]


class Condition:
    """Something that answers bear out, do not bear out, or cannot tell."""

    def __and__(self, other: Condition) -> AllOf:
        return AllOf((*_parts(self, AllOf), *_parts(other, AllOf)))

    def __or__(self, other: Condition) -> AnyOf:
        return AnyOf((*_parts(self, AnyOf), *_parts(other, AnyOf)))

    def __invert__(self) -> NoReturn:
        raise TypeError(
            "A condition has no negation: say is_no, may_be_no, is_any(...), lacks(...) or unless=."
        )

    def __bool__(self) -> NoReturn:
        raise TypeError("A condition is data: join it by & and |, and weigh it against answers.")

    def __str__(self) -> str:
        from intake.questionnaire.english import phrase  # it needs the kinds of condition, which stand here

        return str(phrase(self))

    def leaves(self) -> Iterator[Leaf]:
        """The plain conditions it is made of, in the order written."""
        raise TypeError(f"{type(self).__name__} has no leaves")

    def reads(self) -> tuple[str, ...]:
        """Codes of the questions it reads, each once, in the order written."""
        codes = (question.code for leaf in self.leaves() for question in leaf.subject.questions())
        return tuple(dict.fromkeys(codes))


def _parts(condition: Condition, joined_by: type[AllOf] | type[AnyOf]) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, joined_by) else (condition,)


@dataclass(frozen=True)
class AllOf(Condition):
    """Every part holds."""

    parts: tuple[Condition, ...]

    def leaves(self) -> Iterator[Leaf]:
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True)
class AnyOf(Condition):
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def leaves(self) -> Iterator[Leaf]:
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True)
class AtLeastOf(Condition):
    """At least `count` of the parts hold."""

    count: int
    parts: tuple[Condition, ...]

    def leaves(self) -> Iterator[Leaf]:
        for part in self.parts:
            yield from part.leaves()


def at_least(count: int, *parts: Condition) -> AtLeastOf:
    """At least `count` of these conditions hold."""
    return AtLeastOf(count, parts)


@dataclass(frozen=True)
class Leaf(Condition):
    """A condition on one subject: a question, an instrument's item, or a value worked out."""

    subject: Subject

    def leaves(self) -> Iterator[Leaf]:
        yield self


@dataclass(frozen=True)
class IsAny(Leaf):
    """One of the named options was chosen. A named *unsure* counts as chosen."""

    options: Choice


@dataclass(frozen=True)
class HasAny(Leaf):
    """Among the options ticked is at least one of the named ones."""

    options: tuple[str, ...]


@dataclass(frozen=True)
class Lacks(Leaf):
    """The question was answered, and the named option was not among what was ticked."""

    option: str


@dataclass(frozen=True)
class CountAtLeast(Leaf):
    """At least `count` options were ticked, *none of these* not counted."""

    count: int


@dataclass(frozen=True)
class Compare(Leaf):
    """A number stands in the given relation (`>=`, `>`, `<=`, `<`, `==`) to a limit."""

    relation: str
    limit: Limit


@dataclass(frozen=True)
class OverDaysAgo(Leaf):
    """A day lies more than so many days before today."""

    days: int


@dataclass(frozen=True)
class NotAnswered(Leaf):
    """The question was asked and left blank."""


@dataclass(frozen=True)
class Ticked(Leaf):
    """A tick box was ticked."""


@dataclass(frozen=True)
class NotTicked(Leaf):
    """A tick box stands unticked, as it does until someone ticks it."""


class RowTest(Protocol):
    """A test of one row of a list, such as *an opioid*; prints itself in English."""

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether this row passes."""
        ...


@dataclass(frozen=True)
class RowsMatch(Leaf):
    """At least `count` rows of a list pass a test. An unknown name passes none; an empty list cannot tell.

    A test that can count what one row names is asked for that number.
    """

    test: RowTest
    count: int = 1
