"""A check on the day in words: what was found, what did not pass and why, and what to do next."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.forms.day_check import FOOD, ITEM, PREGNANCY
from intake.models import DayCheck, Visit
from intake.models.lacking import CHECK_HOLDS
from intake.models.policy_in_force import policy_in_force

NEXT = {
    "identity": gettext_lazy("Ask for name and date of birth again, or for a card with a picture. Then check again."),
    "pressure": gettext_lazy("Let the patient rest, and measure again. If it stays so, call a physician."),
    "pulse": gettext_lazy("Let the patient rest, and measure again. If it stays so, call a physician."),
    "oxygen": gettext_lazy("Measure again on a warm finger. If it stays so, call a physician now."),
    "pregnancy": gettext_lazy("Call a physician. Without a negative test the visit does not go on."),
    "item_9": gettext_lazy("Stay with the patient, and ask more. The answer raised a safety alert on the record."),
    "medicines": gettext_lazy("Ask a physician whether the visit can go on with this medicine."),
    "driver": gettext_lazy("Call the driver or whoever else could come, and write the ride down anew."),
}
"""By point. For food and drink it is a matter of waiting: the hour is worked out."""


def attempts_of(visit: Visit) -> list[dict[str, Any]]:
    """Every attempt, the newest first."""
    shown: list[dict[str, Any]] = []
    for check in visit.day_checks.select_related("by").order_by("-number"):
        check.intake = visit.intake
        shown.append(attempt(check, visit, newest=not shown))
    return shown


def attempt(check: DayCheck, visit: Visit, *, newest: bool) -> dict[str, Any]:
    """One attempt. Only the newest counts, and only near the visit's time."""
    failed = check.failed
    return {
        "number": check.number,
        "by": check.by.name,
        "at": check.at,
        "passed": check.passed,
        "counts": newest and abs(check.at - visit.at) <= CHECK_HOLDS,
        "failed": [{"words": each.words, **next_of(each.point, check, visit)} for each in failed],
        "found": found_words(check.found, {each.point for each in failed}),
    }


def next_of(point: str, check: DayCheck, visit: Visit) -> dict[str, str]:
    """What to do about a point that did not pass, and the page for it, where there is one."""
    if point in ("food", "drink"):
        return {"next": _wait(point, check.found)}
    links = {
        "item_9": (_("Open the record"), reverse("record", args=[visit.intake.reference])),
        "driver": (_("Open the ride"), reverse("visit_ride", args=[visit.pk])),
    }
    label, url = links.get(point, ("", ""))
    return {"next": str(NEXT[point]), "label": label, "url": url}


def _wait(point: str, found: dict[str, Any]) -> str:
    policy = policy_in_force()
    food = policy.fasting_fatty_hours if found["food"] == "fatty" else policy.fasting_light_hours
    hours = food if point == "food" else policy.fasting_clear_hours
    until = datetime.fromisoformat(found[f"{point}_at"]) + timedelta(hours=hours)
    return _("Wait until %(time)s and check again, or move the visit.") % {"time": _when(until)}


def found_words(found: dict[str, Any], failed: set[str]) -> list[dict[str, Any]]:
    """What was found, point by point, each with whether it passed."""
    food, options = dict(FOOD), {code: words for code, words, _points in ITEM.options}
    said = [
        ("identity", _("Identity"), _("confirmed") if found["identity"] else _("not confirmed")),
        ("food", _("Last food"), f"{_at(found, 'food')}: {str(food[found['food']]).lower()}"),
        ("drink", _("Last drink"), _at(found, "drink")),
        ("pressure", _("Blood pressure"), f"{found['systolic']}/{found['diastolic']} mmHg"),
        ("pulse", _("Pulse"), f"{found['pulse']} /min"),
        ("oxygen", _("Oxygen saturation"), f"{found['oxygen']} %"),
        ("weight", _("Weight"), f"{found['kg']:g} kg"),
        ("pregnancy", _("Pregnancy test"), str(dict(PREGNANCY)[found["pregnancy"]]).lower()),
        ("item_9", _("PHQ-9 item 9"), str(options.get(found["item_9"], _("Would rather not say"))).lower()),
        ("medicines", _("New medicines"), found["new_medicines"] or _("none")),
        ("driver", _("Driver"), _("can be reached") if found["driver"] else _("cannot be reached")),
    ]
    return [{"label": label, "words": words, "failed": point in failed} for point, label, words in said]


def _at(found: dict[str, Any], what: str) -> str:
    return _when(datetime.fromisoformat(found[f"{what}_at"]))


def _when(at: datetime) -> str:
    return date_format(timezone.localtime(at), "D j M, H:i")
