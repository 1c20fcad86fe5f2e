"""The look-up is the permission: nobody holds an intake they may not see, and looking is recorded."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.crypto import constant_time_compare

from clinic.audit import record
from clinic.roles import CLINICAL, DESK, Role
from intake.models import (
    Course,
    Filling,
    Flag,
    Holding,
    Intake,
    Invitation,
    Lapse,
    Merge,
    Message,
    NotAllowed,
    Patient,
    PolicyChange,
    Reply,
    SafetyAlert,
    Sitting,
    Visit,
)
from intake.models.invitation import InvitationQuerySet
from intake.models.lacking import READ_WITH
from intake.models.message import MessageQuerySet
from intake.models.policy_change import PolicyChangeQuerySet
from intake.models.queue import IntakeQuerySet
from intake.models.reference import tidy
from intake.models.visit import VisitQuerySet


class NoSitting(Exception):
    """This browser has no open form."""


class NotAsked(Exception):
    """This browser is not at a request of the clinicians."""


class OtherForm(Exception):
    """A form that was opened for another intake than the one this browser now fills in."""


class NoFilling(Exception):
    """A form in which this clinician may not write: they have not said how they made sure who asks."""


def open_sitting_of(request: HttpRequest) -> Sitting:
    """The sitting of this browser; NoSitting when there is none. Opening or sending a page counts as activity; what a
    page does by itself, which asks for JSON, does not."""
    sitting = request.sitting  # type: ignore[attr-defined]
    if not sitting:
        raise NoSitting
    if "application/json" not in request.headers.get("Accept", ""):
        sitting.notice()
    found: Sitting = sitting
    return found


def time_left_of(request: HttpRequest) -> int:
    """For how many seconds this browser's form stays open; who presses (POST) keeps it open."""
    sitting = request.sitting  # type: ignore[attr-defined]
    if not sitting:
        raise NoSitting
    if request.method == "POST":
        sitting.notice()
    left: int = sitting.seconds_left
    return left


def open_intake_of(request: HttpRequest) -> Intake:
    """The intake this browser is filling in; NoSitting when there is none.

    A form carries the mark of its intake (`for`); one without it, or that is sent after another intake was begun
    in the same browser, is refused.
    """
    intake: Intake = open_sitting_of(request).intake
    if request.method == "POST" and not constant_time_compare(request.POST.get("for", ""), intake.form_mark):
        raise OtherForm
    return intake


def reply_of(request: HttpRequest) -> Reply:
    """What this browser answers to a request of the clinicians; NotAsked when it came in another way.

    A form carries the mark of its request (`for`); one without it, or of another request, is refused.
    """
    sitting = open_sitting_of(request)
    if sitting.request is None:
        raise NotAsked
    asked = sitting.request
    asked.intake = sitting.intake
    if request.method == "POST" and not constant_time_compare(request.POST.get("for", ""), asked.form_mark):
        raise OtherForm
    return Reply(asked)


def intake_for_staff(request: HttpRequest, reference: str) -> Intake:
    """An intake for a clinician, the reading recorded before anything is shown; 404 for anybody else.

    Whoever opens it first after it was sent begins its review.
    """
    intake = _looked_up(request, reference, CLINICAL, "record.read")
    intake.take_up(request.user, request)
    Lapse.if_due(intake)
    Holding.renew(intake, request.user)
    return intake


def intake_at_hand(request: HttpRequest, reference: str) -> Intake:
    """An intake for acts around it, and for who else is at it: nothing that a patient told is shown. 404 for others."""
    if getattr(request.user, "role", "") not in CLINICAL:
        raise Http404
    intake: Intake | None = (
        Intake.objects.select_related("holder").filter(reference=tidy(reference)).first()
    )
    if intake is None:
        raise Http404
    return intake


def intake_for_desk(request: HttpRequest, reference: str) -> Intake:
    """An intake for the front desk's card: contact, ride and status only."""
    return _looked_up(request, reference, DESK, "card.read", on_desk_list=True)


def intake_to_plan(request: HttpRequest, reference: str) -> Intake:
    """An intake for planning its visits: who and when, nothing of health. The front desk finds those on its list."""
    on_list = {} if getattr(request.user, "role", "") in CLINICAL else {"on_desk_list": True}
    return _looked_up(request, reference, DESK, "card.read", **on_list)


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


def intakes_for_staff(request: HttpRequest) -> IntakeQuerySet:
    """All intakes, for a clinician's lists; that they were listed is recorded. 404 for anybody else."""
    return _listed(request, CLINICAL, "queue.read")


def intakes_for_desk(request: HttpRequest) -> IntakeQuerySet:
    """The front desk's list; that it was listed is recorded. 404 for anybody else."""
    return _listed(request, DESK, "desk.read").on_desk()


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


def intake_to_fill(request: HttpRequest, reference: str) -> Intake:
    """A form that its patient asks a clinician to go on with. Nothing of it is shown yet; 404 for anybody else."""
    if getattr(request.user, "role", "") not in CLINICAL:
        raise Http404
    found: Intake | None = Intake.objects.filter(reference=tidy(reference)).first()
    if found is None:
        raise NotAllowed("There is no form with this reference. Ask the patient to read it again.")
    return found


def filling_for_staff(request: HttpRequest, reference: str) -> Filling:
    """The form that a clinician fills in for its patient, the reading recorded; NoFilling for another clinician."""
    if getattr(request.user, "role", "") not in CLINICAL:
        raise Http404
    with transaction.atomic():
        intake = Intake.objects.filter(reference=tidy(reference)).first()
        if intake is None:
            raise Http404
        filling = Filling.of(intake, request.user)
        if filling is None:
            raise NoFilling
        if request.method == "GET":
            record("filling.read", request=request, subject=intake)
    filling.intake = intake
    return filling


def patient_for_staff(request: HttpRequest, pk: uuid.UUID | str) -> Patient:
    """A patient for a clinician, the reading recorded; 404 for anybody else."""
    if getattr(request.user, "role", "") not in CLINICAL:
        raise Http404
    with transaction.atomic():
        patient: Patient | None = Patient.objects.filter(pk=_uuid(pk)).first()
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


def policy_changes_for_staff(request: HttpRequest) -> PolicyChangeQuerySet:
    """Every change of the clinic's policy, for a clinician; 404 for anybody else. They tell of no patient."""
    if getattr(request.user, "role", "") not in CLINICAL:
        raise Http404
    found: PolicyChangeQuerySet = PolicyChange.objects.with_people()
    return found


def policy_change_for_staff(request: HttpRequest, pk: uuid.UUID | str) -> PolicyChange:
    """One change of the clinic's policy, for a clinician; 404 for anybody else."""
    found: PolicyChange | None = policy_changes_for_staff(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def messages_for_staff(request: HttpRequest) -> MessageQuerySet:
    """Every message, for who meets patients; that they were listed is recorded. 404 for anybody else."""
    if getattr(request.user, "role", "") not in DESK:
        raise Http404
    record("outbox.read", request=request)
    return Message.objects.with_intake()


def message_for_staff(request: HttpRequest, pk: uuid.UUID) -> Message:
    """One message, to act on; 404 for who does not meet patients."""
    if getattr(request.user, "role", "") not in DESK:
        raise Http404
    found: Message | None = Message.objects.with_intake().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def invitations_for_staff(request: HttpRequest) -> InvitationQuerySet:
    """Every invitation, for who meets patients; that they were listed is recorded. 404 for anybody else."""
    if getattr(request.user, "role", "") not in DESK:
        raise Http404
    record("invitations.read", request=request)
    return Invitation.objects.as_listed()


def invite(request: HttpRequest, email: str, last_name: str) -> Invitation:
    """A new invitation, by who meets patients; 404 for anybody else."""
    if getattr(request.user, "role", "") not in DESK:
        raise Http404
    return Invitation.send(request.user, email, last_name, request)


def invitation_for_staff(request: HttpRequest, pk: uuid.UUID) -> Invitation:
    """One invitation, to act on; 404 for who does not meet patients."""
    if getattr(request.user, "role", "") not in DESK:
        raise Http404
    found: Invitation | None = Invitation.objects.select_related("intake").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def figures_for_staff(request: HttpRequest) -> None:
    """Counts over many patients, for a clinician; that they were looked at is recorded. 404 for anybody else."""
    if getattr(request.user, "role", "") not in CLINICAL:
        raise Http404
    record("insights.read", request=request)


def _listed(request: HttpRequest, roles: frozenset[Role], action: str) -> IntakeQuerySet:
    if getattr(request.user, "role", "") not in roles:
        raise Http404
    record(action, request=request)
    return Intake.objects.all()


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


def _uuid(given: uuid.UUID | str) -> uuid.UUID:
    try:
        return given if isinstance(given, uuid.UUID) else uuid.UUID(given)
    except ValueError:
        raise Http404 from None
