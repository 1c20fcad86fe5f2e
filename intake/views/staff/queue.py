"""The queue: a list for each turn, most pressing first, each row saying why; narrowed by what somebody chose."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from intake.access import queue_page_for_staff
from intake.forms.queue_filters import NAMED, Chosen, chosen
from intake.models import Holding, Turn
from intake.models.around import around_the_queue
from intake.models.queue import LISTINGS, Listing
from intake.models.turn_count import ALL_DECIDED, ALL_SENT
from intake.views.staff.places import place_in
from intake.views.staff.rows import rows_of

ROWS = 25
REMEMBERED = "queue"
TABS = {name: Turn(name).label if name in Turn.values else _("All") for name in LISTINGS}
COUNTED_AS = {"decided": ALL_DECIDED, "all": ALL_SENT}
SINCE = {"decided": ("decided_at", _("Decided")), "all": ("sent_at", _("Sent"))}
NOBODY_HERE = {
    "urgent": (
        _("Nothing is urgent"),
        _("A form comes here at once when an answer raises a safety alert, also before it is sent."),
    ),
    "to_review": (_("Nothing is waiting for review"), _("A form comes here when a patient sends it.")),
    "waiting_patient": (
        _("Nobody has to answer us"),
        _("A form comes here when you ask its patient for more."),
    ),
    "waiting_ride": (
        _("Nobody waits for a ride"),
        _("A form comes here when a clinician clears it and nobody has confirmed the ride home yet."),
    ),
    "waiting_visit": (
        _("Nobody waits for a visit"),
        _("A form comes here when it is cleared and the ride home from the next visit is confirmed, or excepted."),
    ),
    "ready": (
        _("Nobody is ready yet"),
        _("A form comes here when a clinician makes its visit ready: nothing is missing any more. It leaves with it."),
    ),
    "decided": (_("Nothing is decided yet"), _("A form comes here when a clinician has decided.")),
    "all": (_("Nobody has sent a form yet"), _("Every form that was ever sent stands here, the newest first.")),
}


def queue(request: HttpRequest) -> HttpResponse:
    """One list, page by page; which one, and how it is narrowed, is remembered until another is asked for."""
    if not request.user.is_clinical:  # type: ignore[union-attr]
        return redirect("desk")
    asked = _asked(request)
    around = around_the_queue()
    if around.ran_out:
        Holding.end_what_ran_out()
    show, counts = asked.get("show", ""), around.counts
    listing = LISTINGS.get(show) or LISTINGS["urgent" if counts.get("urgent") else "to_review"]
    narrowed = chosen(asked, around.clinicians)
    after = place_in(listing, asked.get("after", ""))
    found = queue_page_for_staff(request, listing, narrowed.tokens(), after=after, rows=ROWS + 1)
    state = {"show": listing.name} | narrowed.without()
    _remember(request, state | ({"after": asked["after"]} if after else {}))
    page = _page(listing, narrowed, found, state) | {
        "filters": narrowed.fields(around.clinicians),
        "tabs": _tabs(listing, counts, narrowed),
        "further": after is not None,
        "urgent_elsewhere": listing.name == "all" and bool(counts.get("urgent")),
        "now": timezone.now().isoformat(),
    }
    return render(request, "staff/queue.html", page)


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the address asks for; where it asks for nothing, what was asked for last, from its beginning."""
    known = {"show", "after", *NAMED}
    asked = {name: str(value) for name, value in request.GET.items() if name in known}
    if not asked:
        asked = dict(parse_qsl(request.session.get(REMEMBERED, "")))
        asked.pop("after", None)
    return asked


def _remember(request: HttpRequest, state: dict[str, str]) -> None:
    text = urlencode(state)
    if request.session.get(REMEMBERED) != text:
        request.session[REMEMBERED] = text


def _page(listing: Listing, narrowed: Chosen, found: list[Any], state: dict[str, str]) -> dict[str, Any]:
    since, since_word = SINCE.get(listing.name, ("waiting_since", ""))
    title, how = NOBODY_HERE[listing.name]
    more = {"after": listing.text_of(found[ROWS - 1])} if len(found) > ROWS else None
    return {
        **rows_of(found[:ROWS], since, since_word),
        "next": urlencode(state | more) if more else "",
        "first": urlencode(state),
        "shown": listing.name,
        "shown_word": TABS[listing.name],
        "chips": narrowed.chips(listing.name),
        "open": bool(narrowed.wrong),
        "clear": urlencode({"show": listing.name}),
        "empty": title,
        "how": how,
    }


TAB = '<a href="?{}"{}>{} <span class="count">{}</span></a>\n'
HERE = SafeString(' aria-current="page"')


def _tabs(listing: Listing, counts: dict[str, int], narrowed: Chosen) -> SafeString:
    """The lists with their counts, drawn; what the list is narrowed to goes along."""
    kept = narrowed.without()
    return format_html_join(
        "",
        TAB,
        (
            (
                urlencode({"show": name} | kept),
                HERE if name == listing.name else "",
                words,
                counts.get(COUNTED_AS.get(name, name), 0),
            )
            for name, words in TABS.items()
        ),
    )
