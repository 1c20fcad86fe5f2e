"""The hand-over: what is open, by whom, since when, and what waits too long. Made to be printed."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.access import follow_ups_for_staff, intakes_for_staff, messages_for_staff
from intake.models import Holding
from intake.models.queue import LISTINGS
from intake.models.reminders import those_that_wait_too_long
from intake.models.status import Status
from intake.models.unattended import who_deals_with
from intake.triage import Urgency
from intake.views.staff.outbox import told_of
from intake.views.staff.rows import rows_of

MOST_HELD = 200
MOST_LISTED = 50


def hand_over(request: HttpRequest) -> HttpResponse:
    """Who has what; what is urgent, or for today, and nobody's; what has waited longer than the clinic allows."""
    intakes = intakes_for_staff(request)
    Holding.end_what_ran_out()
    held = list(intakes.filter(held_until__gt=timezone.now()).select_related("holder")[:MOST_HELD])
    urgent = list(intakes.on(LISTINGS["urgent"]).filter(holder=None)[: MOST_LISTED + 1])
    pressing = Q(urgency_rank__lte=-Urgency.TODAY) | Q(status=Status.WITHDRAWN)
    today = list(intakes.on(LISTINGS["to_review"]).filter(pressing, holder=None)[: MOST_LISTED + 1])
    late = list(those_that_wait_too_long(intakes).select_related("holder")[: MOST_LISTED + 1])
    dealing = who_deals_with([*held, *urgent, *today, *late])
    page = {
        "by_whom": _by_whom(held, dealing),
        "urgent": _listed([each for each in urgent if each.pk not in dealing], dealing),
        "today": _listed(today, dealing),
        "dealt_with": _listed([each for each in urgent if each.pk in dealing], dealing),
        "follow_ups": follow_ups_for_staff(request),
        "late": _listed(late, dealing),
        "tasks": [told_of(each) for each in messages_for_staff(request).to_call().order_by("at")[:MOST_LISTED]],
        "at": timezone.now(),
    }
    return render(request, "staff/hand_over.html", page)


def _listed(intakes: list[Any], dealing: dict[Any, str]) -> dict[str, Any]:
    return rows_of(intakes[:MOST_LISTED], dealing=dealing, decided={}) | {"more": len(intakes) > MOST_LISTED}


def _by_whom(held: list[Any], dealing: dict[Any, str]) -> list[dict[str, Any]]:
    held.sort(key=lambda each: (each.holder.name, each.holder_id, each.held_since))
    return [
        {"who": holder.name, **rows_of(intakes, "held_since", _("Has it since"), dealing, {})}
        for holder, intakes in groupby(held, key=lambda each: each.holder)
    ]
