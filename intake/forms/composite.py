"""Fields of several boxes: a height, a weight, a day, an address, a list of rows, an instrument, a tick."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.questionnaire.questions import Acknowledgement, Address, Day, Instrument, Length, Mass, Rows

CM_A_FOOT, CM_AN_INCH, KG_A_POUND = 30.48, 2.54, 0.45359237
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


class Boxes(forms.Widget):
    """Several boxes of one question: `name.part`. Reads only; the form's template draws them."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        start = f"{name}."
        return {key[len(start) :]: data.get(key, "").strip() for key in data if key.startswith(start)}


class BoxesField(forms.Field):
    """A field of several boxes."""

    widget = Boxes

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, **more)

    def typed(self, value: Any) -> dict[str, Any]:
        """A kept value as its boxes show it."""
        return dict(value) if isinstance(value, Mapping) else {}


def _decimal(text: str, what: str) -> float | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{1,4}([.,]\d{1,3})?", text):
        raise ValidationError(_("Write your %(what)s in numbers.") % {"what": what})
    return float(text.replace(",", "."))


class LengthField(BoxesField):
    """A height in centimetres, or in feet and inches; kept in centimetres with what was written."""

    def __init__(self, question: Length) -> None:
        super().__init__()
        self.low, self.high = question.between_bounds

    def clean(self, value: Any) -> dict[str, Any] | None:
        given = value or {}
        if given.get("unit") == "cm":
            cm = _decimal(given.get("cm", ""), _("height"))
            told: dict[str, Any] = {"unit": "cm"}
        else:
            feet, inches = (
                _decimal(given.get("ft", ""), _("height")),
                _decimal(given.get("inch", ""), _("height")),
            )
            if inches is not None and inches >= 12:
                raise ValidationError(_("Inches go from 0 to 11. Write the rest as feet."))
            cm = None if feet is None else feet * CM_A_FOOT + (inches or 0) * CM_AN_INCH
            if feet is None and inches is not None:
                raise ValidationError(_("Write the feet too."))
            told = {"unit": "ft_in", "ft": feet, "inch": inches or 0}
        if cm is None:
            return None
        if not self.low <= cm <= self.high:
            raise ValidationError(_("Write a height from 90 to 230 cm (3 to 7 and a half feet)."))
        return {"cm": round(cm, 1), "in": told}

    def typed(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            return {"unit": "ft_in" if settings.CLINIC.country == "US" else "cm"}
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
        number = _decimal(given.get("number", ""), _("weight"))
        if number is None:
            return None
        in_kg = given.get("unit") == "kg"
        kg = number if in_kg else number * KG_A_POUND
        if not self.low <= kg <= self.high:
            raise ValidationError(_("Write a weight from 25 to 350 kg (55 to 770 pounds)."))
        return {"kg": round(kg, 1), "in": {"unit": "kg"} if in_kg else {"unit": "lb", "lb": number}}

    def typed(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            return {"unit": "lb" if settings.CLINIC.country == "US" else "kg"}
        told = value.get("in", {})
        if told.get("unit") == "lb":
            return {"unit": "lb", "number": f"{told['lb']:g}"}
        return {"unit": "kg", "number": f"{value['kg']:g}"}


class DayField(BoxesField):
    """A day in three boxes; the month as a number or a name."""

    def __init__(self, question: Day) -> None:
        super().__init__()
        self.question = question

    def clean(self, value: Any) -> str | None:
        given = value or {}
        parts = [given.get(part, "") for part in ("month", "day", "year")]
        if not any(parts):
            return None
        if not all(parts):
            raise ValidationError(_("Write the month, the day and the year."))
        day = self._day(*parts)
        today = timezone.localdate()
        if day > today:
            raise ValidationError(_("This day is in the future. Check the year."))
        if self.question.earliest and day < self.question.earliest:
            raise ValidationError(_("This day is too long ago. Check the year."))
        if self.question.within_years and (today - day).days > self.question.within_years * 365.25:
            raise ValidationError(
                _("This day is more than %(years)d years ago. Check the year.")
                % {"years": self.question.within_years}
            )
        return day.isoformat()

    def _day(self, month: str, day: str, year: str) -> date:
        number = (
            month
            if month.isdigit()
            else str(MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in MONTHS else 0)
        )
        try:
            if not (day.isascii() and year.isascii() and number.isascii() and len(year) == 4):
                raise ValueError
            return date(int(year), int(number), int(day))
        except ValueError:
            raise ValidationError(
                _("There is no such day. Write it like 4 12 1988, with four digits for the year.")
            ) from None

    def typed(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, str) or len(value) != 10:
            return {}
        year, month, day = value.split("-")
        return {"month": str(int(month)), "day": str(int(day)), "year": year}


class PhoneField(forms.Field):
    """A phone number as people write it in this country, or with its country code; kept as E.164."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> str | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            number = phonenumbers.parse(text, settings.CLINIC.country)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError(_("Write a phone number with its area code, such as (212) 555-0123."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def typed(self, value: Any) -> str:
        """The number as people of its country write it."""
        try:
            number = phonenumbers.parse(value or "", None)
        except phonenumbers.NumberParseException:
            return value or ""
        home = phonenumbers.country_code_for_region(settings.CLINIC.country)
        style = phonenumbers.PhoneNumberFormat
        return phonenumbers.format_number(
            number, style.NATIONAL if number.country_code == home else style.INTERNATIONAL
        )


class AddressField(BoxesField):
    """An address in parts."""

    def __init__(self, question: Address) -> None:
        super().__init__()
        self.parts = question.parts

    def clean(self, value: Any) -> dict[str, str] | None:
        given = {part: (value or {}).get(part, "") for part in self.parts}
        written = {part: text for part, text in given.items() if text}
        if not set(written) - {"country"}:
            return None
        if any(len(text) > 200 for text in written.values()):
            raise ValidationError(_("Write each part in at most 200 letters."))
        if not (written.get("street") and written.get("city")):
            raise ValidationError(_("Write the street and the city, so that help can find you."))
        return written

    def typed(self, value: Any) -> dict[str, Any]:
        return dict(value) if isinstance(value, Mapping) else {"country": settings.CLINIC.country}


class RowsField(BoxesField):
    """A list, row by row: `name.0.column`; empty rows are left out. A tick says that there are none."""

    def __init__(self, question: Rows) -> None:
        super().__init__()
        self.question = question

    def clean(self, value: Any) -> list[dict[str, str]] | str | None:
        rows = [row for row in rows_in(value or {}) if any(row.values())]
        if (value or {}).get("none"):
            if rows:
                raise ValidationError(
                    _("You ticked “%(none)s” and wrote a list. Untick it or empty the list.")
                    % {"none": _(self.question.none)}
                )
            return "none"
        if len(rows) > self.question.most:
            raise ValidationError(_("Write at most %(most)d rows.") % {"most": self.question.most})
        for row in rows:
            self._check(row)
        return rows or None

    def _check(self, row: dict[str, str]) -> None:
        for column in self.question.columns:
            text = row.get(column.code, "")
            if column.required and not text:
                raise ValidationError(_("Write “%(what)s” in every row you use.") % {"what": _(column.label)})
            if len(text) > column.longest:
                raise ValidationError(
                    _("Write at most %(most)d letters in “%(what)s”.")
                    % {"most": column.longest, "what": _(column.label)}
                )
            if column.options and text and text not in {option.code for option in column.options}:
                raise ValidationError(_("Choose one of the answers on the page."))
        for extra in set(row) - {column.code for column in self.question.columns}:
            row.pop(extra)
        for column, text in list(row.items()):
            if not text:
                row.pop(column)

    def typed(self, value: Any) -> dict[str, Any]:
        if value == "none":
            return {"none": "1"}
        return {f"{at}.{part}": text for at, row in enumerate(value or ()) for part, text in row.items()}


def rows_in(boxes: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows among boxes, in order, empty ones too."""
    rows: dict[int, dict[str, str]] = {}
    for key, text in boxes.items():
        at, dot, column = key.partition(".")
        if dot and at.isascii() and at.isdigit() and len(at) <= 3:
            rows.setdefault(int(at), {})[column] = text
    return [rows[at] for at in sorted(rows)]


class InstrumentField(BoxesField):
    """A published questionnaire: `name.item`. Items may be blank here; the form asks for what is required."""

    def __init__(self, question: Instrument) -> None:
        super().__init__()
        self.codes = {
            item.item.code: {code for code, _words, _points in item.item.options} | {"rather_not_say"}
            for item in question.items
        }

    def clean(self, value: Any) -> dict[str, str] | None:
        given = {code: text for code, text in (value or {}).items() if code in self.codes and text}
        if any(text not in self.codes[code] for code, text in given.items()):
            raise ValidationError(_("Choose one of the answers on the page."))
        return given or None


class TickField(forms.Field):
    """A tick for one sentence; keeps the version and the hash of the sentence that was read."""

    def __init__(self, question: Acknowledgement) -> None:
        super().__init__(required=False)
        self.question = question

    def clean(self, value: Any) -> dict[str, Any] | None:
        if not value:
            return None
        return {
            "ticked": True,
            "text": hashlib.sha256(str(self.question.label).encode()).hexdigest(),
            "version": self.question.version,
            "at": timezone.now().isoformat(timespec="seconds"),
        }

    def typed(self, value: Any) -> str:
        ticked = value.get("ticked") if isinstance(value, Mapping) else value
        return "1" if ticked is True else ""
