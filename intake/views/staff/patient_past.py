"""What a patient has had: forms with what was decided, merges and their undoing, details as they stood before."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from intake.models import Decision, Intake, Merge, Patient
from intake.models.patient import CONFIRMED
from intake.questionnaire.saying import say

MOST_FORMS = 100


def past_of(patient: Patient) -> dict[str, Any]:
    """Everything of one person, with what came by way of merges."""
    family = patient.family()
    intakes = list(Intake.objects.filter(patient__in=family).order_by("-created_at")[:MOST_FORMS])
    decided: dict[Any, list[Decision]] = {}
    for decision in Decision.objects.filter(intake__in=intakes).select_related("by").order_by("-at"):
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
    found = Merge.objects.filter(Q(merged__in=family) | Q(survivor__in=family)).select_related(
        "merged", "survivor", "by", "unmerge", "unmerge__by"
    )
    shown = []
    for merge in found.order_by("-at"):
        undone = getattr(merge, "unmerge", None)
        if undone is not None:
            undone.patient = merge.merged
        shown.append({"merge": merge, "undone": undone})
    return shown
