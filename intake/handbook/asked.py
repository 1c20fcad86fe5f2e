"""What we ask: every section and question, how it is answered, when it is asked, and who reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch

from intake.handbook.markdown import flat
from intake.questionnaire import SECTIONS
from intake.questionnaire.english import phrase
from intake.questionnaire.questions import (
    Acknowledgement,
    Address,
    Day,
    Email,
    Instrument,
    Length,
    Mass,
    Number,
    OneOf,
    Option,
    Phone,
    Question,
    Rows,
    Section,
    SomeOf,
    Words,
)
from intake.questionnaire.saying import UNITS

AUDIENCES = {"contact": "staff, front desk included", "ride": "staff, front desk included", "clinical": "clinicians"}


def sections() -> Iterator[str]:
    """Every section, in the order asked."""
    yield "## What we ask\n"
    for section in SECTIONS:
        yield f"### {section.title}\n"
        yield from _asked(section)


def _asked(section: type[Section]) -> Iterator[str]:
    if section.ask_if is not None:
        yield f"Asked when {phrase(section.ask_if)}.\n"
    if section.may_decline:
        yield "Every question offers *I’d rather tell the clinician*.\n"
    for page in section.pages:
        if page.number > 1:
            yield f"\n#### {page.title}\n"
        for each in (page.kindness, page.intro):
            if each:
                yield f"> {flat(each)}\n"
        for question in page.questions:
            yield from _question(question)
    for worked_out in section.worked_out:
        from_what = ", ".join(f"`{question.code}`" for question in worked_out.questions())
        yield f"- **{worked_out.label}** (`{worked_out.code}`) is worked out from {from_what}."
    yield ""


def _question(question: Question) -> Iterator[str]:
    yield f"- **{flat(question.label)}** (`{question.code}`)"
    if question.help:
        yield f"  - {flat(question.help)}"
    blank = "" if question.required else "; may be left blank"
    yield f"  - {kind(question)}{blank}; read by {AUDIENCES[question.audience]}"
    if question.ask_if is not None:
        yield f"  - asked when {phrase(question.ask_if)}"
    if isinstance(question, Instrument):
        yield from _instrument(question)


def _instrument(question: Instrument) -> Iterator[str]:
    scale = question.scale
    read = "read" if scale.wording_read else "not yet read"
    yield f"  - {scale.credit} (official wording {read} at the source)" + (f" {scale.note}" if scale.note else "")
    if scale.stem:
        yield f"  - {scale.stem}"
    for item in question.items:
        gate = question.item_gate(item.item)
        when = f"; asked when {phrase(gate)}" if gate is not None else ""
        options = " · ".join(words for _code, words, _points in item.item.options)
        yield f"  - {item.item.code}. {flat(item.label)} {options}{when}"
    if scale.bands:
        yield "  - bands: " + ", ".join(f"{band.low:g} to {band.high:g} {band.name}" for band in scale.bands)


@singledispatch
def kind(question: Question) -> str:
    """How a question is answered, in words."""
    raise TypeError(f"No words for {type(question).__name__}")


@kind.register
def _one_of(question: OneOf) -> str:
    if question.options_from is not None:
        return "choose one of what was ticked before"
    return f"choose one: {_options(question.options)}"


@kind.register
def _some_of(question: SomeOf) -> str:
    return f"tick all that fit: {_options(question.options)}"


@kind.register
def _number(question: Number) -> str:
    low, high = question.between_bounds
    return f"a number from {low:g} to {high:g} {UNITS.get(question.unit, question.unit)}".strip()


@kind.register(Length)
@kind.register(Mass)
def _measured(question: Number) -> str:
    other = "feet and inches" if isinstance(question, Length) else "pounds"
    return f"{_number(question)}, or in {other}"


@kind.register
def _day(question: Day) -> str:
    return "today, filled in by itself" if question.today else "a day"


@kind.register
def _words(question: Words) -> str:
    return f"text of at most {question.longest} letters"


@kind.register
def _rows(question: Rows) -> str:
    return f"a list of at most {question.most}, each with: " + ", ".join(flat(each.label) for each in question.columns)


@kind.register(Phone)
@kind.register(Email)
@kind.register(Address)
@kind.register(Instrument)
@kind.register(Acknowledgement)
def _named(question: Question) -> str:
    names = {Phone: "a telephone number", Email: "an e-mail address", Address: "a postal address"}
    names |= {Instrument: "a published questionnaire, in its official words", Acknowledgement: "a box to tick"}
    return names[type(question)]


def _options(options: Iterable[Option]) -> str:
    return " · ".join(option.label for option in options)
