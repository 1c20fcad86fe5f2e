"""Visits and courses, for who meets patients."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import Http404, HttpRequest

from clinic.audit import record
from clinic.roles import CLINICAL, DESK
from intake.access.looking import looked_up
from intake.models import Course, Intake, Visit
from intake.models.lacking import READ_WITH
from intake.models.visit import VisitQuerySet


def intake_to_plan(request: HttpRequest, reference: str) -> Intake:
    """An intake for planning its visits: who and when, nothing of health. The front desk finds those on its list."""
    on_list = {} if getattr(request.user, "role", "") in CLINICAL else {"on_desk_list": True}
    return looked_up(request, reference, DESK, "card.read", **on_list)


def visit_for_desk(request: HttpRequest, pk: uuid.UUID, action: str = "visit.read") -> Visit:
    """A visit: who, when, how it stands; the reading recorded. 404 for who may not know who comes."""
    role = getattr(request.user, "role", "")
    if role not in DESK:
        raise Http404
    with transaction.atomic():
        visits = Visit.objects.select_related("intake", "course")
        seen = visits if role in CLINICAL else visits.filter(intake__on_desk_list=True)
        visit: Visit | None = seen.filter(pk=pk).first()
        if visit is None:
            raise Http404
        record(action, request=request, subject=visit.intake)
    visit.course.intake = visit.intake
    return visit


def visit_for_staff(request: HttpRequest, pk: uuid.UUID) -> Visit:
    """A visit for a clinician, with what was found and written at it; the reading of the record recorded. 404 for
    anybody else."""
    if getattr(request.user, "role", "") not in CLINICAL:
        raise Http404
    return visit_for_desk(request, pk, "record.read")


def visits_for_desk(request: HttpRequest) -> VisitQuerySet:
    """All visits, for the day's board; that it was read is recorded. 404 for who may not know who comes."""
    role = getattr(request.user, "role", "")
    if role not in DESK:
        raise Http404
    record("visits.read", request=request)
    found: VisitQuerySet = Visit.objects.select_related("intake", "course").prefetch_related(*READ_WITH)
    return found if role in CLINICAL else found.filter(intake__on_desk_list=True)


def course_for_staff(request: HttpRequest, pk: uuid.UUID) -> Course:
    """A course for a clinician, the reading of its record recorded; 404 for anybody else."""
    if getattr(request.user, "role", "") not in CLINICAL:
        raise Http404
    with transaction.atomic():
        course: Course | None = Course.objects.select_related("intake").filter(pk=pk).first()
        if course is None:
            raise Http404
        record("record.read", request=request, subject=course.intake)
    return course
