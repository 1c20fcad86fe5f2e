"""Consent to the infusions of a course: explained, asked about, signed; and taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.access import course_for_staff
from intake.forms.standing import ConsentForm, ConsentWithdrawalForm
from intake.models import Consent, ConsentWithdrawal, Course, NotAllowed
from intake.models.status import why_not
from intake.views.staff.contact import who
from intake.views.staff.visit_page import say
from intake.visiting.consent_text import CURRENT


def course_consent(request: HttpRequest, pk: Any) -> HttpResponse:
    """The text of today, and who signed it. While a consent stands, it is shown instead."""
    course = course_for_staff(request, pk)
    form = ConsentForm(request.POST or None, initial={"version": CURRENT.version})
    if request.method == "POST" and form.is_valid():
        try:
            Consent.keep(course, request.user, form.signed(), request=request)
        except NotAllowed as refused:
            form.data = request.POST.dict() | {"version": CURRENT.version}
            say(form, refused)
        else:
            messages.success(request, _("The consent is kept. It stands for every visit of this course."))
            return redirect("course_consent", pk=course.pk)
    page = {"form": form, "text": CURRENT, "closed": why_not("record consent", course.intake, request.user)}
    return render(request, "staff/course_consent.html", _shown(course) | page)


def course_consent_withdraw(request: HttpRequest, pk: Any) -> HttpResponse:
    """Taken back. Visits that were ready are not ready any more."""
    course = course_for_staff(request, pk)
    form = ConsentWithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ConsentWithdrawal.keep(course, request.user, form.cleaned_data["said"], request=request)
        except NotAllowed as refused:
            say(form, refused)
        else:
            messages.success(request, _("The consent is taken back. No visit of this course is ready from now on."))
            return redirect("course_consent", pk=course.pk)
    page = {"form": form, "closed": why_not("withdraw consent", course.intake, request.user)}
    return render(request, "staff/course_consent_withdraw.html", _shown(course) | page)


def consents_of(course: Course) -> list[dict[str, Any]]:
    """Every consent of a course, the newest first."""
    found = []
    for each in course.consents.select_related("by", "withdrawal__by").order_by("-at"):
        each.intake = course.intake
        withdrawal = getattr(each, "withdrawal", None)
        if withdrawal is not None:
            withdrawal.intake = course.intake
        found.append({"consent": each, "told": each.told, "signer": each.signer, "withdrawal": withdrawal})
    return found


def _shown(course: Course) -> dict[str, Any]:
    consents = consents_of(course)
    visits = course.visits.ahead().order_by("at")
    return {
        "course": course,
        "intake": course.intake,
        "who": who(course.intake),
        "consents": consents,
        "standing": next((each for each in consents if each["consent"].stands), None),
        "visits": [{"url": reverse("visit", args=[each.pk]), "at": each.at} for each in visits],
    }
