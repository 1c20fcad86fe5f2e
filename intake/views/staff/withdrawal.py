"""The patient stopped: as the record shows it, and the press by which a clinician says that they saw it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from intake.access import intake_at_hand
from intake.models import Intake, NotAllowed, Withdrawal, WithdrawalSeen


def withdrawal_seen(request: HttpRequest, reference: str) -> HttpResponse:
    """A clinician has seen it: the form leaves the queue."""
    intake = intake_at_hand(request, reference)
    try:
        WithdrawalSeen.keep(intake, request.user, request)
    except NotAllowed as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Kept: you have seen that the patient stopped."))
    return redirect("record", reference=intake.reference)


def withdrawal_of(intake: Intake) -> dict[str, Any]:
    """For the record: when the patient stopped, what it cancelled, who has seen it."""
    found = Withdrawal.of(intake)
    seen = getattr(found, "seen", None)
    return {"withdrawal": found, "withdrawal_seen_by": seen.by.name if seen else "", "withdrawal_seen": seen}
