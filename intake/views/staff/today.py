"""The day as a board: who comes when, and what each visit still lacks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.access import visits_for_desk
from intake.models import Visit
from intake.models.news_standing import news_of
from intake.models.ride_state import standings_of
from intake.views.staff.broken import NAME, opens
from intake.views.staff.visit_words import card_of, day_of, visit_words

MOST_LEFT_OPEN = 20


def today(request: HttpRequest) -> HttpResponse:
    """Every visit of one day, and on today's board those of earlier days of which nobody said what became."""
    day, now = day_of(request.GET.get("day", "")), timezone.localdate()
    role, visits = getattr(request.user, "role", ""), visits_for_desk(request)
    coming = list(visits.on_day(day))
    left = list(visits.left_open(day)[:MOST_LEFT_OPEN]) if day == now else []
    standings, news = standings_of([*coming, *left]), news_of([*coming, *left])
    for visit in (*coming, *left):
        visit.ride_standing = standings[visit.pk]  # type: ignore[attr-defined]
        visit.news_standing = news[visit.pk]  # type: ignore[attr-defined]
    rows = [_row(visit, role) for visit in coming]
    page = {
        "day": day,
        "is_today": day == now,
        "previous": day - timedelta(days=1),
        "next": day + timedelta(days=1),
        "rows": rows,
        "left_open": [_row(visit, role) for visit in left],
        "ahead": sum(row["ahead"] for row in rows),
        "lacking": sum(bool(row["lacks"] or row["to_be_met"]) for row in rows),
        "printed_at": timezone.now(),
    }
    return render(request, "staff/today.html", page)


def _row(visit: Visit, role: Any) -> dict[str, Any]:
    """One visit on the board."""
    intake = visit.intake
    readable = opens(intake, "identity")
    told = (intake.identity or {}).get("told", {}) if readable else {}
    return visit_words(visit, role) | {
        "name": (intake.name or _("No name yet")) if readable else NAME,
        "phone": told.get("about.phone", {}).get("words", ""),
        "reference": intake.reference,
        "card": card_of(intake, role),
    }
