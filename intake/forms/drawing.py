"""Draws each kind of question: its boxes, choices, rows and lines, with what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from intake.forms.day import parts_in_order
from intake.forms.drawn import Box, Choice, Drawn, DrawnItem, Row
from intake.forms.rows import filled_rows, row_word
from intake.questionnaire.answers import Answers
from intake.questionnaire.instruments import DECLINED
from intake.questionnaire.questions import (
    RATHER_NOT_SAY_LABEL,
    Acknowledgement,
    Address,
    Day,
    Email,
    Instrument,
    Length,
    Mass,
    Number,
    OneOf,
    Phone,
    Question,
    Rows,
    SomeOf,
    Words,
    YesNo,
)
from intake.questionnaire.saying import in_words
from intake.questionnaire.truth import Truth
from intake.questionnaire.weighing import weigh

if TYPE_CHECKING:
    from intake.forms.section_form import SectionForm

AUTOCOMPLETE = {
    "about.first_name": "given-name",
    "about.last_name": "family-name",
    "about.phone": "tel",
    "about.email": "email",
    "about.birth_date": {"month": "bday-month", "day": "bday-day", "year": "bday-year"},
    "about.address": {
        "street": "street-address",
        "city": "address-level2",
        "state": "address-level1",
        "zip": "postal-code",
        "country": "country-name",
    },
}
"""What the browser may offer to fill in (WCAG 1.3.5): only who and where someone is, never an answer about health."""

UNITS = {"mm[Hg]": _("mmHg"), "/min": _("beats a minute"), "d": _("days"), "min": _("minutes")}
PATTERN_ROW = "__row__"
BLANK = Answers({})


def drawn(form: SectionForm) -> list[Drawn]:
    """Every question of the screen."""
    return [_drawn(question, form) for question in form.asking]


def _drawn(question: Question, form: SectionForm) -> Drawn:
    each = Drawn(
        name=question.name,
        label=_(question.label),
        help=_(question.help) if question.help else "",
        required=question.required,
        hidden=form.asked_by.asks(question) is not Truth.YES,
        follow_up=_opens_here(question, form),
    )
    if form.is_bound and not form.adding:
        each.errors = [str(sentence) for sentence in form.errors.get(question.name, ())]
        each.warnings = form.warnings.get(question.name, [])
    if question.code in form.conflicts:
        each.conflict = _both(question, *form.conflicts[question.code])
    fill(question, each, form)
    return each


def _opens_here(question: Question, form: SectionForm) -> bool:
    """Whether an answer on this very screen opens the question."""
    if question.ask_if is None or weigh(question.ask_if, BLANK) is Truth.YES:
        return False
    return any(each.code in question.ask_if.reads() for each in form.asking)


def _both(question: Question, there: Any, here: Any) -> tuple[str, str]:
    """Both answers in words; of an instrument only the lines on which they differ."""
    if isinstance(question, Instrument):
        codes = {*(there or {}), *(here or {})}
        apart = {code for code in codes if (there or {}).get(code) != (here or {}).get(code)}
        there, here = (
            {code: text for code, text in (each or {}).items() if code in apart} for each in (there, here)
        )
    return _said(question, there), _said(question, here)


def _said(question: Question, value: Any) -> str:
    return str(in_words(question, value)) if value else _("no answer")


@singledispatch
def fill(question: Question, each: Drawn, form: SectionForm) -> None:
    """What this kind of question adds to what is drawn of it."""
    raise TypeError(f"No way to draw {type(question).__name__}")


def _box(each: Drawn, form: SectionForm, question: Question, part: str = "", **more: Any) -> Box:
    """A box of a question: the whole of it, or one part."""
    value = form.typed(question)
    if part:
        value = value.get(part, "") if isinstance(value, Mapping) else ""
    at = form.boxes.get(question.name, "")
    wrong = bool(each.errors) and (at == part or (not at and more.get("required", True)))
    tokens = AUTOCOMPLETE.get(question.code, "off")
    return Box(
        name=f"{question.name}.{part}" if part else question.name,
        id=f"id_{question.name}_{part}" if part else f"id_{question.name}",
        label=more.pop("label", each.label),
        value=value,
        wrong=wrong,
        autocomplete=str(tokens.get(part, "off") if isinstance(tokens, Mapping) else tokens),
        **more,
    )


@fill.register(Words)
def _words(question: Words, each: Drawn, form: SectionForm) -> None:
    each.shape, each.kind, each.long = "field", "text", question.long
    each.boxes = [_box(each, form, question, longest=question.longest)]


@fill.register(Phone)
def _phone(question: Phone, each: Drawn, form: SectionForm) -> None:
    each.shape, each.kind = "field", "tel"
    each.boxes = [_box(each, form, question, longest=40)]


@fill.register(Email)
def _email(question: Email, each: Drawn, form: SectionForm) -> None:
    each.shape, each.kind = "field", "email"
    each.boxes = [_box(each, form, question, longest=320)]


@fill.register(Number)
def _number(question: Number, each: Drawn, form: SectionForm) -> None:
    each.shape, each.kind = "field", "number"
    each.unit = str(UNITS.get(question.unit, ""))
    each.boxes = [_box(each, form, question, longest=10)]


@fill.register(Length)
def _length(question: Length, each: Drawn, form: SectionForm) -> None:
    each.kind = "length"
    labels = {"ft": _("Feet"), "inch": _("Inches"), "cm": _("Centimeters")}
    each.boxes = [
        _box(each, form, question, part, label=label, kind=f"in-{part}") for part, label in labels.items()
    ]
    each.choices = _units(each, form.typed(question), {"ft_in": _("feet and inches"), "cm": _("centimeters")})


@fill.register(Mass)
def _mass(question: Mass, each: Drawn, form: SectionForm) -> None:
    each.kind = "mass"
    each.boxes = [_box(each, form, question, "number", label=_("Weight"))]
    each.choices = _units(each, form.typed(question), {"lb": _("pounds"), "kg": _("kilograms")})


def _units(each: Drawn, value: Any, units: Mapping[str, str]) -> list[Choice]:
    chosen = value.get("unit") if isinstance(value, Mapping) else ""
    return [Choice(unit, words, f"id_{each.name}_in_{unit}", unit == chosen) for unit, words in units.items()]


@fill.register(Day)
def _day(question: Day, each: Drawn, form: SectionForm) -> None:
    each.kind = "day"
    labels = {"month": _("Month"), "day": _("Day"), "year": _("Year")}
    widths = {"month": "width-6", "day": "width-2", "year": "width-4"}
    each.boxes = [
        _box(each, form, question, part, label=labels[part], kind=widths[part]) for part in parts_in_order()
    ]


@fill.register(Address)
def _address(question: Address, each: Drawn, form: SectionForm) -> None:
    each.kind = "address"
    each.boxes = [
        _box(each, form, question, part, label=_(label), required=part in ("street", "city"))
        for part, label in question.parts.items()
    ]


@fill.register(OneOf)
def _one(question: OneOf, each: Drawn, form: SectionForm) -> None:
    each.kind = "radio"
    each.shape = "yes-no" if isinstance(question, YesNo) else "fieldset"
    offered = None
    if question.options_from is not None:
        each.choices_from = question.options_from.name
        offered = form.asked_by.of(question.options_from) or []
    value = form.typed(question)
    each.choices = [
        Choice(
            option.code,
            _(option.label),
            f"id_{each.name}_{at}",
            option.code == value,
            away=offered is not None and option.code not in offered,
        )
        for at, option in enumerate(question.options)
    ]
    _other(question, each, form)


@fill.register(SomeOf)
def _some(question: SomeOf, each: Drawn, form: SectionForm) -> None:
    each.kind = "checkbox"
    ticked = form.typed(question) or ()
    each.choices = [
        Choice(
            option.code,
            _(option.label),
            f"id_{each.name}_{at}",
            option.code in ticked,
            alone=option.code in question.alone,
        )
        for at, option in enumerate(question.options)
    ]
    _other(question, each, form)


def _other(question: OneOf | SomeOf, each: Drawn, form: SectionForm) -> None:
    if question.other:
        wrong = bool(each.errors) and form.boxes.get(question.name) == "other"
        label, value = _("What is it?"), form.typed_other(question)
        each.other = Box(f"{each.name}.other", f"id_{each.name}_other", label, value, wrong=wrong)


@fill.register(Acknowledgement)
def _tick(question: Acknowledgement, each: Drawn, form: SectionForm) -> None:
    each.shape, each.kind = "acknowledge", "tick"
    each.choices = [Choice("1", each.label, f"id_{each.name}", bool(form.typed(question)))]


@fill.register(Instrument)
def _instrument(question: Instrument, each: Drawn, form: SectionForm) -> None:
    each.shape, each.kind = "matrix", "instrument"
    each.stem = _(question.scale.stem) if question.scale.stem else ""
    value = form.typed(question)
    given = value if isinstance(value, Mapping) else {}
    for item in question.items:
        code, start = item.item.code, f"id_{question.name}_{item.item.code}"
        each.items.append(
            DrawnItem(
                name=f"{question.name}.{code}",
                text=_(item.item.text),
                choices=[
                    Choice(option, _(words), f"{start}_{at}", given.get(code) == option)
                    for at, (option, words, _points) in enumerate(item.item.options)
                ],
                declined=Choice(
                    DECLINED, _(RATHER_NOT_SAY_LABEL), f"{start}_declined", given.get(code) == DECLINED
                ),
                hidden=item.asked(form.asked_by) is not Truth.YES,
                follow_up=item.item.ask_if is not None,
                missing=bool(each.errors) and f"{question.name}.{code}" in form.blank_items,
            )
        )


@fill.register(Rows)
def _list(question: Rows, each: Drawn, form: SectionForm) -> None:
    each.kind, each.row_word = "rows", row_word(question)
    value = form.typed(question)
    given = value if isinstance(value, Mapping) else {}
    rows = filled_rows(given)
    grows = form.adding == question.name
    wrong = form.boxes.get(question.name, "") if each.errors else ""
    for at, row in enumerate([*rows, {}] if grows or not rows else rows):
        each.rows.append(
            Row(str(at + 1), _row(question, str(at), row, wrong), is_new=grows and at == len(rows))
        )
    each.rows.append(Row(PATTERN_ROW, _row(question, PATTERN_ROW, {}, ""), is_pattern=True))
    if question.none:
        each.choices = [Choice("1", _(question.none), f"id_{each.name}_none", bool(given.get("none")))]


def _row(question: Rows, at: str, row: Mapping[str, str], wrong: str) -> list[Box]:
    return [
        Box(
            name=f"{question.name}.{at}.{column.code}",
            id=f"id_{question.name}_{at}_{column.code}",
            label=_(column.label),
            value=row.get(column.code, ""),
            wrong=wrong == f"{at}.{column.code}",
            required=column.required,
            longest=column.longest,
            choices=[
                Choice(option.code, _(option.label), "", option.code == row.get(column.code))
                for option in column.options
            ],
        )
        for column in question.columns
    ]
