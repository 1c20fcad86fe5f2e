"""Records of staff: intakes, patients, flags, alerts, and lists of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest

from clinic.audit import record
from clinic.roles import CLINICAL, DESK
from intake.access.looking import listed, looked_up, uuid_of
from intake.models import Disposition, Flag, Holding, Intake, Lapse, Merge, Patient, SafetyAlert
from intake.models.queue import IntakeQuerySet, Listing
from intake.models.queue_row import QueueRow, page_of
from intake.models.reference import tidy


def intake_for_staff(request: HttpRequest, reference: str) -> Intake:
    """An intake for a clinician, the reading recorded before anything is shown; 404 for anybody else.

    Whoever opens it first after it was sent begins its review.
    """
    intake = looked_up(request, reference, CLINICAL, "record.read")
    intake.take_up(request.user, request)
    Lapse.if_due(intake)
    Holding.renew(intake, request.user)
    return intake


def intake_at_hand(request: HttpRequest, reference: str) -> Intake:
    """An intake for acts around it, and for who else is at it: nothing that a patient told is shown. 404 for others."""
    if getattr(request.user, "role", "") not in CLINICAL:
        raise Http404
    intake: Intake | None = Intake.objects.select_related("holder").filter(reference=tidy(reference)).first()
    if intake is None:
        raise Http404
    return intake


def intake_for_desk(request: HttpRequest, reference: str) -> Intake:
    """An intake for the front desk's card: contact, ride and status only."""
    return looked_up(request, reference, DESK, "card.read", on_desk_list=True)


def intakes_for_staff(request: HttpRequest) -> IntakeQuerySet:
    """All intakes, for a clinician's lists; that they were listed is recorded. 404 for anybody else."""
    return listed(request, CLINICAL, "queue.read")


def queue_page_for_staff(
    request: HttpRequest,
    listing: Listing,
    tokens: Sequence[int],
    *,
    after: Sequence[Any] | None = None,
    rows: int,
) -> list[QueueRow]:
    """A page of a list, for a clinician; that it was read is recorded. 404 for anybody else."""
    intakes_for_staff(request)
    return page_of(listing, tokens, after=after, rows=rows)


def intakes_for_desk(request: HttpRequest) -> IntakeQuerySet:
    """The front desk's list; that it was listed is recorded. 404 for anybody else."""
    return listed(request, DESK, "desk.read").on_desk()


def intakes_searched(request: HttpRequest, by: str) -> IntakeQuerySet:
    """What a search looks through: all for a clinician, its own list for the front desk. `by`: a column's name."""
    role = getattr(request.user, "role", "")
    if role not in DESK:
        raise Http404
    record("search.made", request=request, detail=by)
    found: IntakeQuerySet = Intake.objects.all()
    return found if role in CLINICAL else found.filter(on_desk_list=True)


def news_for_staff(request: HttpRequest) -> IntakeQuerySet:
    """For a clinician, how many came lately: counted, never shown. 404 for anybody else."""
    if getattr(request.user, "role", "") not in CLINICAL:
        raise Http404
    found: IntakeQuerySet = Intake.objects.all()
    return found


def intake_to_reopen(request: HttpRequest, reference: str) -> Intake | None:
    """An intake by the reference that its patient read out; None where there is none. Nothing of it is shown."""
    if getattr(request.user, "role", "") not in DESK:
        raise Http404
    found: Intake | None = Intake.objects.filter(reference=tidy(reference)).first()
    return found


def patient_for_staff(request: HttpRequest, pk: uuid.UUID | str) -> Patient:
    """A patient for a clinician, the reading recorded; 404 for anybody else."""
    if getattr(request.user, "role", "") not in CLINICAL:
        raise Http404
    with transaction.atomic():
        patient: Patient | None = Patient.objects.filter(pk=uuid_of(pk)).first()
        if patient is None:
            raise Http404
        record("patient.read", request=request, subject=patient)
    return patient


def merge_for_staff(request: HttpRequest, pk: uuid.UUID) -> Merge:
    """A merge of two patients for a clinician, the reading recorded; 404 for anybody else."""
    if getattr(request.user, "role", "") not in CLINICAL:
        raise Http404
    with transaction.atomic():
        merge = Merge.objects.select_related("merged", "survivor", "unmerge").filter(pk=pk).first()
        if merge is None:
            raise Http404
        record("patient.read", request=request, subject=merge.survivor)
    return merge


def follow_ups_for_staff(request: HttpRequest) -> list[dict[str, Any]]:
    """What was promised when safety alerts were closed, from a week ago on, for a clinician; 404 for anybody else."""
    if getattr(request.user, "role", "") not in CLINICAL:
        raise Http404
    return Disposition.follow_ups()


def alert_for_staff(request: HttpRequest, pk: uuid.UUID | str) -> SafetyAlert:
    """A safety alert for a clinician, the reading recorded; 404 for anybody else."""
    if getattr(request.user, "role", "") not in CLINICAL:
        raise Http404
    with transaction.atomic():
        alert = SafetyAlert.objects.with_steps().filter(pk=pk).first()
        if alert is None:
            raise Http404
        record("alert.read", request=request, subject=alert.intake)
    return alert


def flag_for_staff(request: HttpRequest, reference: str, pk: uuid.UUID | str) -> Flag:
    """A flag of this intake for a clinician, the reading of the record recorded; 404 for anybody else."""
    intake = intake_for_staff(request, reference)
    flag = Flag.objects.filter(intake=intake, pk=pk).first()
    if flag is None:
        raise Http404
    flag.intake = intake
    return flag
