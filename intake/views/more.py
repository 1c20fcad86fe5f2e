"""The way in to what a clinician asks: a link, and the birth date. Looking changes nothing; only pressing does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from intake.forms import SectionForm
from intake.models import InformationRequest
from intake.questionnaire.about import About
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import Page
from intake.views.start import with_cookie

WHEN_BORN = Page(str(_("Your date of birth")))
WHEN_BORN.questions = (About.birth_date,)
SEE_OTHER = 303


def more(request: HttpRequest, token: str) -> HttpResponse:
    """Asks for the birth date. The page is the same for every link; every refusal looks the same."""
    refused = False
    posted = request.POST.copy()
    posted.setlist("shown", [About.birth_date.name])
    form = SectionForm(WHEN_BORN, posted if request.method == "POST" else None, answers=Answers({}))
    born = form.well_formed().get(About.birth_date.code)
    if born:
        found = InformationRequest.come_in(token, born, request)
        if found is not None:
            response = with_cookie(redirect("reply"), found[1])
            response.status_code = SEE_OTHER
            return response
        refused = True
    return render(request, "intake/more.html", {"form": form, "refused": refused})
