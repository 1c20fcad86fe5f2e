"""What every page about one patient shows first: the safety alerts that stand open, until somebody closes them."""

from __future__ import annotations

from typing import Any

from django import template

from intake.views.staff.alerts import alerts_of

register = template.Library()


@register.inclusion_tag("staff/_alerts.html")
def standing_alerts(intake: Any) -> dict[str, Any]:
    """The red banner of this patient; nothing where no alert is open."""
    alerts = alerts_of(intake)["open_alerts_here"] if intake.alerts_open else []
    return {"alerts": alerts, "intake": intake}
