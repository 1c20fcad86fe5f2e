"""The safety alerts of one patient, for every page about them: open ones with what is due, and how others ended."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.models import Intake
from intake.models.clock import clock_of
from intake.views.staff.steps import taken_on


def alerts_of(intake: Intake) -> dict[str, Any]:
    """For the red banner of the page, and for the list of those that were closed."""
    still, closed = [], []
    now = timezone.now()
    for alert in intake.alerts.with_clocks().order_by("-urgency", "raised_at"):
        alert.intake = intake
        shown = {"pk": alert.pk, "title": alert.words["title"], "raised_at": alert.raised_at}
        disposition = getattr(alert, "disposition", None)
        if disposition is None:
            still.append(shown | {"taken_on": taken_on(alert), "clock": clock_of(alert, now)})
        else:
            words = f"{disposition.get_kind_display()}, {disposition.by.name}"
            if disposition.follow_up:
                words += f"; {_('follow up on')} {date_format(disposition.follow_up, 'D j M Y')}"
            closed.append(shown | {"closed_words": words})
    return {"open_alerts_here": still, "closed_alerts": closed}
