"""By what the queue can be narrowed: each filter with its choices in words, and the token that a choice stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clinic.models import Staff
from intake.models.status import Status
from intake.models.token import Kind, token_of
from intake.questionnaire.reason import Reason
from intake.triage import RULES, Level

Choices = tuple[tuple[str, str], ...]
LEVEL_WORDS = {Level.STOP: _("STOP"), Level.REVIEW: _("Review"), Level.CAUTION: _("Caution"), Level.INFO: _("Info")}


@lru_cache
def _statuses() -> Choices:
    return tuple((str(value), str(words).capitalize()) for value, words in Status.choices if value != Status.ABANDONED)


@lru_cache
def _levels() -> Choices:
    return (*((str(int(level)), words) for level, words in LEVEL_WORDS.items()), ("0", _("No flag")))


@lru_cache
def _flags() -> Choices:
    """Every rule by its plain title."""
    named = ((rule.code, f"{rule.matter} ({rule.code})") for rule in RULES)
    return tuple(sorted(named, key=lambda each: each[1].casefold()))


@lru_cache
def _reasons() -> Choices:
    return tuple((option.code, str(option.label)) for option in Reason.wanted.options)


def _holders() -> Choices:
    people = Staff.objects.clinicians().values_list("pk", "name")
    return (("nobody", _("Nobody")), *((str(pk), name) for pk, name in people))


@dataclass(frozen=True)
class Filter:
    """One thing to narrow by. Without choices it is a day; choices that vary are people, not words of ours."""

    name: str
    label: str
    kind: Kind
    choices: Callable[[], Choices] | None = None
    varies: bool = False


FILTERS = (
    Filter("sent", _("Sent on"), Kind.SENT),
    Filter("visit", _("Visit on"), Kind.VISIT),
    Filter("flag", _("Flag"), Kind.FLAG, _flags),
    Filter("reason", _("Reason for treatment"), Kind.REASON, _reasons),
    Filter("holder", _("Who has it"), Kind.HOLDER, _holders, varies=True),
    Filter("level", _("Level"), Kind.LEVEL, _levels),
    Filter("status", _("Status"), Kind.STATUS, _statuses),
)
"""The rarest first: the first that is chosen leads a page's search."""
SHOWN = ("status", "level", "flag", "reason", "holder", "sent", "visit")
NAMED = {each.name: each for each in FILTERS}


@dataclass(frozen=True)
class Chosen:
    """What somebody chose, with what is wrong about it, by filter."""

    values: Mapping[str, str]
    words: Mapping[str, str]
    wrong: Mapping[str, str]

    def tokens(self) -> list[int]:
        """What an intake must have, the rarest first."""
        return [token_of(each.kind, self.values[each.name]) for each in FILTERS if each.name in self.values]

    def without(self, name: str = "") -> dict[str, str]:
        """The same, but for one."""
        return {key: value for key, value in self.values.items() if key != name}

    def chips(self, show: str) -> list[dict[str, str]]:
        """Each choice in words, with the address of the list without it."""
        return [
            {
                "words": f"{NAMED[name].label}: {words}",
                "without": urlencode({"show": show} | self.without(name)),
            }
            for name, words in self.words.items()
        ]

    def fields(self) -> list[dict[str, Any]]:
        """The form: each filter with its control."""
        return [
            {
                "name": name,
                "label": NAMED[name].label,
                "control": _control(NAMED[name], self.values.get(name, "")),
                "wrong": self.wrong.get(name, ""),
            }
            for name in SHOWN
        ]


def chosen(asked: Mapping[str, str]) -> Chosen:
    """What an address asks for; what is no choice is left out, a wrong day is said."""
    values: dict[str, str] = {}
    words: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for each in FILTERS:
        given = (asked.get(each.name) or "").strip()[:40]
        if not given:
            continue
        if each.choices is None:
            day = _day(given)
            if day is None:
                wrong[each.name] = _("Write the day as year-month-day, such as 2027-01-31.")
            else:
                values[each.name], words[each.name] = day.isoformat(), date_format(day, "D j M Y")
        elif given in (offered := dict(each.choices())):
            values[each.name], words[each.name] = given, offered[given]
    return Chosen(values, words, wrong)


def _day(given: str) -> date | None:
    try:
        return parse_date(given)
    except ValueError:
        return None


def _control(each: Filter, value: str) -> SafeString:
    if each.choices is None:
        return format_html('<input type="date" id="filter_{0}" name="{0}" value="{1}">', each.name, value)
    return _select(each.name, value, each.choices()) if each.varies else _kept_select(each.name, value)


@lru_cache(maxsize=512)
def _kept_select(name: str, value: str) -> SafeString:
    """Drawn once for each choice: the flags alone are a hundred lines."""
    choices = NAMED[name].choices
    return _select(name, value, choices() if choices else ())


def _select(name: str, value: str, choices: Choices) -> SafeString:
    options: Iterable[tuple[Any, ...]] = (
        (code, SafeString(" selected") if code == value else "", words) for code, words in (("", _("Any")), *choices)
    )
    drawn = format_html_join("", '<option value="{}"{}>{}</option>', options)
    return format_html('<select id="filter_{0}" name="{0}">{1}</select>', name, drawn)
