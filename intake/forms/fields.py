"""A form field for each kind of question: takes what was posted apart, and gives the value that is kept.

A blank is None. A value that is not well formed raises a ValidationError that says what is wrong and what to do.
`typed(value)` is the way back: a kept value as the boxes show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intake.forms.composite import (
    AddressField,
    DayField,
    InstrumentField,
    LengthField,
    MassField,
    PhoneField,
    RowsField,
    TickField,
)
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


class OneChoiceField(forms.Field):
    """One of the options offered."""

    def __init__(self, question: OneOf) -> None:
        super().__init__(required=False)
        self.codes = frozenset(option.code for option in question.options)

    def clean(self, value: Any) -> str | None:
        if not value:
            return None
        if value not in self.codes:
            raise ValidationError(_("Choose one of the answers on the page."))
        return str(value)


class SomeChoicesField(forms.Field):
    """Any of the options offered; *none of these* and the like stand alone."""

    widget = forms.SelectMultiple

    def __init__(self, question: SomeOf) -> None:
        super().__init__(required=False)
        self.labels = {option.code: option.label for option in question.options}
        self.alone = question.alone & set(self.labels)

    def clean(self, value: Any) -> list[str] | None:
        ticked = list(dict.fromkeys(value or ()))
        if any(code not in self.labels for code in ticked):
            raise ValidationError(_("Choose from the answers on the page."))
        for code in ticked:
            if code in self.alone and len(ticked) > 1:
                raise ValidationError(
                    _("You ticked “%(alone)s” and another answer. Untick the one that is not right.")
                    % {"alone": _(self.labels[code])}
                )
        return ticked or None


class NumberField(forms.Field):
    """A number within hard bounds; a comma or a unit beside it does no harm."""

    def __init__(self, question: Number) -> None:
        super().__init__(required=False)
        self.low, self.high = question.between_bounds

    def clean(self, value: Any) -> int | float | None:
        text = str(value or "").strip().replace(",", ".")
        if not text:
            return None
        number = as_number(text)
        if number is None or not float(number).is_integer():
            raise ValidationError(_("Write a whole number, such as %(low)g.") % {"low": self.low})
        if not self.low <= number <= self.high:
            raise ValidationError(
                _("Write a number from %(low)g to %(high)g.") % {"low": self.low, "high": self.high}
            )
        return int(number)


class WordsField(forms.Field):
    """Text of a limited length."""

    def __init__(self, question: Words) -> None:
        super().__init__(required=False)
        self.longest = question.longest

    def clean(self, value: Any) -> str | None:
        text = str(value or "").replace("\r\n", "\n").strip()
        if len(text) > self.longest:
            raise ValidationError(
                _("Write at most %(most)d letters; there are %(now)d.")
                % {"most": self.longest, "now": len(text)}
            )
        return text or None


class OneEmailField(forms.EmailField):
    """One e-mail address."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> str | None:
        try:
            return super().clean(value) or None
        except ValidationError:
            raise ValidationError(_("Write one e-mail address, such as name@example.org.")) from None


def as_number(text: str) -> float | None:
    """A plain decimal number, or None: no infinities, no exponents."""
    digits = text.removeprefix("-").replace(".", "", 1)
    return float(text) if digits.isascii() and digits.isdigit() and len(text) <= 10 else None


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
    if isinstance(value, Mapping):
        return value
    return "" if value is None else value
