"""A visit is ready: said by a clinician when nothing lacks, and by nobody otherwise."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from intake.access import visit_for_staff
from intake.models import Changed, NotAllowed
from intake.models.lacking import NotReady

LONGEST_VERSION = 6


def visit_ready(request: HttpRequest, pk: Any) -> HttpResponse:
    """Makes it ready, as the person who presses saw it. What is missing stands on the visit's page, with links."""
    found = visit_for_staff(request, pk)
    seen = request.POST.get("seen", "")
    try:
        number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= LONGEST_VERSION else 0
        met = request.POST.get("conditions", "")
        found.make_ready(request.user, seen=number, met=met, request=request)
        messages.success(request, _("The visit is ready. If something changes, it is taken back by itself."))
    except NotReady:
        messages.error(request, _("The visit is not ready: something is missing. It is listed below."))
    except Changed as changed:
        messages.error(request, f"{changed} " + _("Look at the visit as it is now, then press again."))
    except NotAllowed as refused:
        messages.error(request, str(refused))
    return redirect("visit", pk=found.pk)
