"""Every rule that was weighed on a record: what fired, what could not be told, what stayed quiet."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from intake.access import intake_for_staff
from intake.models import Intake, Triage
from intake.models.status import may_move
from intake.triage import rule_called
from intake.views.staff.contact import who
from intake.views.staff.flags import draw


def weighed(request: HttpRequest, reference: str) -> HttpResponse:
    """The second view of a record's triage: nothing that was weighed is left out."""
    intake = intake_for_staff(request, reference)
    run = Triage.newest(intake)
    if run is None:
        raise Http404
    return render(request, "staff/weighed.html", {"intake": intake, "who": who(intake)} | _page(intake, run))


def _page(intake: Intake, run: Any) -> dict[str, Any]:
    return {
        "run": run,
        "worked_with": may_move("weigh again", intake.status),
        "fired": [draw(flag) for flag in run.all_flags()],
        "could_not_tell": run.outcome["could_not_tell"],
        "quiet": [_quiet(code) for code in run.outcome["quiet"]],
    }


def _quiet(code: str) -> dict[str, str]:
    """A rule that did not fire; one that a later set of rules no longer has is named by its code."""
    try:
        rule = rule_called(code)
    except KeyError:
        return {"code": code, "title": "", "when": ""}
    return {"code": code, "title": rule.matter, "when": str(rule.when)}
