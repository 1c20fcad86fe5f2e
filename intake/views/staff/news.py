"""How many came since a page was made: asked by the page itself, which says it and moves nothing."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import ngettext

from intake.access import news_for_staff
from intake.views.staff.places import parse_when

MOST_COUNTED = 99


def news(request: HttpRequest) -> JsonResponse:
    """The number of forms that came to a clinician's turn after `since`, and the words that say it."""
    since = parse_when(request.GET.get("since", ""))
    count = news_for_staff(request).arrived_since(since)[:MOST_COUNTED].count() if since else 0
    words = ngettext("%(n)d new form is waiting.", "%(n)d new forms are waiting.", count) % {"n": count}
    return JsonResponse({"new": count, "words": words if count else ""})
