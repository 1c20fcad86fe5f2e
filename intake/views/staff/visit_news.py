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
    topics = [] if found.intake.status not in SENT_ONCE else AnythingNew.topics_of(found.intake)
    form = ToldNewsForm(topics, request.POST or None)
    if not why_not and request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            kept = AnythingNew.write_down(found, request.user, told, told.pop("route"), request)
        except NotOpen:
            form.add_error(None, _("The visit was changed meanwhile. Look at it as it is now, then press again."))
            found.refresh_from_db()
            found.intake.refresh_from_db()
            why_not = _closed(found)
        except NotAllowed as refused:
            say(form, refused)
        else:
            return _onward(request, found, kept)
    page = {"form": form, "closed": why_not, "unkept": _chosen(form) if why_not and form.is_bound else []}
    return render(request, "staff/visit_news.html", visit_page(request, found) | page)


def _onward(request: HttpRequest, found: Any, kept: AnythingNew) -> HttpResponse:
    """To the link for what the patient is now asked in full; else back to the visit."""
    if kept.request_id is not None or kept.is_about_health:
        said = _("Kept. The patient is now asked in full what is new: make a link, and tell them.")
        if kept.request_id is None:
            said = _("Kept. The patient is asked for something else already: call that off, and ask what is new.")
        messages.warning(request, said)
        return redirect("ask", reference=found.intake.reference)
    messages.success(request, _("Kept: what the patient told you stands with the visit."))
    return redirect("visit", pk=found.pk)


def _chosen(form: ToldNewsForm) -> list[tuple[str, str]]:
    """What was chosen on a form that cannot be kept any more, each with its question."""
    choices: dict[str, Any] = dict(form.fields)
    words = [(field, dict(choices[field.name].choices).get(field.value())) for field in form]
    return [(str(field.label), str(chosen)) for field, chosen in words if chosen]


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
