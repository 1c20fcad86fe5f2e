"""What a visit's page says of its check, its consent, its exceptions and of going home: for clinicians only."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from clinic.roles import CLINICAL
from intake.models import Consent, Visit, policy_in_force
from intake.models.discharge import UNREADY
from intake.models.lacking import lacks
from intake.models.status import act_called
from intake.models.visit_exception import Point, counted
from intake.models.visit_status import visit_act_called
from intake.views.staff.day_check_words import attempts_of


def standing_of(visit: Visit, role: Any) -> dict[str, Any]:
    """Every panel that a clinician sees beside what is missing; nothing for the front desk."""
    if role not in CLINICAL:
        return {}
    attempts = attempts_of(visit)
    return {
        "clinical": True,
        "lacking": visit.is_ahead and bool(lacks(visit)),
        "may_make_ready": visit_act_called("make ready").is_possible(visit.status),
        "attempt": attempts[0] if attempts else None,
        "attempts": len(attempts),
        "consent": Consent.standing(visit.course),
        "may_consent": act_called("record consent").is_possible(visit.intake.status),
        "consent_url": reverse("course_consent", args=[visit.course_id]),
        "exceptions": exceptions_of(visit),
        "leaving": leaving_of(visit),
    }


def exceptions_of(visit: Visit) -> list[dict[str, Any]]:
    """Every exception that was written for this visit, the newest first, and whether it still counts."""
    found, standing = [], counted(visit).values()
    for each in visit.exceptions.select_related("by").order_by("-at"):
        each.intake = visit.intake
        words = {"point": Point(each.point).label, "reason": each.reason, "by": each.by.name, "at": each.at}
        found.append(words | {"counts": each in standing})
    return found


def leaving_of(visit: Visit) -> dict[str, Any] | None:
    """How the patient went home; None before."""
    discharge = getattr(visit, "discharge", None)
    if discharge is None:
        return None
    discharge.intake = visit.intake
    last = visit.changes.order_by("-number").first()
    policy, told = policy_in_force(), discharge.told
    high = told["systolic"] >= policy.bp_stop_systolic or told["diastolic"] >= policy.bp_stop_diastolic
    return {
        "at": discharge.at,
        "by": discharge.by.name,
        "unready": last is not None and last.act == UNREADY,
        "line": f"{policy.bp_stop_systolic}/{policy.bp_stop_diastolic}" if high else "",
        **told,
    }
