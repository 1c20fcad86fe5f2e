"""Choosing a PIN, which is then asked for instead of the birth date."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from intake.access import OtherForm, open_intake_of
from intake.models import NotAllowed, NotOpen, Pin


def pin(request: HttpRequest) -> HttpResponse:
    """Typed twice; shown never."""
    try:
        intake = open_intake_of(request)
    except OtherForm:
        return render(request, "intake/other_form.html", status=409)
    if not intake.is_open:
        return redirect("sent")
    wrong = ""
    if request.method == "POST":
        text = request.POST.get("pin", "")
        try:
            if text != request.POST.get("again", ""):
                raise NotAllowed(_("You typed two different ones. Type it again."))
            Pin.choose(intake, text, request)
            return redirect("intake")
        except NotOpen:
            return redirect("sent")
        except NotAllowed as refused:
            wrong = " ".join(refused.sentences)
    page = {"wrong": wrong, "for": intake.form_mark, "chosen": Pin.of(intake) is not None}
    return render(request, "intake/pin.html", page)
