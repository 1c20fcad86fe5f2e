"""What every staff page knows of intakes: how many safety alerts stand open."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from intake.models import Intake

MOST_COUNTED = 99


def alerts(request: HttpRequest) -> dict[str, Any]:
    """For the red banner: intakes with an open alert, counted up to 99."""
    user = getattr(request, "user", None)
    if not request.path.startswith("/staff/") or user is None or not user.is_authenticated:
        return {}
    standing = Intake.objects.waiting().filter(alert_rank=-1).order_by()[:MOST_COUNTED]
    return {"open_alerts": standing.count()}
