"""What every page about one patient shows first: the safety alerts that stand open, until somebody closes them."""

from __future__ import annotations

from typing import Any

from django import template

from intake.views.staff.alerts import alerts_of

register = template.Library()


@register.inclusion_tag("staff/_alerts.html", takes_context=True)
def standing_alerts(context: Any, intake: Any) -> dict[str, Any]:
    """The red banner of this patient, for clinicians; nothing where no alert is open.

    The front desk reads on every page that a clinician is needed, never why.
    """
    told = intake.alerts_open and getattr(context.get("user"), "is_clinical", False)
    alerts = alerts_of(intake)["open_alerts_here"] if told else []
    return {"alerts": alerts, "intake": intake}
