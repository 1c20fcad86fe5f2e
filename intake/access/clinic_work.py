"""What is of the clinic and not of one record: messages, invitations, changes of the policy, figures."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest

from clinic.audit import record
from clinic.roles import CLINICAL, DESK
from intake.models import Invitation, Message, PolicyChange
from intake.models.invitation import InvitationQuerySet
from intake.models.message import MessageQuerySet
from intake.models.policy_change import PolicyChangeQuerySet


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
