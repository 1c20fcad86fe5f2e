"""Fields of numbers: a count, a height, a weight, in the unit the patient thinks in."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from intake.forms.boxes import BoxesField, Wrong
from intake.questionnaire.questions import Length, Mass, Number

CM_A_FOOT, CM_AN_INCH, KG_A_POUND = 30.48, 2.54, 0.45359237
PLAIN = re.compile(r"-?\d{1,7}([.,]\d{1,3})?", re.ASCII)
GROUPED = re.compile(r"\d{1,3}([,. ]\d{3})+", re.ASCII)


class NumberField(forms.Field):
    """A whole number within hard bounds; thousands may be grouped."""

    def __init__(self, question: Number) -> None:
        super().__init__(required=False)
        self.low, self.high = question.between_bounds

    def clean(self, value: Any) -> int | None:
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        number = float(re.sub("[,. ]", "", text)) if GROUPED.fullmatch(text) else as_number(text)
        if number is None or not number.is_integer() or not self.low <= number <= self.high:
            raise Wrong(
                _("Write a whole number from %(low)g to %(high)g.") % {"low": self.low, "high": self.high}
            )
        return int(number)


class LengthField(BoxesField):
    """A height in centimeters, or in feet and inches; kept in centimeters with what was written."""

    def __init__(self, question: Length) -> None:
        super().__init__()
        self.low, self.high = question.between_bounds

    def clean(self, value: Any) -> dict[str, Any] | None:
        given = value or {}
        read = self._in_cm if _written_in(given, "cm", ("ft", "inch")) else self._in_feet
        told = read(given)
        if told is None:
            return None
        cm, written, box = told
        if not self.low <= cm <= self.high:
            limits = {
                "low": self.low,
                "high": self.high,
                "feet": self.low / CM_A_FOOT,
                "most": self.high / CM_A_FOOT,
            }
            raise Wrong(
                _("Write a height from %(low)g to %(high)g cm (%(feet).1f to %(most).1f feet).") % limits,
                box=box,
            )
        return {"cm": round(cm, 1), "in": written}

    def _in_cm(self, given: Mapping[str, str]) -> tuple[float, dict[str, Any], str] | None:
        cm = _decimal(given, "cm", _("Write your height in digits, such as 178."))
        return None if cm is None else (cm, {"unit": "cm"}, "cm")

    def _in_feet(self, given: Mapping[str, str]) -> tuple[float, dict[str, Any], str] | None:
        in_digits = _("Write feet and inches in digits, such as 5 and 10.")
        feet, inches = _decimal(given, "ft", in_digits), _decimal(given, "inch", in_digits)
        if feet is None:
            if inches is not None:
                raise Wrong(_("Write the feet too."), box="ft")
            return None
        if not feet.is_integer():
            raise Wrong(_("Write whole feet here and the inches in the next box, such as 5 and 10."), box="ft")
        if inches is not None and inches >= 12:
            raise Wrong(_("Inches go from 0 to 11. Write the rest as feet."), box="inch")
        written = {"unit": "ft_in", "ft": _short(feet), "inch": _short(inches or 0)}
        return feet * CM_A_FOOT + (inches or 0) * CM_AN_INCH, written, "ft"

    def typed(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            return {"unit": "ft_in" if in_feet_and_pounds() else "cm"}
        told = value.get("in", {})
        if told.get("unit") == "ft_in":
            return {"unit": "ft_in", "ft": f"{told['ft']:g}", "inch": f"{told.get('inch', 0):g}"}
        return {"unit": "cm", "cm": f"{value['cm']:g}"}


class MassField(BoxesField):
    """A weight in kilograms or pounds; kept in kilograms with what was written."""

    def __init__(self, question: Mass) -> None:
        super().__init__()
        self.low, self.high = question.between_bounds

    def clean(self, value: Any) -> dict[str, Any] | None:
        given = value or {}
        number = _decimal(given, "number", _("Write your weight in digits, such as 70."))
        if number is None:
            return None
        in_kg = given.get("unit", "lb" if in_feet_and_pounds() else "kg") == "kg"
        kg = number if in_kg else number * KG_A_POUND
        if not self.low <= kg <= self.high:
            pounds = {
                "least": math.ceil(self.low / KG_A_POUND),
                "most": math.floor(self.high / KG_A_POUND),
            }
            limits = {"low": self.low, "high": self.high, **pounds}
            raise Wrong(
                _("Write a weight from %(low)g to %(high)g kg (%(least)d to %(most)d pounds).") % limits,
                box="number",
            )
        written = {"unit": "kg"} if in_kg else {"unit": "lb", "lb": _short(number)}
        return {"kg": round(kg, 1), "in": written}

    def typed(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            return {"unit": "lb" if in_feet_and_pounds() else "kg"}
        told = value.get("in", {})
        if told.get("unit") == "lb":
            return {"unit": "lb", "number": f"{told['lb']:g}"}
        return {"unit": "kg", "number": f"{value['kg']:g}"}


def as_number(text: str) -> float | None:
    """A plain decimal number, or None: no infinities, no exponents, no digits of other scripts."""
    return float(text.replace(",", ".")) if PLAIN.fullmatch(text) else None


def in_feet_and_pounds() -> bool:
    """Whether people of the clinic's country measure themselves in feet and pounds."""
    return bool(settings.CLINIC.country == "US")


def _written_in(given: Mapping[str, str], one: str, others: tuple[str, ...]) -> bool:
    """Whether the height stands in this box: the one that is filled in, or where both are, the one chosen."""
    if any(given.get(box) for box in others) == bool(given.get(one)):
        return given.get("unit", "" if in_feet_and_pounds() else one) == one
    return bool(given.get(one))


def _decimal(given: Mapping[str, str], box: str, sentence: str) -> float | None:
    text = given.get(box, "")
    if not text:
        return None
    number = as_number(text)
    if number is None or number < 0:
        raise Wrong(sentence, box=box)
    return number


def _short(number: float) -> float | int:
    return int(number) if float(number).is_integer() else number
