"""The screens of the patient's own form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intake.access import OtherForm, open_intake_of
from intake.views.asking import ask, ask_one
from intake.views.saving import stale
from intake.views.writing import Writing


def section(request: HttpRequest, section: str, page: int = 1) -> HttpResponse:
    """One screen, in the patient's browser."""
    try:
        intake = open_intake_of(request)
    except OtherForm:
        return render(request, "intake/other_form.html", status=409)
    return ask(Writing(request, intake), section, page)


def save_answer(request: HttpRequest, section: str) -> HttpResponse:
    """One answer, as the patient gives it."""
    try:
        intake = open_intake_of(request)
    except OtherForm:
        return stale()
    return ask_one(Writing(request, intake), section)
