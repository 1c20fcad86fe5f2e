"""The check on the day of a visit: the clinic's limits, what was found, what did not pass, what to do next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.access import visit_for_staff
from intake.forms.day_check import DayCheckForm
from intake.models import DayCheck, NotAllowed, Visit
from intake.models.day_check import could_be_pregnant
from intake.models.lacking import CHECK_HOLDS, exception_for
from intake.models.policy_in_force import policy_in_force
from intake.views.staff.day_check_words import attempts_of
from intake.views.staff.visit_page import closed, say, visit_page


def visit_check(request: HttpRequest, pk: Any) -> HttpResponse:
    """One more attempt. The newest counts; every earlier one stays."""
    found = visit_for_staff(request, pk)
    pregnant = could_be_pregnant(found.intake)
    form = DayCheckForm(request.POST or None, policy=policy_in_force(), could_be_pregnant=pregnant)
    if request.method == "POST" and form.is_valid():
        try:
            DayCheck.take(found, request.user, form.found(), request=request)
        except NotAllowed as refused:
            say(form, refused)
        else:
            return redirect("visit_check", pk=found.pk)
    found.refresh_from_db(fields=["status", "version"])
    attempts = attempts_of(found)
    page = {
        "form": form,
        "attempts": attempts,
        "newest": attempts[0] if attempts else None,
        "settled": bool(attempts) and attempts[0]["passed"] and attempts[0]["counts"] and not form.errors,
        "excepted": exception_for(found, "day_check"),
        "closed": _closed(found, request.user),
    }
    return render(request, "staff/visit_check.html", visit_page(request, found) | page)


def _closed(found: Visit, staff: Any) -> str:
    """Why no check can be made now; empty when one can."""
    if (why := closed("check", found, staff)) or abs(timezone.now() - found.at) <= CHECK_HOLDS:
        return why
    if found.at < timezone.now():
        return _("This visit was more than 12 hours ago. Say what became of it, or move it.")
    return _("The check is done on the day, from 12 hours before the visit. Move the visit if it is today.")
