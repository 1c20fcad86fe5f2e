"""What every staff page knows of intakes: alerts that nobody is dealing with, messages that do not leave, and
the way back to the queue."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from clinic.roles import CLINICAL, DESK
from intake.models import Message
from intake.models.unattended import due_first, unattended_alerts


def alerts(request: HttpRequest) -> dict[str, Any]:
    """For the red banner of who meets patients: alerts that wait to be taken on by name, counted up to 99; for
    clinicians also the one that is due first, with its clock."""
    user = getattr(request, "user", None)
    role = getattr(user, "role", "")
    if not request.path.startswith("/staff/") or role not in DESK:
        return {}
    remembered = request.session.get("queue", "")
    found = unattended_alerts()
    told: dict[str, Any] = {"alerts_waiting": len(found), "back_in_queue": f"?{remembered}" if remembered else ""}
    told["dead_messages"], told["messages_wait_since"] = Message.objects.trouble()
    if found and role in CLINICAL:
        first = due_first(found, timezone.now())
        told |= {"alert_due_first": first.pk, "alert_clock": first.clock}
    return told
