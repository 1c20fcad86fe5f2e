"""Opening an idle form again, for a patient whose identity staff checked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from intake.access import intake_to_reopen
from intake.forms.staff import ReopenForm
from intake.models import NotAllowed


def reopen(request: HttpRequest) -> HttpResponse:
    """Makes a code that is shown once and works once."""
    form = ReopenForm(request.POST or None)
    page = {"form": form, "code": "", "reference": ""}
    if request.method == "POST" and form.is_valid():
        reference = form.cleaned_data["reference"]
        intake = intake_to_reopen(request, reference)
        if intake is None:
            form.add_error(
                "reference", _("There is no form with this reference. Ask the patient to read it again.")
            )
        else:
            try:
                code = intake.reopen(request.user, form.cleaned_data["how_checked"], request)
                page |= {"code": code, "reference": reference}
            except NotAllowed as refused:
                form.add_error("reference", " ".join(refused.sentences))
    return render(request, "staff/reopen.html", page)
