"""How every look-up of staff is made: by role, written down, 404 for all else."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import Http404, HttpRequest

from clinic.audit import record
from clinic.roles import Role
from intake.models import Intake
from intake.models.queue import IntakeQuerySet
from intake.models.reference import tidy


def listed(request: HttpRequest, roles: frozenset[Role], action: str) -> IntakeQuerySet:
    """A list of intakes for these roles; that it was read is written down. 404 for anybody else."""
    if getattr(request.user, "role", "") not in roles:
        raise Http404
    record(action, request=request)
    return Intake.objects.all()


def looked_up(
    request: HttpRequest, reference: str, roles: frozenset[Role], action: str, **more: bool
) -> Intake:
    """One intake by its reference, for these roles; that it was opened is written down. 404 for all else."""
    if getattr(request.user, "role", "") not in roles:
        raise Http404
    with transaction.atomic():
        intake: Intake | None = Intake.objects.filter(reference=tidy(reference), **more).first()
        if intake is None:
            raise Http404
        record(action, request=request, subject=intake)
    return intake


def uuid_of(given: uuid.UUID | str) -> uuid.UUID:
    """An identifier as it came in an address; 404 for what is none."""
    try:
        return given if isinstance(given, uuid.UUID) else uuid.UUID(given)
    except ValueError:
        raise Http404 from None
