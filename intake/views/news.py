"""*Is anything new?* before a visit, for the patient: two minutes, and what is new is asked in full."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from intake.access import OtherForm, open_intake_of
from intake.forms.news import NewsForm
from intake.models import AnythingNew, InformationRequest, Intake, NotOpen, Visit
from intake.models.anything_new import may_say
from intake.models.news_standing import news_of
from intake.views.start import with_cookie
from intake.visiting.prep import clock_in_words, day_in_words


def own_news(request: HttpRequest) -> HttpResponse:
    """Asks; keeps what is said, which is not shown again; goes on to what it opens."""
    try:
        intake = open_intake_of(request)
    except OtherForm:
        return render(request, "intake/other_form.html", status=409)
    visit = Visit.next_of(intake)
    if visit is None:
        return redirect("own_visit")
    visit.intake = intake
    if not may_say(visit):
        return redirect("own_visit")
    form = NewsForm(AnythingNew.topics_of(intake), request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            said = AnythingNew.say(visit, form.cleaned_data, request)
        except NotOpen:
            return redirect("own_visit")
        return _onward(request, intake, said)
    page = {
        "form": form,
        "for": intake.form_mark,
        "day": day_in_words(visit.at),
        "at": clock_in_words(visit.at),
        "again": news_of([visit])[visit.pk].said_at is not None,
    }
    return render(request, "intake/news.html", page)


def _onward(request: HttpRequest, intake: Intake, said: AnythingNew) -> HttpResponse:
    """To the questions that the answer opens; else back to the visit."""
    if said.request_id is None:
        return redirect("own_visit")
    try:
        _sitting, token = InformationRequest.turn_to(intake, request)
    except NotOpen:
        return redirect("own_visit")
    return with_cookie(redirect("reply"), token)
