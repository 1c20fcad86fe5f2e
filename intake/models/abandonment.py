"""A form that nobody went on with for 14 days is closed. What was told stays; an open safety alert stays open."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.sealed import SealedRow
from intake.models.invitation_link import InvitationLink
from intake.models.message import Message
from intake.models.status import Status, refuse_unless
from intake.models.visit import Visit

DIES_AFTER = timedelta(days=14)


class Abandonment(SealedRow):
    """One form, closed unsent: when, and when somebody last went on with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.OneToOneField("Intake", on_delete=models.PROTECT, related_name="abandonment")
    at = models.DateTimeField()
    last_touched_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"closed {self.at:%d %b %Y}"

    @classmethod
    @transaction.atomic
    def if_due(cls, intake: Any) -> Abandonment | None:
        """Closes it, unless somebody went on with it meanwhile, an invitation still opens it, or a visit is ahead for
        which it is needed."""
        locked = intake._locked()
        if locked.status != Status.DRAFT or last_touched(locked) > timezone.now() - DIES_AFTER:
            return None
        if InvitationLink.opens(locked):
            return None
        if Visit.objects.ahead().filter(intake=locked, at__gt=timezone.now()).exists():
            return None
        return cls.make(locked)

    @classmethod
    @transaction.atomic
    def make(cls, intake: Any) -> Abandonment:
        """Clearway closes it: no browser, link or code opens it any more."""
        locked = intake._locked()
        refuse_unless("abandon", locked, None)
        now = timezone.now()
        made = cls.objects.create(intake=locked, at=now, last_touched_at=last_touched(locked))
        locked.status = Status.ABANDONED
        locked.sittings.filter(ended_at=None).update(ended_at=now)
        Message.call_off(intake=locked, kinds=["draft_reminder", "way_back", "invitation"])
        locked.settle_place()
        locked.save()
        record("intake.abandoned", subject=locked)
        intake._become(locked)
        return made


def last_touched(intake: Any) -> datetime:
    """When somebody last began, opened or wrote in a form."""
    written = intake.drafts.aggregate(at=models.Max("changed_at"))["at"]
    seen = intake.sittings.aggregate(at=models.Max("last_seen_at"))["at"]
    return max(at for at in (intake.created_at, written, seen) if at is not None)


def too_old(intakes: Any) -> Iterator[Any]:
    """Unsent forms begun so long ago that they may be closed, the oldest first, by one index."""
    old = intakes.filter(status=Status.DRAFT, created_at__lte=timezone.now() - DIES_AFTER)
    yield from old.order_by("created_at").iterator(chunk_size=200)
