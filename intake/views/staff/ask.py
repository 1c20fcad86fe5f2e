"""Asking a patient for more: what, and why; a link that is shown once; calling it off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.access import intake_for_staff
from intake.forms.asking import AskForm
from intake.models import InformationRequest, Intake, NotAllowed, Submission
from intake.questionnaire.asked_again import known_codes, together
from intake.views.staff.contact import told, who
from intake.views.staff.requests import requests_of
from intake.views.staff.unkept import typed_in

TO_REACH = ("about.contact_by", "about.phone", "about.voicemail", "about.email")


def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks for more, or, while an answer is waited for, makes a new link or calls it off."""
    intake = intake_for_staff(request, reference)
    submission = Submission.newest(intake)
    if submission is None:
        raise Http404
    waiting = intake.requests.open().first()
    try:
        if waiting is not None:
            waiting.intake = intake
            return _waited_for(request, intake, waiting)
        return _asked(request, intake, submission)
    except NotAllowed as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
        return redirect("record", reference=intake.reference)


def _asked(request: HttpRequest, intake: Intake, submission: Submission) -> HttpResponse:
    answers = intake.read(submission.answers())
    ticked = together(known_codes(request.GET.getlist("code")))
    data = request.POST if request.method == "POST" and request.POST.get("act") == "ask" else None
    form = AskForm(data, answers=answers, ticked=ticked, initial={"submission": submission.pk})
    if data is not None and form.is_valid():
        told_ = form.cleaned_data
        try:
            _made, token = InformationRequest.ask(
                intake,
                request.user,
                told_["codes"],
                told_["own"],
                told_["why"],
                on=told_["submission"],
                request=request,
            )
        except NotAllowed as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            return _shown(request, intake, link=_link(request, token))
    return _shown(request, intake, form=form)


def _waited_for(request: HttpRequest, intake: Intake, waiting: InformationRequest) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "link":
        token = waiting.link_again(request.user, request)
        return _shown(request, intake, link=_link(request, token))
    if act == "call_off":
        waiting.call_off(request.user, request)
        messages.success(request, _("Called off: the patient is not asked any more."))
        return redirect("record", reference=intake.reference)
    if act == "ask":
        messages.error(request, _("The patient was asked for more meanwhile. This is what was asked."))
        return _shown(request, intake, unkept=AskForm(request.POST, answers=intake.read()))
    return _shown(request, intake)


def _link(request: HttpRequest, token: str) -> str:
    """The whole address, for the patient. The name of the site is one of those that it may be called by."""
    return request.build_absolute_uri(reverse("more", args=[token]))


def _shown(
    request: HttpRequest, intake: Intake, *, form: AskForm | None = None, link: str = "", unkept: AskForm | None = None
) -> HttpResponse:
    asked = requests_of(intake)
    page: dict[str, Any] = {
        "intake": intake,
        "who": who(intake),
        "form": form,
        "link": link,
        "unkept": typed_in(unkept) if unkept is not None else [],
        "asked": asked[0] if asked and asked[0]["open"] else None,
        "to_reach": told(intake, TO_REACH),
    }
    return render(request, "staff/ask.html", page)
