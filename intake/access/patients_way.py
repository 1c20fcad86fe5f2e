"""What the browser of a patient, or of a clinician who writes for one, may work on."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.crypto import constant_time_compare

from clinic.audit import record
from clinic.roles import CLINICAL
from intake.models import Filling, Intake, NotAllowed, Reply, Sitting
from intake.models.reference import tidy


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
