"""The front desk's list and card: contact, ride, interpreter and access needs, status. Never a clinical answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.roles import Role
from intake.access import intake_for_desk, intakes_for_desk
from intake.models.queue import DESK
from intake.models.status import Status
from intake.views.staff.broken import NAME, WHAT_TO_DO, opens
from intake.views.staff.contact import told, who
from intake.views.staff.places import place_in
from intake.views.staff.visit_words import visits_panel

ROWS = 25
NEEDS = ("about.interpreter", "about.language", "prepare.access")
PLAIN_STATUS = {Status.SENT: "with the clinicians", Status.IN_REVIEW: "with the clinicians"}


def desk(request: HttpRequest) -> HttpResponse:
    """Patients by visit and waiting time; on a safety alert only *a clinician is needed*."""
    listed = intakes_for_desk(request)
    place = place_in(DESK, request.GET.get("after", ""))
    found = list((listed.after_on_desk(place) if place else listed)[: ROWS + 1])
    page = {
        "rows": [desk_row_of(intake) for intake in found[:ROWS]],
        "next": urlencode({"after": DESK.text_of(found[ROWS - 1])}) if len(found) > ROWS else "",
        "further": place is not None,
    }
    return render(request, "staff/desk.html", page)


def desk_record(request: HttpRequest, reference: str) -> HttpResponse:
    """One patient's card. Opening it is an event."""
    intake = intake_for_desk(request, reference)
    return render(
        request,
        "staff/desk_record.html",
        {
            "intake": intake,
            "who": who(intake),
            "status": status_for_desk(intake),
            "clinician_needed": intake.alert_rank < 0,
            "contact": told(intake, ("about.", "contacts.", "prepare.")),
            "ride": told(intake, ("ride.",)),
        }
        | visits_panel(intake, Role.FRONT_DESK),
    )


def status_for_desk(intake: Any) -> str:
    """A status in words that tell nothing of what a clinician found."""
    return str(PLAIN_STATUS.get(intake.status, intake.get_status_display()))


def desk_row_of(intake: Any) -> dict[str, Any]:
    """One patient, for the front desk."""
    return _told(intake) | {
        "reference": intake.reference,
        "url": reverse("desk_record", args=[intake.reference]),
        "visit": intake.visit,
        "since": intake.waiting_since,
        "status": status_for_desk(intake),
        "clinician_needed": intake.alert_rank < 0,
    }


def _told(intake: Any) -> dict[str, Any]:
    """What is encrypted of a row: who, how to reach them, the ride, the needs."""
    if not opens(intake, "identity"):
        return {"name": NAME, "phone": "", "ride": "", "needs": WHAT_TO_DO}
    answers = (intake.identity or {}).get("told", {})
    return {
        "name": intake.name or "No name yet",
        "phone": answers.get("about.phone", {}).get("words", ""),
        "ride": answers.get("ride.adult_home", {}).get("words", ""),
        "needs": _needs(answers),
    }


def _needs(answers: Mapping[str, dict[str, str]]) -> str:
    """What has to be arranged for the day: an interpreter, for which language; help with walking, hearing, seeing."""
    said = {code: answers[code]["words"] for code in NEEDS if code in answers}
    needs = []
    if said.get("about.interpreter") == "Yes":
        language = said.get("about.language", "").rpartition(": ")[2]
        needs.append(_("Interpreter: %(language)s") % {"language": language})
    if said.get("prepare.access") not in (None, "None of these"):
        needs.append(said["prepare.access"])
    return "; ".join(needs)

