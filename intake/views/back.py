"""Coming back to a form: by a code from staff, or by a link to the address on record and what the patient knows.

Looking changes nothing: only pressing does. What is said never tells whether there is a form.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clinic.addresses import neighbourhood_of
from clinic.errors import Refused
from clinic.limits import Limit, allows
from intake.forms.boxes import Wrong
from intake.forms.way_back import ProofForm, address_in
from intake.models import Intake, ReturnLink, WayBack
from intake.models.reference import tidy
from intake.views.start import with_cookie

ASKED_FROM_ONE_ADDRESS = Limit(at_most=20, minutes=60)
ASKED_FOR_ONE_ADDRESS = Limit(at_most=6, minutes=60)
ASKED_IN_ALL = Limit(at_most=3000, minutes=60)
TRIES_FROM_ONE_ADDRESS = Limit(at_most=60, minutes=60)
TRIES_IN_ALL = Limit(at_most=6000, minutes=60)
TOO_MANY = 429
SEE_OTHER = 303


def come_back(request: HttpRequest) -> HttpResponse:
    """Asks for the address to send a link to, or for reference and code. Every refusal looks the same."""
    page = {"refused": False, "reference": request.POST.get("reference", ""), "wrong": "", "reach": ""}
    if request.method == "POST" and "reach" in request.POST:
        try:
            kind, address = address_in(request.POST)
        except Wrong as wrong:
            page |= {"wrong": str(wrong.message), "reach": request.POST["reach"][:200]}
        else:
            return _asked(request, kind, address)
    elif request.method == "POST":
        found = Intake.come_back(tidy(request.POST.get("reference", "")), request.POST.get("code", "")[:20], request)
        if found is not None:
            return _let_in(request, found[1])
        page["refused"] = True
    return render(request, "intake/come_back.html", page)


def _asked(request: HttpRequest, kind: str, address: str) -> HttpResponse:
    """The same work and the same answer for every address."""
    here = allows(ASKED_FROM_ONE_ADDRESS, "way back from", neighbourhood_of(request))
    there = allows(ASKED_FOR_ONE_ADDRESS, "way back to", address.casefold())
    anywhere = allows(ASKED_IN_ALL, "way back", "site")
    if not (here and there and anywhere):
        raise Refused(TOO_MANY)
    WayBack.ask(kind, address)
    return redirect("come_back_asked")


def come_back_asked(request: HttpRequest) -> HttpResponse:
    """What happens now, whether or not there is a form."""
    return render(request, "intake/come_back_asked.html")


def back(request: HttpRequest, token: str) -> HttpResponse:
    """Asks for birth date or PIN. The page is the same for every link; every refusal looks the same."""
    refused = False
    form = ProofForm(request.POST if request.method == "POST" else None)
    proof = form.proof()
    if proof is not None:
        here = allows(TRIES_FROM_ONE_ADDRESS, "link tried from", neighbourhood_of(request))
        if not (allows(TRIES_IN_ALL, "link tried", "site") and here):
            raise Refused(TOO_MANY)
        found = ReturnLink.come_in(token, proof, request)
        if found is not None:
            return _let_in(request, found[1])
        refused = True
    return render(request, "intake/back.html", {"form": form, "refused": refused})


def _let_in(request: HttpRequest, token: str) -> HttpResponse:
    """To the form, at an address without a token in it."""
    if request.sitting:  # type: ignore[attr-defined]
        request.sitting.end()  # type: ignore[attr-defined]
    response = with_cookie(redirect("intake"), token)
    response.status_code = SEE_OTHER
    return response
