"""What changed between two submissions, answer by answer, in the words that each of them kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from intake.questionnaire import ALL_QUESTIONS
from intake.questionnaire.questions import Day

NEW, DROPPED, CHANGED = "new", "dropped", "changed"
FILLED_IN_BY_ITSELF = frozenset(
    question.code for question in ALL_QUESTIONS if isinstance(question, Day) and question.today
)
"""The day of signing differs each time and tells nothing."""


@dataclass(frozen=True)
class Said:
    """An answer as it was kept: how it was asked, in words, or line by line: a list, a questionnaire’s items."""

    label: str
    words: str
    lines: tuple[str, ...] = ()
    items: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One question answered differently. `before` is empty when it is new, `after` when it was dropped."""

    code: str
    section: str
    before: Said | None
    after: Said | None

    @property
    def kind(self) -> str:
        """New, dropped or changed."""
        if self.before is None:
            return NEW
        return DROPPED if self.after is None else CHANGED

    @property
    def label(self) -> str:
        """The question, as it was asked last."""
        said = self.after or self.before
        return said.label if said else ""

    @property
    def asked_before_as(self) -> str:
        """The earlier wording, where the question itself was worded differently."""
        if self.before is None or self.after is None or self.before.label == self.after.label:
            return ""
        return self.before.label

    @property
    def items(self) -> tuple[tuple[str, str, str], ...]:
        """Of a questionnaire, each item that differs: as it was asked, before, after."""
        before = self.before.items if self.before else {}
        after = self.after.items if self.after else {}
        asked = dict.fromkeys((*after, *before))
        return tuple(
            (item, before.get(item, ""), after.get(item, ""))
            for item in asked
            if before.get(item) != after.get(item)
        )

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Lines that went and lines that came, as (dropped or new, line); those that stayed are left out."""
        before = self.before.lines if self.before else ()
        after = self.after.lines if self.after else ()
        gone = tuple((DROPPED, line) for line in before if line not in after)
        return gone + tuple((NEW, line) for line in after if line not in before)


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every question that was answered differently in two contents of submissions, in the order asked.

    What counts is the answer, not its wording: an option that was worded anew is no change. A question that is not
    asked any more, or was left blank, is dropped; one that was not answered before is new.
    """
    earlier, later = dict(_answered(before)), dict(_answered(after))
    changes = [
        Change(code, title, _said(earlier[code][1]) if code in earlier else None, _said(question))
        for code, (title, question) in later.items()
        if code not in earlier or _value(before, code) != _value(after, code)
    ]
    dropped = [
        Change(code, title, _said(question), None)
        for code, (title, question) in earlier.items()
        if code not in later
    ]
    place = {question.code: number for number, question in enumerate(ALL_QUESTIONS)}
    return sorted(changes + dropped, key=lambda change: place.get(change.code, len(place)))


def _answered(content: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, Mapping[str, Any]]]]:
    """Each answered question of a content with its section's title, by code."""
    for section in content["sections"]:
        for question in section["questions"]:
            code = question["code"]
            if code not in FILLED_IN_BY_ITSELF and content["answers"].get(code) not in (None, "", [], {}):
                yield code, (section["title"], question)


def _value(content: Mapping[str, Any], code: str) -> tuple[Any, Any]:
    """An answer with what was written beside it."""
    answers = content["answers"]
    return _bare(answers[code]), answers.get(f"{code}.other")


def _bare(value: Any) -> Any:
    """Without what no person said: the name that a browser gave a row, the second in which a box was ticked."""
    if isinstance(value, list):
        return [_bare(row) for row in value]
    if isinstance(value, Mapping):
        return {part: said for part, said in value.items() if part not in ("id", "at") and said}
    return value


def _said(question: Mapping[str, Any]) -> Said:
    lines = tuple(question.get("rows", ()))
    if "stem" not in question:
        return Said(question["label"], question["words"], lines)
    pairs = (line.rpartition(": ") for line in lines)
    return Said(question["label"], question["words"], items={item: words for item, _colon, words in pairs})
