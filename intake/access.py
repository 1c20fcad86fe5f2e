"""The look-up is the permission: nobody holds an intake they may not see, and looking is recorded."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.crypto import constant_time_compare

from clinic.audit import record
from clinic.roles import CLINICAL, Role
from intake.models import Intake, SafetyAlert, Sitting
from intake.models.reference import tidy

DESK = CLINICAL | {Role.FRONT_DESK}


class NoSitting(Exception):
    """This browser has no open form."""


class OtherForm(Exception):
    """A form that was opened for another intake than the one this browser now fills in."""


def open_sitting_of(request: HttpRequest) -> Sitting:
    """The sitting of this browser; NoSitting when there is none. Being here counts as activity."""
    sitting = request.sitting  # type: ignore[attr-defined]
    if not sitting:
        raise NoSitting
    sitting.notice()
    found: Sitting = sitting
    return found


def open_intake_of(request: HttpRequest) -> Intake:
    """The intake this browser is filling in; NoSitting when there is none.

    A form carries the mark of its intake (`for`); one without it, or that is sent after another intake was begun
    in the same browser, is refused.
    """
    intake: Intake = open_sitting_of(request).intake
    if request.method == "POST" and not constant_time_compare(request.POST.get("for", ""), intake.form_mark):
        raise OtherForm
    return intake


def intake_for_staff(request: HttpRequest, reference: str) -> Intake:
    """An intake for a clinician, the reading recorded before anything is shown; 404 for anybody else.

    Whoever opens it first after it was sent begins its review.
    """
    intake = _looked_up(request, reference, CLINICAL, "record.read")
    intake.take_up(request.user, request)
    return intake


def intake_for_desk(request: HttpRequest, reference: str) -> Intake:
    """An intake for the front desk's card: contact, ride and status only."""
    return _looked_up(request, reference, DESK, "card.read", on_desk_list=True)


def alert_for_staff(request: HttpRequest, pk: uuid.UUID | str) -> SafetyAlert:
    """A safety alert for a clinician, the reading recorded; 404 for anybody else."""
    if getattr(request.user, "role", "") not in CLINICAL:
        raise Http404
    with transaction.atomic():
        alert = SafetyAlert.objects.select_related("intake").filter(pk=pk).first()
        if alert is None:
            raise Http404
        record("alert.read", request=request, subject=alert.intake)
    return alert


def _looked_up(
    request: HttpRequest, reference: str, roles: frozenset[Role], action: str, **more: bool
) -> Intake:
    if getattr(request.user, "role", "") not in roles:
        raise Http404
    with transaction.atomic():
        intake: Intake | None = Intake.objects.filter(reference=tidy(reference), **more).first()
        if intake is None:
            raise Http404
        record(action, request=request, subject=intake)
    return intake
