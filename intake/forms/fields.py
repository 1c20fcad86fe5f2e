"""A form field for each kind of question: takes what was posted apart, and gives the value that is kept.

A blank is None. A value that is not well formed raises `Wrong`, a sentence that says what is wrong and what to do.
`typed(field, value)` is the way back: a kept value as the boxes show it.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from intake.forms.boxes import Wrong
from intake.forms.choices import InstrumentField, OneChoiceField, SomeChoicesField, TickField
from intake.forms.day import DayField
from intake.forms.measures import LengthField, MassField, NumberField
from intake.forms.reaching import AddressField, OneEmailField, PhoneField
from intake.forms.rows import RowsField
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
    Phone,
    Question,
    Rows,
    SomeOf,
    Words,
)


class WordsField(forms.Field):
    """Text of a limited length, counted in code points."""

    def __init__(self, question: Words) -> None:
        super().__init__(required=False)
        self.longest = question.longest

    def clean(self, value: Any) -> str | None:
        text = str(value or "").replace("\r\n", "\n").strip()
        if len(text) > self.longest:
            raise Wrong(
                _("Write at most %(most)d letters; there are %(now)d.")
                % {"most": self.longest, "now": len(text)}
            )
        return text or None


@singledispatch
def field_for(question: Question) -> forms.Field:
    """The form field of a question, by its kind."""
    raise TypeError(f"No form field for {type(question).__name__}")


field_for.register(OneOf, OneChoiceField)
field_for.register(SomeOf, SomeChoicesField)
field_for.register(Number, NumberField)
field_for.register(Length, LengthField)
field_for.register(Mass, MassField)
field_for.register(Words, WordsField)
field_for.register(Day, DayField)
field_for.register(Phone, lambda question: PhoneField())
field_for.register(Email, lambda question: OneEmailField())
field_for.register(Address, AddressField)
field_for.register(Rows, RowsField)
field_for.register(Instrument, InstrumentField)
field_for.register(Acknowledgement, TickField)


def typed(field: forms.Field, value: Any) -> Any:
    """A kept value as its boxes show it."""
    back = getattr(field, "typed", None)
    if back is not None:
        return back(value)
    return "" if value is None else value
