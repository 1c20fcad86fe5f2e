"""Filling in a form for its patient: on the phone, from paper, in person. The same screens, the same keeping."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from intake.access import NoFilling, filling_for_staff, intake_to_fill, patient_for_staff
from intake.forms.filling import FillingForm
from intake.models import Filling, NotAllowed
from intake.views.asking import ask, ask_one
from intake.views.looking_over import ask_to_call, check, list_sections
from intake.views.saving import stale
from intake.views.writing import Writing


def fill_new(request: HttpRequest) -> HttpResponse:
    """Begins a form for a patient, or goes on with one that its patient began; says by which route."""
    given = {name: request.GET.get(name, "")[:40] for name in ("reference", "patient")}
    form = FillingForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            filling = _begun(request, form)
            return redirect("fill_intake", reference=filling.intake.reference)
        except NotAllowed as refused:
            form.add_error("reference" if form.cleaned_data["reference"] else None, " ".join(refused.sentences))
    patient = form.data.get("patient") or given["patient"]
    page = {
        "form": form,
        "patient": patient_for_staff(request, patient) if patient else None,
        "mine": Filling.begun_by(request.user),
    }
    return render(request, "staff/fill/new.html", page)


def _begun(request: HttpRequest, form: FillingForm) -> Filling:
    told = form.cleaned_data
    if told["reference"]:
        intake = intake_to_fill(request, told["reference"])
        return Filling.go_on(intake, request.user, told["route"], told["how_checked"], request)
    patient = patient_for_staff(request, told["patient"]) if told["patient"] else None
    return Filling.start(request.user, told["route"], patient=patient, request=request)


def fill_intake(request: HttpRequest, reference: str) -> HttpResponse:
    """Every section: done, to do, next."""
    return _filled_in(request, reference, list_sections)


def fill_section(request: HttpRequest, reference: str, section: str, page: int = 1) -> HttpResponse:
    """One screen, read out by a clinician."""
    return _filled_in(request, reference, ask, section, page)


def fill_check_answers(request: HttpRequest, reference: str) -> HttpResponse:
    """Every answer, read out once more before it is sent."""
    return _filled_in(request, reference, check)


def fill_please_call(request: HttpRequest, reference: str) -> HttpResponse:
    """The patient is under the clinic's minimum age: nothing more is asked."""
    return _filled_in(request, reference, ask_to_call)


def fill_save_answer(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    """One answer, as the clinician writes it down."""
    try:
        filling = filling_for_staff(request, reference)
    except NoFilling:
        return stale()
    return ask_one(Writing(request, filling.intake, filling), section)


def _filled_in(request: HttpRequest, reference: str, page: Callable[..., HttpResponse], *where: Any) -> HttpResponse:
    """A page of the form, for who may write in it; others are asked first how they made sure who asks."""
    try:
        filling = filling_for_staff(request, reference)
    except NoFilling:
        messages.warning(request, _("Say first by which route the patient answers, and how you made sure who it is."))
        return redirect(reverse("fill_new") + "?" + urlencode({"reference": reference[:40]}))
    return page(Writing(request, filling.intake, filling), *where)
