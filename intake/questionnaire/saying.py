"""An answer in the patient's own words: the options as they were worded, the text as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import singledispatch
from typing import Any

import phonenumbers

from intake.questionnaire.questions import (
    RATHER_NOT_SAY_LABEL,
    Acknowledgement,
    Address,
    Day,
    Instrument,
    Length,
    Mass,
    Number,
    OneOf,
    Phone,
    Question,
    Rows,
    SomeOf,
)
from intake.questionnaire.subjects import ItemOf, Subject
from intake.questionnaire.words import _

UNITS = {"mm[Hg]": "mmHg", "/min": "beats a minute", "h": "hours", "d": "days", "min": "minutes"}
"""Units as they are read; others are read as they are written."""


def say(subject: Subject, values: Mapping[str, Any]) -> str:
    """The answer to a question or an item, in words; empty when blank."""
    if isinstance(subject, ItemOf):
        items = values.get(subject.instrument.code)
        value = items.get(subject.item.code) if isinstance(items, Mapping) else None
        return item_in_words(subject, value)
    if not isinstance(subject, Question):
        return ""
    value = values.get(subject.code)
    if value in (None, "", []):
        return ""
    if value == "rather_not_say":
        return RATHER_NOT_SAY_LABEL
    return in_words(subject, value, values.get(f"{subject.code}.other", ""))


def item_in_words(item: ItemOf, value: Any) -> str:
    """One item's answer in its official words."""
    if value == "rather_not_say":
        return RATHER_NOT_SAY_LABEL
    return next((words for code, words, _points in item.item.options if code == value), "")


@singledispatch
def in_words(question: Question, value: Any, other: str = "") -> str:
    """A value of this kind of question in words."""
    return str(value)


@in_words.register
def _one(question: OneOf, value: Any, other: str = "") -> str:
    words = next((option.label for option in question.options if option.code == value), str(value))
    return f"{words}: {other}" if other and value == "other" else words


@in_words.register
def _some(question: SomeOf, value: Any, other: str = "") -> str:
    labels = {option.code: option.label for option in question.options}
    if other:
        labels["other"] = f"{labels.get('other', 'other')}: {other}"
    return "; ".join(labels.get(code, code) for code in value)


@in_words.register
def _day(question: Day, value: Any, other: str = "") -> str:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value)
    return f"{day.day} {day:%B %Y}"


@in_words.register
def _number(question: Number, value: Any, other: str = "") -> str:
    return f"{value:g} {UNITS.get(question.unit, question.unit)}".strip()


@in_words.register
def _length(question: Length, value: Any, other: str = "") -> str:
    told = value.get("in", {})
    if told.get("unit") == "ft_in":
        return f"{told['ft']:g} ft {told.get('inch', 0):g} in ({value['cm']:g} cm)"
    return f"{value['cm']:g} cm"


@in_words.register
def _mass(question: Mass, value: Any, other: str = "") -> str:
    told = value.get("in", {})
    return f"{told['lb']:g} lb ({value['kg']:g} kg)" if told.get("unit") == "lb" else f"{value['kg']:g} kg"


@in_words.register
def _address(question: Address, value: Any, other: str = "") -> str:
    return ", ".join(value[part] for part in question.parts if value.get(part))


@in_words.register
def _phone(question: Phone, value: Any, other: str = "") -> str:
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return str(value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@in_words.register
def _rows(question: Rows, value: Any, other: str = "") -> str:
    if value == "none":
        return question.none
    return "; ".join(row_in_words(question, row) for row in value)


def row_in_words(question: Rows, row: Mapping[str, Any]) -> str:
    """One row in words, its parts in the order asked."""
    said, before = "", None
    for column in question.columns:
        value = row.get(column.code)
        if value:
            words = next((option.label for option in column.options if option.code == value), str(value))
            said += (" " if column.joined and before else ", ") + words
        before = value
    return said.removeprefix(", ")


@in_words.register
def _instrument(question: Instrument, value: Any, other: str = "") -> str:
    told = [(item, value.get(item.item.code)) for item in question.items]
    return "; ".join(
        f"{item.label}: {item_in_words(item, given)}" for item, given in told if given is not None
    )


@in_words.register
def _tick(question: Acknowledgement, value: Any, other: str = "") -> str:
    ticked = value.get("ticked") if isinstance(value, Mapping) else value
    return _("Ticked") if ticked else _("Not ticked")
