"""The queue: who waits, most pressing first, each row saying why; and what was decided."""

from __future__ import annotations

import uuid
from datetime import UTC
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from intake.access import intakes_for_staff
from intake.models import TurnCount
from intake.models.queue import LISTINGS, ORDER, IntakeQuerySet
from intake.models.reference import tidy
from intake.models.turn import OURS
from intake.triage import Urgency
from intake.views.staff.broken import NAME, WHAT_TO_DO, opens
from intake.views.staff.words import level_key, level_word, urgency_word

ROWS = 25


def queue(request: HttpRequest) -> HttpResponse:
    """Finds an intake by its reference, or lists what waits."""
    if not request.user.is_clinical:  # type: ignore[union-attr]
        return redirect("desk")
    intakes = intakes_for_staff(request)
    typed = request.GET.get("reference", "").strip()[:40]
    if typed and intakes.filter(reference=tidy(typed)).exists():
        return redirect("record", reference=tidy(typed))
    decided = request.GET.get("show") == "decided"
    listed = _decided(request, intakes) if decided else _waiting(request, intakes)
    found = list(listed[: ROWS + 1])
    counts = TurnCount.totals()
    waiting = sum(counts.get(turn, 0) for turn in OURS)
    return render(
        request,
        "staff/queue.html",
        {
            "rows": [_row(intake, decided) for intake in found[:ROWS]],
            "next": _next(found[ROWS - 1], decided) if len(found) > ROWS else "",
            "shown": "decided" if decided else "waiting",
            "waiting": waiting,
            "not_found": typed,
        },
    )


def _waiting(request: HttpRequest, intakes: IntakeQuerySet) -> Any:
    listed = intakes.waiting().most_pressing_first()
    place = place_in(request, ("alert", "urgency", "level", "visit", "since", "id"))
    return listed._beyond(ORDER, place) if place else listed


def _decided(request: HttpRequest, intakes: IntakeQuerySet) -> Any:
    listed = intakes.on(LISTINGS["decided"])
    before = parse_when(request.GET.get("before", ""))
    return listed.filter(decided_at__lt=before) if before else listed


def place_in(request: HttpRequest, names: tuple[str, ...]) -> tuple[Any, ...] | None:
    """A place in a list from the address, or None when it is not whole; nothing typed reaches the query as text."""
    place: list[Any] = []
    for name in names:
        given = request.GET.get(name, "")
        if name in ("visit", "since"):
            value: Any = parse_when(given)
        elif name == "id":
            value = _uuid(given)
        else:
            value = int(given) if given.removeprefix("-").isdecimal() and len(given) < 4 else None
        if value is None:
            return None
        place.append(value)
    return tuple(place)


def parse_when(text: str) -> Any:
    """A time with its zone that a database can hold, or None."""
    try:
        when = parse_datetime(text)
        return when.astimezone(UTC) if when is not None and timezone.is_aware(when) else None
    except (ValueError, OverflowError):
        return None


def _uuid(text: str) -> Any:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _next(last: Any, decided: bool) -> str:
    if decided:
        return urlencode({"show": "decided", "before": last.decided_at.isoformat()})
    return urlencode(
        {
            "alert": last.alert_rank,
            "urgency": last.urgency_rank,
            "level": last.level_rank,
            "visit": last.visit_at.isoformat(),
            "since": last.waiting_since.isoformat(),
            "id": last.pk,
        }
    )


def _row(intake: Any, decided: bool) -> dict[str, Any]:
    return _told(intake) | {
        "reference": intake.reference,
        "url": reverse("record", args=[intake.reference]),
        "level": level_key(-intake.level_rank),
        "level_word": level_word(-intake.level_rank),
        "alert": intake.alert_rank < 0,
        "unsent": intake.is_open,
        "urgency_word": urgency_word(-intake.urgency_rank),
        "pressing": -intake.urgency_rank >= Urgency.TODAY,
        "visit": intake.visit,
        "since": intake.decided_at if decided else intake.waiting_since,
        "status": intake.get_status_display(),
    }


def _told(intake: Any) -> dict[str, Any]:
    """What is encrypted of a row: who, and why."""
    if not opens(intake):
        return {"name": NAME, "age": None, "why": WHAT_TO_DO}
    return {
        "name": intake.name or "No name yet",
        "age": intake.age,
        "why": intake.why or "No flag: read the answers",
    }
