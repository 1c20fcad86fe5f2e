"""What a clinician writes for the patient about their medicines, for the visits of one course."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.access import course_for_staff
from intake.forms.visits import MedicinesForm
from intake.models import Changed, MedicineNote, NotAllowed
from intake.views.staff.contact import who


def course_medicines(request: HttpRequest, pk: Any) -> HttpResponse:
    """A new wording. Two who write at once: the second is shown both, and chooses."""
    course = course_for_staff(request, pk)
    newest = MedicineNote.newest(course)
    start = {"text": newest.text if newest else "", "seen": newest.number if newest else 0}
    form = MedicinesForm(request.POST or None, initial=start)
    conflict = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            MedicineNote.write(course, request.user, told["text"], seen=told["seen"], request=request)
        except Changed as changed:
            conflict = changed
            form.data = request.POST.dict() | {"seen": str(getattr(MedicineNote.newest(course), "number", 0))}
        except NotAllowed as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            messages.success(request, _("It stands on the preparation sheet from now on. Give out new sheets."))
            return redirect(reverse("record", args=[course.intake.reference]) + "#visits")
    page = {"course": course, "intake": course.intake, "who": who(course.intake), "form": form, "conflict": conflict}
    return render(request, "staff/course_medicines.html", page, status=409 if conflict else 200)
