"""The patient stops: what happens then, and one press to confirm it."""

from __future__ import annotations

import contextlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from intake.access import OtherForm, open_intake_of
from intake.models import NotOpen, Withdrawal
from intake.models.status import Status, may_move
from intake.models.withdrawal import is_at_a_visit


def stop(request: HttpRequest) -> HttpResponse:
    """Says what happens; pressing does it. Nothing is deleted."""
    try:
        found = open_intake_of(request)
    except OtherForm:
        return render(request, "intake/other_form.html", status=409)
    if not may_move("withdraw", found.status):
        return redirect("sent")
    if request.sitting.request_id:  # type: ignore[attr-defined]
        return redirect("reply")
    at_a_visit = is_at_a_visit(found)
    if request.method == "POST" and not at_a_visit:
        with contextlib.suppress(NotOpen):
            Withdrawal.make(found, request)
        return redirect("sent")
    page = {
        "for": found.form_mark,
        "unsent": found.status == Status.DRAFT,
        "visit": found.visit,
        "at_a_visit": at_a_visit,
        "back": "intake" if found.is_open else "sent",
    }
    return render(request, "intake/stop.html", page)
