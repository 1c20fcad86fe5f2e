"""The link of an invitation. Looking changes nothing: only pressing *Begin* uses it up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clinic.addresses import neighbourhood_of
from clinic.errors import Refused
from clinic.limits import Limit, allows
from intake.models import InvitationLink
from intake.views.start import FOR_WHOM, with_cookie

TRIES_FROM_ONE_ADDRESS = Limit(at_most=60, minutes=60)
TRIES_IN_ALL = Limit(at_most=6000, minutes=60)
TOO_MANY = 429
SEE_OTHER = 303


def invited(request: HttpRequest, token: str) -> HttpResponse:
    """For whom, and what we keep: the page is the same for every link, and so is every refusal."""
    chosen = request.POST.get("for_whom", "")
    page = {"invited": True, "goes_on": False, "refused": False, "error": request.method == "POST"}
    if request.method == "POST" and chosen in FOR_WHOM:
        here = allows(TRIES_FROM_ONE_ADDRESS, "invitation tried from", neighbourhood_of(request))
        if not (allows(TRIES_IN_ALL, "invitation tried", "site") and here):
            raise Refused(TOO_MANY)
        found = InvitationLink.open(token, chosen, request)
        if found is not None:
            response = with_cookie(redirect("intake"), found[1])
            response.status_code = SEE_OTHER
            return response
        page |= {"refused": True, "error": False}
    return render(request, "intake/start.html", page)
