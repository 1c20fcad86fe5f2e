"""Two patients who are one person: side by side before the act, and parted again."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from intake.access import merge_for_staff, patient_for_staff
from intake.forms.patients import LookForm, MergeForm, ReasonForm
from intake.models import Merge, NotAllowed, Patient
from intake.models.likeness import alike, parts_of
from intake.views.staff.patient_past import past_of


def patient_merge(request: HttpRequest, pk: Any) -> HttpResponse:
    """Finds the other one, shows what each has, and merges them."""
    here = patient_for_staff(request, pk)
    given = request.POST.get("other") or request.GET.get("with") or ""
    if not given:
        return _whom(request, here)
    other = patient_for_staff(request, given)
    pasts = [past_of(each) | {"patient": each} for each in (here, other)]
    choices = [
        (str(here.pk), _("%(name)s, shown first: %(n)d forms") % {"name": here.name, "n": len(pasts[0]["intakes"])}),
        (str(other.pk), _("%(name)s, shown second: %(n)d forms") % {"name": other.name, "n": len(pasts[1]["intakes"])}),
    ]
    form = MergeForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        survivor = here if form.cleaned_data["survivor"] == str(here.pk) else other
        merged = other if survivor is here else here
        try:
            Merge.of(merged, survivor, request.user, form.cleaned_data["reason"], request)
        except NotAllowed as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            messages.success(request, _("Merged. Both forms stay as they are; you can undo it below at any time."))
            return redirect("patient", pk=survivor.pk)
    page = {
        "here": here,
        "other": other,
        "pasts": pasts,
        "parts": parts_of(here.person, other.person),
        "form": form,
    }
    return render(request, "staff/patients/merge.html", page)


def _whom(request: HttpRequest, here: Patient) -> HttpResponse:
    """Who may be the same person: suggested, or looked for."""
    form = LookForm(request.POST if request.method == "POST" else None)
    looked = form.is_bound and form.is_valid()
    found = alike(form.person() if looked else here.person, here.person)
    found = [each for each in found if each.patient.pk != here.pk]
    page = {"patient": here, "found": found, "looked": looked, "form": form}
    return render(request, "staff/patients/whom.html", page)


def patient_unmerge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Parts two patients again, with a reason."""
    merge = merge_for_staff(request, pk)
    if hasattr(merge, "unmerge") and request.method == "GET":
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].label = _("Why are they two people after all?")
    if request.method == "POST" and form.is_valid():
        try:
            merge.undo(request.user, form.cleaned_data["reason"], request)
        except NotAllowed as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            messages.success(request, _("The merge is undone. Each has again the forms that each had."))
            return redirect("patient", pk=merge.merged_id)
    return render(request, "staff/patients/unmerge.html", {"merge": merge, "form": form})
