"""The patient's list of sections and the check of every answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intake.access import OtherForm, open_intake_of
from intake.views.looking_over import ask_to_call, check, list_sections
from intake.views.writing import Writing


def intake(request: HttpRequest) -> HttpResponse:
    """Every section: done, to do, next."""
    return list_sections(Writing(request, open_intake_of(request)))


def check_answers(request: HttpRequest) -> HttpResponse:
    """Every answer, each with a way to change it that comes back here; what is missing comes first."""
    return check(Writing(request, open_intake_of(request)))


def please_call(request: HttpRequest) -> HttpResponse:
    """Under the clinic's minimum age: a call, and nothing more is asked."""
    try:
        found = open_intake_of(request)
    except OtherForm:
        return render(request, "intake/other_form.html", status=409)
    return ask_to_call(Writing(request, found))
