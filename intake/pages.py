"""What every staff page knows of intakes: alerts that nobody is dealing with, messages that do not leave, and
the way back to the queue."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from clinic.roles import CLINICAL, DESK
from intake.models.unattended import due_first
from intake.models.warning import what_to_warn_of


def alerts(request: HttpRequest) -> dict[str, Any]:
    """For the red banner of who meets patients: alerts that wait to be taken on by name, counted up to 99; for
    clinicians also the one that is due first, with its clock."""
    user = getattr(request, "user", None)
    role = getattr(user, "role", "")
    if not request.path.startswith("/staff/") or role not in DESK:
        return {}
    remembered = request.session.get("queue", "")
    warned = what_to_warn_of()
    told: dict[str, Any] = {
        "back_in_queue": f"?{remembered}" if remembered else "",
        "alerts_waiting": warned.alerts_waiting,
        "dead_messages": warned.dead_messages,
        "messages_wait_since": warned.messages_wait_since,
    }
    if warned.alerts and role in CLINICAL:
        first = due_first(warned.alerts, timezone.now())
        told |= {"alert_due_first": first.pk, "alert_clock": first.clock}
    return told
