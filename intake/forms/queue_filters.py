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

from intake.models.decision import Outcome
from intake.models.status import Status
from intake.models.token import Kind, token_of
from intake.questionnaire.reason import Reason
from intake.triage import RULES, Level

Choices = tuple[tuple[str, str], ...]
LEVEL_WORDS = {Level.STOP: _("STOP"), Level.REVIEW: _("Review"), Level.CAUTION: _("Caution"), Level.INFO: _("Info")}


@lru_cache
def _statuses() -> Choices:
    """Every status; under *decided* also what was decided."""
    decided = _("Decided: %(what)s")
    outcomes = tuple((str(value), decided % {"what": str(words).lower()}) for value, words in Outcome.choices)
    offered: Choices = ()
    for value, words in Status.choices:
        if value != Status.ABANDONED:
            offered += ((str(value), str(words).capitalize()), *(outcomes if value == Status.DECIDED else ()))
    return offered


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


def _nobody() -> Choices:
    return (("nobody", _("Nobody")),)


@dataclass(frozen=True)
class Filter:
    """One thing to narrow by. Without choices it is a day; `people`: clinicians can be chosen, too."""

    name: str
    label: str
    kind: Kind
    choices: Callable[[], Choices] | None = None
    people: bool = False

    def offered(self, clinicians: Choices) -> Choices:
        """What can be chosen, as (value, words)."""
        ours = self.choices() if self.choices else ()
        return (*ours, *clinicians) if self.people else ours


FILTERS = (
    Filter("sent", _("Sent on"), Kind.SENT),
    Filter("visit", _("Visit on"), Kind.VISIT),
    Filter("flag", _("Flag"), Kind.FLAG, _flags),
    Filter("reason", _("Reason for treatment"), Kind.REASON, _reasons),
    Filter("holder", _("Who has it"), Kind.HOLDER, _nobody, people=True),
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

    def fields(self, clinicians: Choices) -> SafeString:
        """The form's fields, drawn: each filter with its control, and what is wrong about it."""
        return _drawn(tuple(self.values.items()), tuple(self.wrong.items()), clinicians)


def chosen(asked: Mapping[str, str], clinicians: Choices = ()) -> Chosen:
    """What an address asks for; what is no choice is left out, a wrong day is said. `clinicians`: as (key, name)."""
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
        elif given in (offered := dict(each.offered(clinicians))):
            values[each.name], words[each.name] = given, offered[given]
    return Chosen(values, words, wrong)


def _day(given: str) -> date | None:
    try:
        return parse_date(given)
    except ValueError:
        return None


FIELD = '<p{}><label for="filter_{}">{}</label>{}{}</p>\n'
WRONG = '<span class="error" role="alert">{}</span>'


@lru_cache(maxsize=256)
def _drawn(values: Choices, wrong: Choices, clinicians: Choices) -> SafeString:
    """Drawn once for each choice: the flags alone are a hundred lines."""
    chosen, told = dict(values), dict(wrong)
    return format_html_join(
        "",
        FIELD,
        (
            (
                SafeString(' class="has-error"') if name in told else "",
                name,
                NAMED[name].label,
                format_html(WRONG, told[name]) if name in told else "",
                _control(NAMED[name], chosen.get(name, ""), clinicians),
            )
            for name in SHOWN
        ),
    )


def _control(each: Filter, value: str, clinicians: Choices) -> SafeString:
    if each.choices is None:
        return format_html('<input type="date" id="filter_{0}" name="{0}" value="{1}">', each.name, value)
    options: Iterable[tuple[Any, ...]] = (
        (code, SafeString(" selected") if code == value else "", words)
        for code, words in (("", _("Any")), *each.offered(clinicians))
    )
    drawn = format_html_join("", '<option value="{}"{}>{}</option>', options)
    return format_html('<select id="filter_{0}" name="{0}">{1}</select>', each.name, drawn)
