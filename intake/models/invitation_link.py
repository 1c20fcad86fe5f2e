"""The link of an invitation: works for seven days, once, and opens an empty form only."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from intake.models.link import Link
from intake.models.sitting import Sitting, hash_of


class InvitationLink(Link):
    """The way into the form of one invitation, of whose token we keep the hash."""

    invitation = models.ForeignKey("Invitation", on_delete=models.PROTECT, related_name="links")

    @classmethod
    def opens(cls, intake: Any) -> bool:
        """Whether a link to this form still works."""
        return cls.objects.filter(invitation__intake=intake, used_at=None, expires_at__gt=timezone.now()).exists()

    @classmethod
    def end_all(cls, invitation: Any) -> None:
        """No link of this invitation works any more."""
        now = timezone.now()
        cls.objects.filter(invitation=invitation, used_at=None, expires_at__gt=now).update(expires_at=now)

    @classmethod
    @transaction.atomic
    def open(cls, token: str, for_whom: str, request: Any = None) -> tuple[Sitting, str] | None:
        """A sitting at the empty form, for whom the visitor says it is; None for a link that opens nothing."""
        link = cls.objects.select_related("invitation__intake").filter(token_hash=hash_of(token)).first()
        if link is None:
            return None
        intake = link.invitation.intake._locked()
        link.invitation.refresh_from_db()
        off = link.invitation.called_off_at is not None
        if off or not intake.is_open or intake.drafts.exists() or not link.use(intake, lambda: True):
            record("invitation.refused", request=request, subject=intake)
            return None
        if request is not None and getattr(request, "sitting", None):
            request.sitting.end()
        cls.end_all(link.invitation)
        intake.sittings.filter(ended_at=None).update(ended_at=timezone.now())
        intake.for_whom, intake.created_at = for_whom, timezone.now()
        intake.save()
        begun = Sitting.begin(intake)
        record("invitation.opened", request=request, subject=intake)
        return begun
