"""Facts that staff measured, and the rules weighed again with them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.access import intake_for_staff
from intake.forms.measuring import MEASURE_FORMS
from intake.models import Intake, Measure, NotAllowed
from intake.views.staff.contact import who


def measure(request: HttpRequest, reference: str) -> HttpResponse:
    """Adds a measured fact: it stands beside the patient's answers, and the rules are weighed again."""
    intake = intake_for_staff(request, reference)
    asked = request.POST.get("kind", "") if request.method == "POST" else ""
    forms = {kind: form(request.POST if kind == asked else None) for kind, form in MEASURE_FORMS.items()}
    form = forms.get(asked)
    if form is not None and form.is_valid():
        try:
            taken = Measure.take(intake, request.user, asked, form.found(), at=form.at, request=request)
        except NotAllowed as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            messages.success(
                request,
                _("Kept beside the answers: %(fact)s. The rules were weighed again.") % {"fact": taken.words},
            )
            return redirect(reverse("record", args=[intake.reference]) + "#measured")
    page = {"intake": intake, "who": who(intake), "forms": list(forms.values()), "form": form}
    return render(request, "staff/measure.html", page | {"measures": measures_of(intake)})


def weigh_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Weighs the rules again, as they are now."""
    intake = intake_for_staff(request, reference)
    try:
        intake.weigh_again(request.user, request)
        said = _("The rules were weighed again. What was settled stays settled where nothing changed.")
        messages.success(request, said)
    except NotAllowed as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    return redirect(reverse("record", args=[intake.reference]) + "#flags")


def measures_of(intake: Intake) -> list[dict[str, Any]]:
    """Facts in words, the newest first, each beside what the patient told of the same."""
    return [
        {"title": MEASURE_FORMS[each.kind].title, "words": each.words, "by": each.by.name, "at": each.taken_at}
        for each in Measure.all_of(intake)
    ]


