"""What a patient has had: forms with what was decided, merges and their undoing, details as they stood before."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_datetime

from intake.models import Decision, Patient
from intake.models.past import decisions_on, forms_of, merges_of
from intake.models.patient import CONFIRMED
from intake.questionnaire.saying import say


def past_of(patient: Patient) -> dict[str, Any]:
    """Everything of one person, with what came by way of merges."""
    family = patient.family()
    intakes = forms_of(family)
    decided: dict[Any, list[Decision]] = {}
    for decision in decisions_on(intakes):
        decided.setdefault(decision.intake_id, []).append(decision)
    return {
        "intakes": [
            {"intake": each, "decisions": decided.get(each.pk, []), "merged": each.patient_id != patient.pk}
            for each in intakes
        ],
        "merges": _merges(family),
        "details": details(patient),
        "earlier": [
            {"details": _said(each["person"]), "by": each["by"], "at": parse_datetime(each["at"])}
            for each in reversed(patient.earlier)
        ],
    }


def details(patient: Patient) -> list[tuple[str, str]]:
    """Who somebody is, as question and answer."""
    return _said(patient.person)


def _said(person: Any) -> list[tuple[str, str]]:
    return [(str(question.label), said) for question in CONFIRMED if (said := say(question, person))]


def _merges(family: list[Any]) -> list[dict[str, Any]]:
    shown = []
    for merge in merges_of(family):
        undone = getattr(merge, "unmerge", None)
        if undone is not None:
            undone.patient = merge.merged
        shown.append({"merge": merge, "undone": undone})
    return shown
