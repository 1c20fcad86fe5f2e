"""Finding somebody: a reference opens its record or card; all else is looked up by blind index, the newest first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from intake.access import intakes_searched
from intake.forms.finding import BY, LONGEST, NothingToFind, Search, searches_for
from intake.models.queue import MOST_FOUND
from intake.models.reference import tidy
from intake.views.staff.desk import desk_row_of
from intake.views.staff.rows import rows_of

REMEMBERED = "search"


def search(request: HttpRequest) -> HttpResponse:
    """Looks up what was typed, and shows what the last look-up found.

    What was typed stands in no address and is kept nowhere: the session remembers blind indexes.
    """
    if request.method == "POST":
        return _looked_up(request, request.POST.get("q", "").strip()[:LONGEST])
    asked = [Search(*each) for each in request.session.get(REMEMBERED, ())]
    found = _found(request, asked) if asked else []
    clinical = request.user.is_clinical  # type: ignore[union-attr]
    page = {
        "asked": bool(asked),
        "by": BY[asked[0].column] if asked else "",
        "most": MOST_FOUND if len(found) == MOST_FOUND else 0,
        **(rows_of(found) if clinical else {"rows": [desk_row_of(intake) for intake in found]}),
    }
    return render(request, "staff/search.html", page)


def _looked_up(request: HttpRequest, typed: str) -> HttpResponse:
    """On to the record or card of a reference, else to what is found."""
    reference = tidy(typed)
    if reference and intakes_searched(request, "reference").filter(reference=reference).exists():
        return redirect("record" if request.user.is_clinical else "desk_record", reference=reference)  # type: ignore[union-attr]
    try:
        asked = searches_for(typed, settings.CLINIC.country) if typed else []
    except NothingToFind as said:
        messages.error(request, str(said))
        asked = []
    request.session[REMEMBERED] = [(each.column, each.index) for each in asked]
    return redirect("search")


def _found(request: HttpRequest, asked: list[Search]) -> list[Any]:
    """What the first look-up that finds anybody finds."""
    intakes = intakes_searched(request, asked[0].column)
    for each in asked:
        if found := list(intakes.found_by(each.column, each.index).select_related("holder")):
            return found
    return []
