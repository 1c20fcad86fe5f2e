"""A link by which a patient comes back to their own form, on any device: mailed on their request, for 30 minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from intake.models.link import MOST_TRIES, Link
from intake.models.proof import Proof
from intake.models.sitting import Sitting, hash_of

LASTS = timedelta(minutes=30)
MOST_LIVE = 3
"""A new link does not end the ones before it: otherwise a stranger who asks for one could lock the patient out."""


class ReturnLink(Link):
    """The way back into one intake, bound to the address it was sent to (`reach_index`): it opens nothing any more once
    the intake names another."""

    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="return_links")
    reach_index = models.CharField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=("intake", "expires_at"), name="live_return_links")]

    @classmethod
    def make(cls, intake: Any, reach_index: str) -> str | None:
        """The token of a new link; None where three work already. The intake is locked by the caller."""
        live = cls.objects.filter(
            intake=intake, used_at=None, expires_at__gt=timezone.now(), tries__lt=MOST_TRIES, reach_index=reach_index
        )
        if live.count() >= MOST_LIVE:
            return None
        token = cls.issue(LASTS, intake=intake, reach_index=reach_index)
        record("return.link_made", subject=intake)
        return token

    @classmethod
    @transaction.atomic
    def come_in(cls, token: str, said: Proof, request: Any = None) -> tuple[Sitting, str] | None:
        """A sitting at the form for whoever has the link and shows that it is theirs; None for all else.

        It is the only sitting of the intake then, and answers given earlier in private sections are not shown in it.
        """
        link = cls.objects.select_related("intake").filter(token_hash=hash_of(token)).first()
        if link is None:
            return None
        intake = link.intake._locked()
        still_theirs = link.reach_index in (intake.email_index, intake.phone_index)
        if not still_theirs or not link.use(intake, lambda: said.is_of(intake)):
            record("return.link_refused", request=request, subject=intake)
            return None
        if request is not None and getattr(request, "sitting", None):
            request.sitting.end()
        intake.sittings.filter(ended_at=None).update(ended_at=timezone.now())
        begun = Sitting.begin(intake, masked=True)
        record("return.opened", request=request, subject=intake)
        return begun
