"""Steps of every screen that is filled in: what became of a save, and the help that is shown at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format

from intake.forms import SectionForm
from intake.models import Intake, Saved
from intake.questionnaire.answers import Answers

ACUTE = "SAFE-01"
"""The rule on thoughts of suicide right now: the patient is asked whether they are safe."""


def told_on(form: SectionForm, saved: Saved) -> set[str]:
    """The safety rules that an answer on this screen bears out: help is shown once for each of them."""
    given = form.well_formed()
    return {finding.code for finding in saved.help if any(code in given for code in finding.fired_by)}


def helped(request: HttpRequest) -> set[str]:
    """The safety rules for which this page has shown its help already."""
    return set(request.POST.getlist("after_help"))


def hear_answer_to_help(request: HttpRequest, intake: Intake, told: Collection[str]) -> None:
    """Keeps what somebody with thoughts of suicide now pressed: safe for now, or called and needs a call."""
    if ACUTE in told and (pressed := request.POST.get("safety")) in ("safe", "call"):
        intake.answer_help(wants_call=pressed == "call", request=request)


def help_kind(saved: Saved) -> str | None:
    """Which help a save calls for: `chest` when it is about chest pain alone, else `self`."""
    if not saved.help:
        return None
    return "chest" if all(finding.code == "CV-04" for finding in saved.help) else "self"


def shown_of(form: SectionForm, saved: Saved | None, told: Collection[str]) -> dict[str, Any]:
    """What the page says of the save and of help."""
    return {
        "saved_at": timezone.localtime(saved.at) if saved and form.is_kept else None,
        "help_kind": help_kind(saved) if saved and told else None,
        "told": sorted(told),
        "is_acute": ACUTE in told,
    }


def as_json(form: SectionForm, saved: Saved, now: Answers) -> JsonResponse:
    """What a script is told of the save of one answer; `now` are the answers as they stand."""
    if saved.conflicts:
        names = [code.partition(".")[2] for code in saved.conflicts]
        told = {"conflicts": names, "revision": saved.revision, "help": help_kind(saved)}
        return JsonResponse(told, status=409)
    form.settle(saved, now)
    return JsonResponse(
        {
            "saved_at": date_format(timezone.localtime(saved.at), "H:i"),
            "revision": saved.revision,
            "visible": form.visible_names,
            "help": help_kind(saved),
            "wrong": list(form.malformed),
        }
    )


def stale() -> JsonResponse:
    """An answer that came too late, or for another form: nothing is kept of it."""
    return JsonResponse({"stale": True}, status=409)


def revision_in(request: HttpRequest) -> int:
    """The revision of the section that the page was made from."""
    given = request.POST.get("revision", "0")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0
