"""A field for a day, in three boxes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.forms.boxes import BoxesField, Wrong
from intake.questionnaire.questions import Day

MONTHS = "january february march april may june july august september october november december".split()
MONTH_FIRST = frozenset({"US"})


def parts_in_order() -> tuple[str, str, str]:
    """Month, day and year in the order that people of the clinic's country write them."""
    return ("month", "day", "year") if settings.CLINIC.country in MONTH_FIRST else ("day", "month", "year")


class DayField(BoxesField):
    """A day; the month as a number or a name."""

    def __init__(self, question: Day) -> None:
        super().__init__()
        self.question = question

    def clean(self, value: Any) -> str | None:
        given = {part: (value or {}).get(part, "") for part in parts_in_order()}
        if not any(given.values()):
            return None
        blank = [part for part, text in given.items() if not text]
        if blank:
            raise Wrong(_("Write the %(parts)s too.") % {"parts": _named(blank)}, box=blank[0])
        day, today = _day(given), timezone.localdate()
        if day > today:
            raise Wrong(_("This day is in the future. Check the year."), box="year")
        if self.question.earliest and day < self.question.earliest:
            raise Wrong(_("This day is too long ago. Check the year."), box="year")
        years = self.question.within_years
        if years and (today - day).days > years * 365.25:
            raise Wrong(
                _("This day is more than %(years)d years ago. Check the year.") % {"years": years}, box="year"
            )
        return day.isoformat()

    def typed(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, str) or len(value) != 10:
            return {}
        year, month, day = value.split("-")
        return {"month": str(int(month)), "day": str(int(day)), "year": year}


def _day(given: Mapping[str, str]) -> date:
    month, day, year = _month(given["month"]), _digits(given["day"], 2), _digits(given["year"], 4)
    if not month:
        raise Wrong(_("Write the month as a number from 1 to 12, or as its name."), box="month")
    if year is None or len(given["year"]) != 4:
        raise Wrong(_("Write the year with four digits, such as 1988."), box="year")
    try:
        return date(year, month, day or 0)
    except ValueError:
        raise Wrong(_("There is no such day in that month. Check the day."), box="day") from None


def _month(text: str) -> int | None:
    name = text.rstrip(".").lower()
    if len(name) >= 3:
        return next((at for at, month in enumerate(MONTHS, start=1) if month.startswith(name)), None)
    number = _digits(text, 2)
    return number if number and number <= 12 else None


def _digits(text: str, most: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most else None


def _named(parts: list[str]) -> str:
    names = {"month": _("month"), "day": _("day"), "year": _("year")}
    return _(" and the ").join(names[part] for part in parts)
