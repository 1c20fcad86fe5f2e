"""What every staff page knows of intakes: how many safety alerts stand open, and the way back to the queue."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from clinic.roles import DESK
from intake.models import Intake
from intake.models.turn import Turn

MOST_COUNTED = 99


def alerts(request: HttpRequest) -> dict[str, Any]:
    """For the red banner of who meets patients: intakes with an open alert, counted up to 99."""
    user = getattr(request, "user", None)
    if not request.path.startswith("/staff/") or getattr(user, "role", "") not in DESK:
        return {}
    standing = Intake.objects.filter(turn=Turn.URGENT, alert_rank=-1).order_by()[:MOST_COUNTED]
    remembered = request.session.get("queue", "")
    return {"open_alerts": standing.count(), "back_in_queue": f"?{remembered}" if remembered else ""}
