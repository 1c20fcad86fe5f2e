"""The record: who, safety, flags, scores, medicines, ride, every answer in the patient's words, decisions, history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intake.access import intake_for_staff
from intake.models import Assessment, Intake, Resolution
from intake.views.staff.alerts import alerts_of
from intake.views.staff.contact import REACH, told, who
from intake.views.staff.history import history_of
from intake.views.staff.holder import holder_panel
from intake.views.staff.outbox import messages_of
from intake.views.staff.panels import sent_panels
from intake.views.staff.patient_panel import patient_panel
from intake.views.staff.requests import requests_of
from intake.views.staff.visit_words import visits_panel
from intake.views.staff.withdrawal import withdrawal_of

TONES = {"cleared": "ok", "cleared_with_conditions": "caution", "deferred": "caution", "not_suitable": "stop"}


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
        "notes": _notes(intake),
        "messages_here": messages_of(intake),
        "assessment": Assessment.newest(intake),
        "held": holder_panel(request, intake),
        **alerts_of(intake),
        "requests": requests_of(intake),
        **_decisions(intake),
        **withdrawal_of(intake),
        **patient_panel(request, intake, submission),
        **visits_panel(intake, request.user.role),  # type: ignore[union-attr]
    }
    if submission is not None:
        submission.intake = intake
        page |= sent_panels(intake, submission)
    return render(request, "staff/record.html", page)


def _notes(intake: Intake) -> list[dict[str, Any]]:
    """Notes for staff, the newest first."""
    notes = list(intake.notes.select_related("by").order_by("-at"))
    for note in notes:
        note.intake = intake
    return [{"text": note.text, "by": note.by.name, "at": note.at} for note in notes]


def _decisions(intake: Intake) -> dict[str, Any]:
    shown = []
    made = intake.decisions.select_related("by", "lapse").prefetch_related("overrides__flag")
    for decision in made.order_by("-at"):
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
                "overrides": [
                    _override(each, intake) for each in decision.overrides.all() if each.carried_from_id is None
                ],
                "left_open": decision.left_open or [],
                "lapsed": _lapsed(decision, intake),
            }
        )
    return {"decision": shown[0] if shown else None, "earlier": shown[1:]}


def _override(resolution: Resolution, intake: Intake) -> dict[str, str]:
    resolution.intake = resolution.flag.intake = intake
    return {"title": resolution.flag.words["title"], "reason": resolution.reason}


def _lapsed(decision: Any, intake: Intake) -> dict[str, Any] | None:
    """Why and since when it no longer stands."""
    lapse = getattr(decision, "lapse", None)
    if lapse is None:
        return None
    lapse.intake = intake
    return {"why": lapse.get_reason_display(), "words": lapse.words, "at": lapse.at}
