"""What a condition can be about: a question, an instrument's item, or a value worked out from answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from intake.policy import Setting
from intake.questionnaire.conditions import (
    Compare,
    Condition,
    CountAtLeast,
    HasAny,
    IsAny,
    Lacks,
    NotAnswered,
    OverDaysAgo,
    RowsMatch,
    RowTest,
)
from intake.questionnaire.truth import Truth, all_hold

if TYPE_CHECKING:
    from intake.questionnaire.answers import Answers
    from intake.questionnaire.questions import Question

UNSURE = frozenset({"unsure", "rather_not_say"})
"""Answers that are neither a Yes nor a No, unless a condition names them."""


class Subject:
    """Something answers give a value for, or leave blank."""

    code = ""
    label = ""

    def questions(self) -> tuple[Question, ...]:
        """The questions whose answers this value comes from."""
        raise TypeError(f"{type(self).__name__} reads no question")

    def given(self, answers: Answers) -> Any:
        """The value as given, whether or not the question still applies; None when blank."""
        raise TypeError(f"{type(self).__name__} has no value")

    def asked(self, answers: Answers) -> Truth:
        """Whether the question applies: a follow-up is worth what its gate is worth."""
        raise TypeError(f"{type(self).__name__} is not asked")

    def __str__(self) -> str:
        return f"“{self.label}”"


class Chosen(Subject):
    """A subject with options, one or several of which can be chosen."""

    def is_any(self, *options: str | Setting[Any]) -> IsAny:
        """One of these options was chosen."""
        if len(options) == 1 and isinstance(options[0], Setting):
            return IsAny(self, options[0])
        return IsAny(self, tuple(str(option) for option in options))

    @property
    def is_yes(self) -> IsAny:
        """Yes was chosen."""
        return self.is_any("yes")

    @property
    def is_no(self) -> IsAny:
        """No was chosen: said, not left blank."""
        return self.is_any("no")

    @property
    def may_be_no(self) -> IsAny:
        """Anything but Yes was chosen; a blank is still not an answer."""
        return self.is_any("no", "unsure", "rather_not_say")

    @property
    def is_declined(self) -> IsAny:
        """The patient would rather tell the clinician."""
        return self.is_any("rather_not_say")

    def has_any(self, *options: str) -> HasAny:
        """At least one of these is among what was ticked."""
        return HasAny(self, options)

    def has(self, option: str) -> HasAny:
        """This one is among what was ticked."""
        return HasAny(self, (option,))

    def lacks(self, option: str) -> Lacks:
        """Answered, and this one is not among what was ticked."""
        return Lacks(self, option)

    def count_at_least(self, count: int) -> CountAtLeast:
        """At least so many were ticked; *none of these* does not count."""
        return CountAtLeast(self, count)

    @property
    def not_answered(self) -> NotAnswered:
        """Asked and left blank."""
        return NotAnswered(self)


class Counted(Subject):
    """A subject whose value is a number."""

    def number(self, value: Any) -> float | None:
        """The number in a value as kept, in the unit that rules use."""
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def at_least(self, limit: float | Setting[Any]) -> Compare:
        """This number or more."""
        return Compare(self, ">=", limit)

    def over(self, limit: float | Setting[Any]) -> Compare:
        """More than this number."""
        return Compare(self, ">", limit)

    def at_most(self, limit: float | Setting[Any]) -> Compare:
        """This number or less."""
        return Compare(self, "<=", limit)

    def below(self, limit: float | Setting[Any]) -> Compare:
        """Less than this number."""
        return Compare(self, "<", limit)

    def exactly(self, limit: float | Setting[Any]) -> Compare:
        """This very number."""
        return Compare(self, "==", limit)

    def between(self, low: float, high: float) -> Condition:
        """From low to high, both counted in."""
        return self.at_least(low) & self.at_most(high)


class Dated(Subject):
    """A subject whose value is a day."""

    def over_days_ago(self, days: int) -> OverDaysAgo:
        """More than so many days before today."""
        return OverDaysAgo(self, days)

    @property
    def not_answered(self) -> NotAnswered:
        """Asked and left blank."""
        return NotAnswered(self)


class Listed(Subject):
    """A subject whose value is a list of rows."""

    def any_row(self, test: RowTest) -> RowsMatch:
        """At least one row passes the test."""
        return RowsMatch(self, test)

    def rows_at_least(self, count: int, test: RowTest) -> RowsMatch:
        """At least so many rows pass the test."""
        return RowsMatch(self, test, count)


class _Today:
    """Stands for the day on which the answers are weighed."""


TODAY = _Today()


class WorkedOut(Chosen, Counted):
    """A value worked out from answers, such as an age, a body mass index or a score."""

    def __init__(self, inputs: tuple[Any, ...], work_out: Callable[..., Any], label: str) -> None:
        self.inputs = tuple(each for each in inputs if each is not TODAY)
        self._given_to = inputs
        self.work_out = work_out
        self.label = label

    def __set_name__(self, owner: type, name: str) -> None:
        self.code = f"{owner.__name__.lower()}.{name}"

    def questions(self) -> tuple[Question, ...]:
        found = (question for each in self.inputs for question in each.questions())
        return tuple({question.code: question for question in found}.values())

    def asked(self, answers: Answers) -> Truth:
        return all_hold(each.asked(answers) for each in self.inputs)

    def given(self, answers: Answers) -> Any:
        if self not in answers.worked_out:
            values = [answers.on if each is TODAY else answers.plain(each) for each in self._given_to]
            known = all(value is not None for value in values)
            answers.worked_out[self] = self.work_out(*values) if known else None
        return answers.worked_out[self]


def worked_out_from(*inputs: Any) -> Callable[[Callable[..., Any]], WorkedOut]:
    """Declares a value worked out from answers; blank while any of them is. The docstring is its name."""

    def declare(work_out: Callable[..., Any]) -> WorkedOut:
        return WorkedOut(inputs, work_out, (work_out.__doc__ or work_out.__name__).strip())

    return declare


class ItemOf(Chosen, Counted):
    """One item of an instrument, as the patient answered it."""

    def __init__(self, instrument: Any, item: Any) -> None:
        self.instrument = instrument
        self.item = item
        self.label = item.text

    @property
    def code(self) -> str:  # type: ignore[override]
        """Instrument and item: `mind.phq9.9`."""
        return f"{self.instrument.code}.{self.item.code}"

    def questions(self) -> tuple[Question, ...]:
        return (self.instrument,)

    def number(self, value: Any) -> float | None:
        points: Mapping[str, int] = self.item.points
        return points.get(value)

    def given(self, answers: Answers) -> Any:
        items = answers.values.get(self.instrument.code)
        value = items.get(self.item.code) if isinstance(items, Mapping) else None
        return value if isinstance(value, str) and (value in self.item.points or value in UNSURE) else None

    def asked(self, answers: Answers) -> Truth:
        return answers.asks_item(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ItemOf) and (other.instrument, other.item) == (self.instrument, self.item)

    def __hash__(self) -> int:
        return hash((id(self.instrument), self.item))
