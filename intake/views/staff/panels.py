"""What a record shows of the answers that were sent: flags, scores, medicines, facts, and every section."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.forms.warnings import differs_from_legal
from intake.models import Intake, Resolution, SectionReview, Submission, Triage
from intake.models.decision import in_the_way
from intake.models.status import may_move
from intake.questionnaire.agree import Agree
from intake.questionnaire.questions import Check
from intake.questionnaire.saying import say
from intake.triage import Level
from intake.views.routes import in_words
from intake.views.staff.checklist import checklist
from intake.views.staff.contact import told
from intake.views.staff.flags import by_level
from intake.views.staff.measuring import measures_of
from intake.views.staff.medicines import medicines_of

ASKED_APART = {
    "allergy.ketamine": gettext_lazy("ketamine or Spravato"),
    "allergy.benzethonium": gettext_lazy("benzethonium chloride"),
    "allergy.latex": gettext_lazy("latex, tape or skin cleaners"),
}
"""Allergies that have a question of their own, beside the list."""


def sent_panels(intake: Intake, submission: Submission) -> dict[str, Any]:
    """Every panel that needs answers."""
    run = Triage.newest(intake)
    flags = run.all_flags()
    settled = Resolution.last_of_each(flags)
    unsettled = in_the_way(flags, settled)
    answers = submission.answers()
    sections = submission.content["sections"]
    listed = _rows_of(sections, "allergy.allergies")
    reviewed = SectionReview.standing(intake, submission)
    return {
        "run": run,
        "flag_groups": by_level(flags, settled),
        "flag_count": len(flags),
        "worked_with": may_move("settle", intake.status),
        "may_decide": may_move("decide", intake.status),
        "stops": sum(flag.level == Level.STOP for flag in flags),
        "stops_open": sum(flag.level == Level.STOP for flag in unsettled),
        "checklist": checklist(intake, submission, reviewed, unsettled, len(run.outcome["could_not_tell"])),
        "measures": measures_of(intake),
        "reviewed_count": len(reviewed),
        "could_not_tell": run.outcome["could_not_tell"],
        "scores": run.outcome["scores"],
        "medicines": medicines_of(answers),
        "no_medicines": _("The patient ticked that they take none.")
        if answers.get("medicines.none")
        else _("Not asked."),
        "allergies": [*_told_apart(answers), *listed],
        "none_listed": "" if listed else _words_of(sections, "allergy.allergies") or _("Not answered."),
        "allergies_in_short": _allergies_in_short(sections, answers),
        "ride": told(intake, ("ride.",)),
        "sections": [_section(each, reviewed) for each in sections],
        "sent_by": in_words(submission.content.get("sent_by")),
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


def _told_apart(answers: Mapping[str, Any]) -> list[str]:
    """What was told where one allergy was asked about by itself: a yes, and a *not sure* as such."""
    return [
        str(words) if answers[code] == "yes" else _("%(what)s (not sure)") % {"what": words}
        for code, words in ASKED_APART.items()
        if answers.get(code) in ("yes", "unsure")
    ]


def _allergies_in_short(sections: list[dict[str, Any]], answers: Mapping[str, Any]) -> str:
    """For the head of the page: what was told, apart and in the list. Who was not asked is not said to have none."""
    names = ", ".join([*_told_apart(answers), *(row.split(",")[0] for row in _rows_of(sections, "allergy.allergies"))])
    return names or (_("none known") if _words_of(sections, "allergy.allergies") else _("not asked"))


def _section(section: dict[str, Any], reviewed: Mapping[str, SectionReview]) -> dict[str, Any]:
    answers = [
        {
            "label": each["label"],
            "words": each["words"],
            "rows": each.get("rows", []),
            "route": in_words(each.get("route")),
        }
        for each in section["questions"]
    ]
    mark = reviewed.get(section["code"])
    return {
        "code": section["code"],
        "title": section["title"],
        "answers": answers,
        "reviewed": {"by": mark.by.name, "at": mark.at} if mark else None,
    }


def _question(sections: list[dict[str, Any]], code: str) -> dict[str, Any]:
    found = (each for section in sections for each in section["questions"] if each["code"] == code)
    return next(found, {})


def _rows_of(sections: list[dict[str, Any]], code: str) -> list[str]:
    rows: list[str] = _question(sections, code).get("rows", [])
    return rows


def _words_of(sections: list[dict[str, Any]], code: str) -> str:
    return str(_question(sections, code).get("words", ""))
