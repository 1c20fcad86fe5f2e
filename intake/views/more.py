"""The way in to what a clinician asks: a link, and birth date or PIN. Looking changes nothing; only pressing does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from intake.forms.way_back import ProofForm
from intake.models import InformationRequest
from intake.views.start import with_cookie

SEE_OTHER = 303


def more(request: HttpRequest, token: str) -> HttpResponse:
    """Asks for birth date or PIN. The page is the same for every link; every refusal looks the same."""
    refused = False
    form = ProofForm(request.POST if request.method == "POST" else None)
    said = form.proof()
    if said is not None:
        found = InformationRequest.come_in(token, said.birth_date, request, pin=said.pin)
        if found is not None:
            response = with_cookie(redirect("reply"), found[1])
            response.status_code = SEE_OTHER
            return response
        refused = True
    return render(request, "intake/more.html", {"form": form, "refused": refused})
