"""What a clinic may set: published values, bounds, and who changes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from intake.handbook.markdown import row
from intake.policy import NO_DRIVE_WORDS, Policy, Setting
from intake.questionnaire.saying import UNITS
from intake.triage.changeable import CHANGEABLE
from intake.triage.changes import LABELS


def settable() -> Iterator[str]:
    """A table of every setting."""
    yield "## What a clinic may set\n"
    yield "| setting | published | bounds | on whose word | changed by |"
    yield "|---|---|---|---|---|"
    for name, setting in Policy.settings().items():
        by = "two physicians, on the *Rules* pages" if ("setting", name) in CHANGEABLE else "a release of the code"
        yield row(setting.title, _value(setting, setting.default), _bounds(setting), setting.source, by)
    yield ""


def _bounds(setting: Setting[Any]) -> str:
    if setting.between:
        low, high = setting.between
        return f"{low:g} to {_value(setting, high)}"
    if setting.like:
        return f"written like {setting.default}" if isinstance(setting.default, str) else "dates: 12-25 or 2027-11-26"
    return "among: " + "; ".join(_option(each) for each in setting.among)


def _value(setting: Setting[Any], value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(_option(each) for each in value)
    if isinstance(value, str):
        return _option(value)
    return f"{value:g} {UNITS.get(setting.unit, setting.unit)}".strip()


def _option(code: str) -> str:
    return LABELS.get(code) or NO_DRIVE_WORDS.get(code) or code
