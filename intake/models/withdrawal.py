"""A patient stops, or tells a clinician so: the form is withdrawn, visits ahead are cancelled, the clinic is told.

Nothing is deleted.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.consent_withdrawal import LONGEST_SAID
from intake.models.information_request import InformationRequest
from intake.models.lacking import CHECK_HOLDS
from intake.models.lapse import Lapse, LapseReason
from intake.models.message import Message
from intake.models.refusals import NotAllowed, NotOpen
from intake.models.route import by_a_spoken_route, refuse_unless_spoken
from intake.models.status import Status, may_move, refuse_unless
from intake.models.visit import SHORTEST_WHY, Visit
from intake.models.visit_status import VisitStatus
from intake.wording.kinds import KINDS


class Withdrawal(SealedRow):
    """One withdrawal: when, from which status, and how many visits it cancelled. An open safety alert stays open.

    `by` is the clinician who wrote it down as the patient told it, by `route`, with what they said (`said`, encrypted);
    nobody where the patient stopped on their own page.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="withdrawals")
    at = models.DateTimeField()
    from_status = models.CharField(max_length=20, choices=Status)
    visits = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=10, blank=True)
    said = SealedField(null=True)

    class Meta(SealedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["intake"], name="withdrawn_once"),
            by_a_spoken_route("withdrawal_written_down_by_a_route"),
        ]

    def __str__(self) -> str:
        return f"withdrawn {self.at:%d %b %Y}"

    @classmethod
    def of(cls, intake: Any) -> Withdrawal | None:
        """That of this intake, with who has seen it; None where the patient has not stopped."""
        found: Withdrawal | None = cls.objects.select_related("seen__by", "by").filter(intake=intake).first()
        if found is not None:
            found.intake = intake
        return found

    @property
    def is_news(self) -> bool:
        """Whether a clinician is to know, and none does: it was sent, or had visits, and none wrote it down or has said
        that they have seen it."""
        matters = self.from_status != Status.DRAFT or self.visits > 0
        return matters and self.by_id is None and not hasattr(self, "seen")

    @classmethod
    def write_down(cls, intake: Any, staff: Any, route: str, said: str, request: Any = None) -> Withdrawal:
        """A clinician writes down that the patient told them so: it counts as if they had stopped on their own page."""
        refuse_unless_spoken(route)
        if not SHORTEST_WHY <= len(said.strip()) <= LONGEST_SAID:
            raise NotAllowed("Write what was said, in a few words.")
        return cls.make(intake, request, by=staff, route=route, said=said.strip())

    @classmethod
    @transaction.atomic
    def make(
        cls, intake: Any, request: Any = None, *, by: Any = None, route: str = "", said: str | None = None
    ) -> Withdrawal:
        """The patient stops. A second press returns the same row."""
        locked = intake._locked()
        before = cls.of(locked)
        if before is not None and (by is None or (before.by, before.said) == (by, said)):
            return before
        if by is not None:
            refuse_unless("withdraw", locked, by)
        if not may_move("withdraw", locked.status):
            raise NotOpen("This form is closed.")
        if is_at_a_visit(locked):
            raise NotOpen("Your visit has begun. Tell the person who is with you that you want to stop.")
        came_from, now = locked.status, timezone.now()
        InformationRequest.end_open(locked, request)
        Message.call_off(intake=locked, kinds=[key for key, kind in KINDS.items() if not kind.to_driver])
        Lapse.of(locked, LapseReason.WITHDRAWN, str(LapseReason.WITHDRAWN.label))
        locked.status, locked.waiting_since = Status.WITHDRAWN, now
        locked.lapses_at = None
        visits = Visit.ending_with(locked).count()
        made = cls.objects.create(
            intake=locked, at=now, from_status=came_from, visits=visits, by=by, route=route, said=said
        )
        Visit.cancel_all_ahead(locked, _("The patient has stopped."), request)
        locked.settle_place()
        locked.save()
        act = "intake.withdrawn_told" if by else "intake.withdrawn"
        record(act, staff=by, request=request, subject=locked, detail=f"{visits} visits cancelled")
        Message.put("withdrawn", intake=locked, context={"link": settings.MESSAGES.link(reverse("start"))})
        intake._become(locked)
        return made


def is_at_a_visit(intake: Any) -> bool:
    """Whether a visit that was ready has begun, and nobody has said yet that the patient went home: who wants to stop
    then tells the people there, and is let go home as after any visit."""
    now = timezone.now()
    begun = Visit.objects.filter(intake=intake, status=VisitStatus.READY, at__lte=now, at__gt=now - CHECK_HOLDS)
    return begun.exists()
