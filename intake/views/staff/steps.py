"""What was done about a safety alert, in order: by whom, when, and in their words."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from intake.models import SafetyAlert


def steps_of(alert: SafetyAlert) -> list[dict[str, Any]]:
    """Every step, the first first."""
    sealed: tuple[Any, ...] = (*alert.calls.all(), *alert.hand_overs.all(), *alert.assessments.all())
    for row in sealed:
        row.intake = alert.intake
    found = [_step(each, _("Took it on")) for each in alert.acknowledgements.all()]
    found += [_step(each, str(each.get_result_display()), *_call(each)) for each in alert.calls.all()]
    found += [_step(each, _("Assessed the patient"), *_assessment(each)) for each in alert.assessments.all()]
    found += [
        _step(each, _("Handed it over to %(name)s") % {"name": each.to.name}, ("", each.note))
        for each in alert.hand_overs.all()
    ]
    disposition = getattr(alert, "disposition", None)
    if disposition is not None:
        disposition.intake = alert.intake
        words = _("Closed: %(kind)s") % {"kind": disposition.get_kind_display()}
        found.append(_step(disposition, words, ("", disposition.note), *_follow_up(disposition)))
    return sorted(found, key=lambda step: step["at"])


def taken_on(alert: SafetyAlert) -> str:
    """Who is dealing with it, or was asked to; empty while nobody was."""
    given = max(alert.hand_overs.all(), key=lambda each: each.at, default=None)
    last = max(alert.acknowledgements.all(), key=lambda each: each.at, default=None)
    if given is not None and (last is None or last.at < given.at):
        told = {"by": given.by.name, "to": given.to.name, "when": _when(given.at)}
        return _("%(by)s handed it to %(to)s, %(when)s. %(to)s has not taken it on yet.") % told
    if last is None:
        return ""
    return _("%(who)s is dealing with it since %(when)s.") % {"who": last.by.name, "when": _when(last.at)}


def _step(row: Any, words: str, *lines: tuple[str, str]) -> dict[str, Any]:
    return {"at": row.at, "by": row.by.name, "words": words, "lines": [line for line in lines if line[1]]}


def _call(call: Any) -> list[tuple[str, str]]:
    due = _when(call.next_try_at) if call.next_try_at else ""
    return [("", call.note), (_("Next try due:"), due)]


def _assessment(assessment: Any) -> list[tuple[str, str]]:
    told = assessment.told
    return [(_("Tool:"), told["tool"]), (_("Result:"), told["result"]), (_("Plan:"), told["plan"])]


def _follow_up(disposition: Any) -> list[tuple[str, str]]:
    day = disposition.follow_up
    return [(_("Follow up on:"), date_format(day, "D j M Y") if day else "")]


def _when(at: Any) -> str:
    return date_format(localtime(at), "D j M, H:i")
