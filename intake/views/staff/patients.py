"""Patients: whose form it is, who they are, what they have had, and two that are one person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from intake.access import intake_for_staff, patient_for_staff
from intake.forms.patients import LookForm, PersonForm, ReasonForm
from intake.models import Intake, Matching, NotAllowed
from intake.models.likeness import Likeness, alike, alike_to
from intake.models.patient import told_by
from intake.views.staff.contact import who
from intake.views.staff.history import history_of
from intake.views.staff.patient_panel import matched_words
from intake.views.staff.patient_past import details, past_of


def intake_patient(request: HttpRequest, reference: str) -> HttpResponse:
    """Whose form it is: match it, make a new patient of it, or undo the match. Never by itself."""
    intake = intake_for_staff(request, reference)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    forms = {
        "look": LookForm(request.POST if act == "look" else None),
        "make": PersonForm(request.POST if act == "make" else None, person=told_by(intake)),
        "undo": ReasonForm(request.POST if act == "undo" else None),
    }
    try:
        if (said := _act(request, intake, act, forms)) is not None:
            messages.success(request, said)
            return redirect("record", reference=intake.reference)
    except NotAllowed as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    return _shown(request, intake, act, forms)


def _act(request: HttpRequest, intake: Intake, act: str, forms: dict[str, Any]) -> str | None:
    """What was done, in words; None where nothing was, or something has to be put right first."""
    if act == "match":
        Matching.match(intake, request.user, patient_for_staff(request, request.POST.get("patient", "")), request)
        return _("Matched. You can undo it on the record at any time.")
    if act == "make" and forms["make"].is_valid():
        Matching.make(intake, request.user, forms["make"].person(), request)
        return _("A new patient was made of this form.")
    if act == "undo" and forms["undo"].is_valid():
        seen = request.POST.get("patient", "")
        Matching.undo(intake, request.user, forms["undo"].cleaned_data["reason"], patient=seen, request=request)
        return _("The match is undone. The patient is still there, with the other forms.")
    return None


def _shown(request: HttpRequest, intake: Intake, act: str, forms: dict[str, Any]) -> HttpResponse:
    intake.refresh_from_db(fields=["patient"])
    looked = act == "look" and forms["look"].is_valid()
    found: list[Likeness] = []
    if intake.patient is None:
        found = alike(forms["look"].person(), told_by(intake)) if looked else alike_to(intake)
    wrong = forms.get(act)
    page = {
        "intake": intake,
        "who": who(intake),
        "found": found,
        "looked": looked,
        "matched": matched_words(intake),
        "forms": forms,
        "form": wrong if wrong is not None and wrong.errors else None,
    }
    return render(request, "staff/patients/match.html", page)


def patient(request: HttpRequest, pk: Any) -> HttpResponse:
    """One person: who they are, every form with what was decided, merges, and who did what."""
    found = patient_for_staff(request, pk)
    page = {"patient": found, "standing": found.standing(), "history": history_of(found), **past_of(found)}
    return render(request, "staff/patients/patient.html", page)


def patient_details(request: HttpRequest, pk: Any) -> HttpResponse:
    """Corrects who somebody is; what stood before is kept."""
    found = patient_for_staff(request, pk)
    given = request.POST if request.method == "POST" else None
    form = PersonForm(given, person=found.person, version=found.version)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            found.correct(request.user, form.person(), version=seen, request=request)
        except NotAllowed as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            messages.success(request, _("The details are corrected. What stood before is kept."))
            return redirect("patient", pk=found.pk)
    changed = form.non_field_errors() and found.version
    if changed:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(found.version)  # type: ignore[index]
    page = {"patient": found, "form": form, "stands": bool(changed), "standing_details": details(found)}
    return render(request, "staff/patients/details.html", page)
