"""What a driver says to a ride: by their link or code, or to staff on the phone. The last answer counts."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.driver_link import DriverLink
from intake.models.refusals import NotAllowed
from intake.models.ride import Ride, lock
from intake.models.ride_effects import settle_ride

LONGEST_WORDS = 500


class DriverSays(models.TextChoices):
    """What a driver can say."""

    YES = "yes", gettext_lazy("Yes, I will be there")
    NO = "no", gettext_lazy("No, I cannot")
    OTHER_TIME = "other_time", gettext_lazy("I need another time")


class RideConfirmation(SealedRow):
    """One answer to a ride. `by` is nobody where the driver gave it themselves; `ready_at` is the time it is about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ride = models.ForeignKey("Ride", on_delete=models.PROTECT, related_name="answers")
    visit = models.ForeignKey("Visit", on_delete=models.PROTECT, related_name="ride_answers")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="ride_answers")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    says = models.CharField(max_length=10, choices=DriverSays)
    ready_at = models.DateTimeField()
    words = SealedField()

    class Meta(SealedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["ride", "number"], name="one_answer_a_number"),
            models.CheckConstraint(condition=models.Q(says__in=DriverSays.values), name="driver_says_what_can_be_said"),
        ]

    def __str__(self) -> str:
        return f"{self.says} {self.at:%d %b %H:%M}"

    @classmethod
    def newest(cls, ride: Any) -> RideConfirmation | None:
        """The answer that counts; None while there is none."""
        found: RideConfirmation | None = cls.objects.select_related("by").filter(ride=ride).order_by("-number").first()
        if found is not None:
            found.intake = ride.intake
        return found

    @classmethod
    @transaction.atomic
    def by_driver(cls, link: DriverLink, says: str, words: str, *, asked: str, request: Any = None) -> bool:
        """The driver answers for the time that they read (`asked`); False where the link does not work any more, or
        the visit was moved meanwhile."""
        try:
            visit = lock(link.visit, None)
        except NotAllowed:
            return False
        standing = DriverLink.objects.select_for_update().get(pk=link.pk)
        standing.visit = visit
        ride = Ride.newest(visit)
        if not standing.works() or ride is None or standing.ride_id != ride.pk or asked != asked_of(visit):
            return False
        cls._give(ride, visit, None, says, words, request)
        standing.answered()
        return True

    @classmethod
    @transaction.atomic
    def by_phone(
        cls, ride: Ride, staff: Any, says: str, words: str, *, asked: str = "", request: Any = None
    ) -> RideConfirmation:
        """Staff called the driver, and write down what they said. Only a ride that can stand can be confirmed.

        `asked`: the time that the driver was asked about, as the page showed it.
        """
        visit = lock(ride.visit, staff)
        newest = Ride.newest(visit)
        if newest is None or newest.pk != ride.pk or (asked and asked != asked_of(visit)):
            raise NotAllowed(str(CHANGED_MEANWHILE))
        if says == DriverSays.YES:
            ride.refuse_unless_it_can_stand(visit)
        if not words.strip():
            raise NotAllowed(_("Write what the driver said."))
        given = cls._give(ride, visit, staff, says, words, request)
        DriverLink.note_answer(visit)
        return given

    @classmethod
    def _give(cls, ride: Ride, visit: Any, staff: Any, says: str, words: str, request: Any) -> RideConfirmation:
        """One more answer; the same again by the same, about the same time, is one."""
        last, plain = cls.newest(ride), words.strip()[:LONGEST_WORDS]
        if last is not None and (last.by, last.says, last.words, last.ready_at) == (staff, says, plain, visit.ready_at):
            return last
        given = cls.objects.create(
            ride=ride,
            visit=visit,
            intake=visit.intake,
            number=last.number + 1 if last else 1,
            by=staff,
            at=timezone.now(),
            says=says,
            ready_at=visit.ready_at,
            words=plain,
        )
        event = "ride.driver_answered" if staff is None else "ride.phoned"
        record(event, staff=staff, request=request, subject=visit.intake, detail=says)
        settle_ride(visit)
        return given


CHANGED_MEANWHILE = gettext_lazy(
    "The ride, or the time of the visit, was changed after you opened this page. Read what stands now: what you wrote "
    "is still here. If the driver said it of this ride and this time, send it once more."
)


def asked_of(visit: Any) -> str:
    """The time that a driver is asked about, as a form carries it."""
    return f"{visit.ready_at.timestamp():.0f}"
