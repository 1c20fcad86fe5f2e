"""What staff hand out for a visit: the preparation sheet, and a file for the patient's calendar."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinic.roles import CLINICAL
from intake.access import visit_for_desk
from intake.views.staff.contact import who
from intake.views.visit import calendar_of, sheet_of


def visit_sheet(request: HttpRequest, pk: Any) -> HttpResponse:
    """The preparation sheet, to print. What a clinician wrote about medicines only where a clinician prints it."""
    found = visit_for_desk(request, pk, "sheet.read")
    medicines = getattr(request.user, "role", "") in CLINICAL
    page = sheet_of(found, medicines=medicines) | {"who": who(found.intake), "medicines_shown": medicines}
    return render(request, "staff/sheet.html", page)


def visit_calendar(request: HttpRequest, pk: Any) -> HttpResponse:
    """This visit as a calendar file, to send to the patient."""
    return calendar_of([visit_for_desk(request, pk, "calendar.taken")])
