"""The record: who, safety, flags, scores, medicines, ride, every answer in the patient's words, decisions, history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from intake.access import intake_for_staff
from intake.forms.warnings import differs_from_legal
from intake.models import Intake, Resolution, Submission
from intake.questionnaire.agree import Agree
from intake.questionnaire.questions import Check
from intake.questionnaire.saying import say
from intake.triage import Level
from intake.views.staff.flags import folded
from intake.views.staff.history import history_of
from intake.views.staff.medicines import medicines_of

TONES = {"cleared": "ok", "cleared_with_conditions": "caution", "deferred": "caution", "not_suitable": "stop"}
REACH = ("about.", "contacts.", "prepare.access")
IN_THE_HEAD = ("about.first_name", "about.last_name")


def record(request: HttpRequest, reference: str) -> HttpResponse:
    """One intake, for a clinician. Opening it is an event."""
    intake = intake_for_staff(request, reference)
    submission = intake.submissions.order_by("-number").first()
    page: dict[str, Any] = {
        "intake": intake,
        "submission": submission,
        "status": intake.get_status_display(),
        "who": who(intake),
        "contact": told(intake, REACH),
        "history": history_of(intake),
        **_alerts(intake),
        **_decisions(intake),
    }
    if submission is not None:
        submission.intake = intake
        page |= _sent(intake, submission)
    return render(request, "staff/record.html", page)


def who(intake: Intake) -> dict[str, Any]:
    """Name, age and birth date, as the head of a page shows them."""
    born = (intake.identity or {}).get("birth_date")
    return {
        "name": intake.name or _("No name yet"),
        "age": intake.age,
        "birth_date": parse_date(born) if born else None,
    }


def told(intake: Intake, starts: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """What the patient told of contact and ride, as (question, answer, link to call), without the name."""
    answers = (intake.identity or {}).get("told", {})
    return [
        (each["label"], each["words"], call(each["words"]) if code.endswith("phone") else "")
        for code, each in answers.items()
        if code.startswith(starts) and code not in IN_THE_HEAD
    ]


def call(number: str) -> str:
    """The link that calls a number."""
    return "tel:" + "".join(sign for sign in number if sign in "+0123456789")


def _alerts(intake: Intake) -> dict[str, Any]:
    alerts = (
        intake.alerts.select_related("disposition", "disposition__by")
        .prefetch_related("acknowledgements__by")
        .order_by("-urgency", "raised_at")
    )
    still, closed = [], []
    for alert in alerts:
        alert.intake = intake
        shown = {"pk": alert.pk, "title": alert.words["title"], "raised_at": alert.raised_at}
        disposition = getattr(alert, "disposition", None)
        if disposition is None:
            seen = list(alert.acknowledgements.all())
            shown["acknowledged"] = _("%(who)s is dealing with it.") % {"who": seen[-1].by.name} if seen else ""
            still.append(shown)
        else:
            shown["closed_words"] = f"{disposition.get_kind_display()}, {disposition.by.name}"
            closed.append(shown)
    return {"open_alerts_here": still, "closed_alerts": closed}


def _decisions(intake: Intake) -> dict[str, Any]:
    shown = []
    for decision in intake.decisions.select_related("by").prefetch_related("overrides__flag").order_by("-at"):
        decision.intake = intake
        shown.append(
            {
                "outcome_word": decision.get_outcome_display(),
                "tone": TONES[decision.outcome],
                "reason": decision.reason,
                "conditions": decision.conditions,
                "until": decision.until,
                "by": decision.by.name,
                "at": decision.at,
                "overrides": [_override(each, intake) for each in decision.overrides.all()],
            }
        )
    return {"decision": shown[0] if shown else None, "earlier": shown[1:]}


def _override(resolution: Resolution, intake: Intake) -> dict[str, str]:
    resolution.intake = resolution.flag.intake = intake
    return {"title": resolution.flag.words["title"], "reason": resolution.reason}


def _sent(intake: Intake, submission: Submission) -> dict[str, Any]:
    run = submission.triages.latest("ran_at")
    run.intake = intake
    flags = list(run.flags.all())
    for flag in flags:
        flag.intake = intake
    answers = submission.answers()
    sections = submission.content["sections"]
    allergies = _rows_of(sections, "allergy.allergies")
    return {
        "flags": folded(flags),
        "flag_count": len(flags),
        "stops": sum(flag.level == Level.STOP for flag in flags),
        "could_not_tell": run.outcome["could_not_tell"],
        "scores": run.outcome["scores"],
        "medicines": medicines_of(answers),
        "no_medicines": _("The patient ticked that they take none.")
        if answers.get("medicines.none")
        else _("Not asked."),
        "allergies": allergies,
        "no_allergies": _words_of(sections, "allergy.allergies") or _("Not answered."),
        "allergies_in_short": _allergies_in_short(sections),
        "ride": told(intake, ("ride.",)),
        "sections": [_section(each) for each in sections],
        "asks_us": answers.get("ride.questions_for_clinician", ""),
        "understood": _understood(answers),
        "pages": submission.content.get("pages", []),
        "signature_differs": answers.get("agree.signature", "")
        if differs_from_legal(intake.read(answers))
        else "",
    }


def _understood(answers: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """Each understanding check with what the patient chose, and whether it is what we explain."""
    return [
        (check.label, say(check, answers) or _("not answered"), answers.get(check.code) == check.right)
        for check in Agree.questions
        if isinstance(check, Check)
    ]


def _allergies_in_short(sections: list[dict[str, Any]]) -> str:
    """For the head of the page. Who was not asked is not said to have none."""
    names = ", ".join(row.split(",")[0] for row in _rows_of(sections, "allergy.allergies"))
    return names or (_("none known") if _words_of(sections, "allergy.allergies") else _("not asked"))


def _section(section: dict[str, Any]) -> dict[str, Any]:
    answers = [
        {"label": each["label"], "words": each["words"], "rows": each.get("rows", [])}
        for each in section["questions"]
    ]
    return {"title": section["title"], "answers": answers}


def _question(sections: list[dict[str, Any]], code: str) -> dict[str, Any]:
    found = (each for section in sections for each in section["questions"] if each["code"] == code)
    return next(found, {})


def _rows_of(sections: list[dict[str, Any]], code: str) -> list[str]:
    rows: list[str] = _question(sections, code).get("rows", [])
    return rows


def _words_of(sections: list[dict[str, Any]], code: str) -> str:
    return str(_question(sections, code).get("words", ""))
