"""Going home after a visit, written down by who let the patient go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.access import visit_for_staff
from intake.forms.day_check import LeavingForm
from intake.models import Discharge, NotAllowed, Ride
from intake.models.discharge import UNREADY, act_of_leaving
from intake.views.staff.visit_page import closed, say, visit_page


def visit_discharge(request: HttpRequest, pk: Any) -> HttpResponse:
    """Awake, steady, met by somebody; then the visit is done."""
    found = visit_for_staff(request, pk)
    now = timezone.localtime().replace(second=0, microsecond=0)
    act = act_of_leaving(found)
    form = LeavingForm(request.POST or None, initial={"left_at": now}, unready=act == UNREADY)
    if request.method == "POST" and form.is_valid():
        try:
            why = form.cleaned_data.get("why", "")
            Discharge.keep(found, request.user, form.leaving(), at=form.at, why=why, request=request)
        except NotAllowed as refused:
            say(form, refused)
        else:
            messages.success(request, _("The patient went home. The visit is done."))
            return redirect("visit", pk=found.pk)
    ride = Ride.newest(found)
    page = {
        "form": form,
        "driver": ride.told if ride else None,
        "unready": act == UNREADY,
        "closed": closed(act, found, request.user),
    }
    return render(request, "staff/visit_discharge.html", visit_page(request, found) | page)
