"""*Is anything new?* before a visit, as the patient tells it to a clinician on the phone or in person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.access import visit_for_staff
from intake.forms.news import ToldNewsForm
from intake.models import AnythingNew, NotAllowed, NotOpen, policy_in_force
from intake.models.anything_new import may_say
from intake.models.status import SENT_ONCE
from intake.views.staff.visit_page import say, visit_page


def visit_news(request: HttpRequest, pk: Any) -> HttpResponse:
    """Each question as the patient reads it; kept as if the patient had said it on their own page."""
    found = visit_for_staff(request, pk)
    why_not = _closed(found)
    form = None if why_not else ToldNewsForm(AnythingNew.topics_of(found.intake), request.POST or None)
    if form is not None and request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            kept = AnythingNew.write_down(found, request.user, told, told.pop("route"), request)
        except NotOpen:
            said = _("The visit was changed meanwhile, and nothing was kept. Look at it, then write again.")
            messages.error(request, said)
            return redirect("visit_news", pk=found.pk)
        except NotAllowed as refused:
            say(form, refused)
        else:
            return _onward(request, found, kept)
    page = {"form": form, "closed": why_not}
    return render(request, "staff/visit_news.html", visit_page(request, found) | page)


def _onward(request: HttpRequest, found: Any, kept: AnythingNew) -> HttpResponse:
    """To the link for what the patient is now asked in full; else back to the visit."""
    if kept.request_id is not None:
        messages.warning(
            request, _("Kept. The patient is now asked in full what is new: make a link, and tell them.")
        )
        return redirect("ask", reference=found.intake.reference)
    messages.success(request, _("Kept: what the patient told you stands with the visit."))
    return redirect("visit", pk=found.pk)


def _closed(found: Any) -> str:
    """Why nothing can be written down now; empty where it can."""
    if may_say(found):
        return ""
    if not found.is_ahead:
        return _("This visit is not ahead any more.")
    if found.intake.status not in SENT_ONCE:
        return _("The patient is asked what is new once the form was sent. What they tell you now belongs in the form.")
    if found.at <= timezone.now():
        return _("The visit has begun. Write what is new in the check on the day, or as a note on the record.")
    said = _("It counts from %(n)d days before the visit. Write what the patient tells you as a note on the record.")
    return said % {"n": policy_in_force().news_asked_days}
