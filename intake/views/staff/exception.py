"""A written exception for one visit: one named point may be missing, and why."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from intake.access import visit_for_staff
from intake.forms.standing import ExceptionForm
from intake.models import NotAllowed, Visit, VisitException
from intake.models.visit_exception import Point, refuse_unless_it_can_be
from intake.models.visit_status import refuse_visit_unless
from intake.views.staff.visit_page import say, visit_page
from intake.views.staff.visit_standing import exceptions_of


def visit_exception(request: HttpRequest, pk: Any) -> HttpResponse:
    """Offers the points that are missing now and for which this person may write one; says why not the others."""
    found = visit_for_staff(request, pk)
    points, against = _offered(found, request.user)
    asked = request.GET.get("point", "")
    start = {"point": asked if asked in dict(points) else points[0][0] if len(points) == 1 else ""}
    form = ExceptionForm(request.POST or None, points=points, initial=start)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            VisitException.write(found, request.user, told["point"], told["reason"], request=request)
        except NotAllowed as refused:
            say(form, refused)
        else:
            messages.success(request, _("The exception is written. It shows wherever this visit is shown."))
            return redirect("visit", pk=found.pk)
    page = {"form": form, "points": points, "against": against, "exceptions": exceptions_of(found)}
    return render(request, "staff/visit_exception.html", visit_page(request, found) | page)


def _offered(found: Visit, staff: Any) -> tuple[list[tuple[str, Any]], list[tuple[str, str]]]:
    """What an exception can be written for, and of every other point why not."""
    offered, against = [], []
    for point in Point:
        try:
            refuse_unless_it_can_be(found, point)
            refuse_visit_unless("except ride" if point == Point.RIDE else "except", found, staff)
        except NotAllowed as refused:
            against.append((str(point.label), str(refused)))
        else:
            offered.append((point.value, point.label))
    return offered, against
