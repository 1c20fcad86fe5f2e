"""Staff invite a patient by e-mail to fill in a form. The invitation makes the form, empty; its link opens it once."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.roles import DESK
from intake.models.intake import Intake
from intake.models.invitation_link import InvitationLink
from intake.models.message import FOR_STAFF, Message, State
from intake.models.reach import Reach
from intake.models.refusals import NotAllowed
from intake.models.status import SENT_ONCE, Status
from intake.visiting.prep import moment_in_words

LASTS = timedelta(days=7)
LONGEST_NAME = 100
KIND = "invitation"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, as they are looked for."""

    def as_listed(self) -> InvitationQuerySet:
        """With all that says how each stands."""
        letters = models.Prefetch(
            "intake__messages", Message.objects.filter(kind=KIND).order_by("-number"), to_attr="invitations"
        )
        begun = models.Exists(Intake.objects.filter(pk=models.OuterRef("intake"), drafts__isnull=False))
        return self.select_related("intake", "by").prefetch_related("links", letters).annotate(written_in=begun)

    def older_than(self, place: tuple[datetime, uuid.UUID] | None) -> InvitationQuerySet:
        """The newest first, from a place on."""
        found = self.order_by("-at", "-id")
        if place is None:
            return found
        at, pk = place
        return found.filter(at__lte=at).filter(models.Q(at__lt=at) | models.Q(id__lt=pk))


class Invitation(models.Model):
    """One person invited. `told` is their e-mail and, if staff gave it, their last name: sealed with the form."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.OneToOneField("Intake", on_delete=models.PROTECT, related_name="invitation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told = SealedField()
    called_off_at = models.DateTimeField(null=True)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["at", "id"], name="invitations_by_time")]

    def __str__(self) -> str:
        return f"invited {self.at:%d %b %Y}"

    # What is known

    @property
    def email(self) -> str:
        """Where it went."""
        return str(self.told["email"])

    @property
    def last_name(self) -> str:
        """As staff wrote it; empty where they did not."""
        return str(self.told["last_name"])

    @property
    def is_begun(self) -> bool:
        """Whether somebody has opened the form, or written in it."""
        written = getattr(self, "written_in", None)
        return bool(self.intake.for_whom) or (self.intake.drafts.exists() if written is None else bool(written))

    @property
    def until(self) -> datetime | None:
        """Until when its newest link opens the form."""
        return max((link.expires_at for link in self.links.all()), default=None)

    @property
    def can_change(self) -> bool:
        """Whether it can be sent again or called off."""
        return self.called_off_at is None and self.intake.status == Status.DRAFT and not self.is_begun

    def stands(self) -> str:
        """How it stands, in words that say nothing of health."""
        if self.called_off_at is not None:
            return _("called off")
        if self.intake.status in SENT_ONCE:
            return _("used: the form was sent")
        if self.intake.status == Status.WITHDRAWN:
            return _("used: the patient has stopped")
        if self.is_begun:
            return _("opened: the form is begun")
        if self.until is None or self.until <= timezone.now() or self.intake.status != Status.DRAFT:
            return _("lapsed: nobody opened it")
        letter = self._letter()
        if letter is not None and letter.state in FOR_STAFF:
            return _("could not be sent")
        return _("sent") if letter is not None and letter.state == State.SENT else _("waiting to be sent")

    def _letter(self) -> Message | None:
        """The newest message of it."""
        listed = getattr(self.intake, "invitations", None)
        if listed is not None:
            return listed[0] if listed else None
        return Message.objects.filter(intake=self.intake, kind=KIND).order_by("-number").first()

    # What staff do

    @classmethod
    @transaction.atomic
    def send(cls, staff: Any, email: str, last_name: str = "", request: Any = None) -> Invitation:
        """Writes an invitation to this address, with an empty form behind it."""
        _refuse_stranger(staff)
        intake = Intake.objects.create(for_whom="")
        made = cls(intake=intake, by=staff, at=timezone.now())
        made.told = {"email": email, "last_name": last_name.strip()[:LONGEST_NAME]}
        made.save(force_insert=True)
        record("invitation.sent", staff=staff, request=request, subject=intake)
        made._write(intake)
        return made

    @transaction.atomic
    def send_again(self, staff: Any, request: Any = None) -> None:
        """A new link to the same address; the one before it stops working."""
        locked = self._locked_while_unopened(staff)
        self._end(locked)
        record("invitation.sent_again", staff=staff, request=request, subject=locked)
        self._write(locked)

    @transaction.atomic
    def call_off(self, staff: Any, request: Any = None) -> None:
        """Its link stops working."""
        locked = self._locked_while_unopened(staff)
        self._end(locked)
        self.called_off_at, self.called_off_by = timezone.now(), staff
        self.save(update_fields=["called_off_at", "called_off_by"])
        record("invitation.called_off", staff=staff, request=request, subject=locked)

    def _locked_while_unopened(self, staff: Any) -> Intake:
        _refuse_stranger(staff)
        locked = self.intake._locked()
        now = Invitation.objects.select_related("intake").get(pk=self.pk)
        if now.called_off_at is not None:
            raise NotAllowed(_("This invitation was called off. Invite again."))
        if now.is_begun:
            raise NotAllowed(_("The form is begun already. To let the patient go on, reopen it with its reference."))
        if not now.can_change:
            raise NotAllowed(_("This invitation is too old. Invite again."))
        return locked

    def _end(self, locked: Intake) -> None:
        InvitationLink.end_all(self)
        Message.call_off(intake=locked, kinds=[KIND])

    def _write(self, locked: Intake) -> None:
        until = timezone.now() + LASTS
        token = InvitationLink.issue(LASTS, invitation=self)
        told = {"link": settings.MESSAGES.link(reverse("invited", args=[token]))}
        told["until"] = moment_in_words(timezone.localtime(until))
        Message.put(KIND, intake=locked, context=told, to=Reach(email=self.email, by="email"), until=until)


def _refuse_stranger(staff: Any) -> None:
    if staff.role not in DESK:
        raise NotAllowed(_("Only the front desk, a nurse or a physician can do this."))
