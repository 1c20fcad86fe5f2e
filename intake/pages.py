"""What every staff page knows of intakes: alerts that nobody is dealing with, messages that do not leave, and
the way back to the queue."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from clinic.encryption import TamperedError
from clinic.roles import CLINICAL, DESK
from intake.models import Message, SafetyAlert
from intake.models.clock import Clock, look_of

MOST_COUNTED = 99
MOST_TIMED = 20
NEEDED = ("raised_at", "urgency", "words", "intake__wrapped_key")


def alerts(request: HttpRequest) -> dict[str, Any]:
    """For the red banner of who meets patients: alerts that wait to be taken on by name, counted up to 99; for
    clinicians also the one that is due first, with its clock."""
    user = getattr(request, "user", None)
    role = getattr(user, "role", "")
    if not request.path.startswith("/staff/") or role not in DESK:
        return {}
    remembered = request.session.get("queue", "")
    standing = SafetyAlert.objects.nobodys().select_related("intake").only(*NEEDED)
    found = list(standing.order_by("-urgency", "raised_at")[: MOST_TIMED + 1])
    many = len(found) > MOST_TIMED
    waiting = standing.order_by().values("pk")[:MOST_COUNTED].count() if many else len(found)
    told: dict[str, Any] = {"alerts_waiting": waiting, "back_in_queue": f"?{remembered}" if remembered else ""}
    told["dead_messages"], told["messages_wait_since"] = Message.objects.trouble()
    if found and role in CLINICAL:
        timed = [(clock, alert) for alert in found[:MOST_TIMED] if (clock := _clock(alert)) is not None]
        clock, first = min(timed, key=lambda pair: pair[0].due, default=(None, found[0]))
        told |= {"alert_due_first": first.pk, "alert_clock": clock}
    return told


def _clock(alert: Any) -> Clock | None:
    """Until when somebody has to take it on; None where its words do not open, which its record says."""
    try:
        return look_of(alert, alert.handed_over_at, timezone.now())
    except TamperedError:
        return None
