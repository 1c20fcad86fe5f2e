"""How a patient comes to a visit and gets home: who takes them, and who else could. Every change is a new row."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.roles import DESK
from clinic.sealed import SealedRow
from intake.models.driver_link import DriverLink
from intake.models.message import Message
from intake.models.policy_in_force import policy_in_force
from intake.models.reach import Reach
from intake.models.refusals import NotAllowed
from intake.models.ride_effects import settle_ride
from intake.models.ride_state import day_in_words, time_in_words
from intake.models.submission import Submission
from intake.models.visit import Visit
from intake.models.visit_status import NOT_NOW, VisitStatus
from intake.questionnaire.ride import Ride as Asked


@dataclass(frozen=True)
class RidePlan:
    """What a ride consists of. `adult`, `comes_inside` and `accepted` are yes or no; empty while nobody has said."""

    way_here: str = ""
    way_home: str = ""
    name: str = ""
    phone: str = ""
    relationship: str = ""
    adult: str = ""
    comes_inside: str = ""
    backup: str = ""
    accepted: str = ""

    @classmethod
    def answered(cls, answers: Mapping[str, Any]) -> RidePlan:
        """What the patient said of it on the form. That they accept the clinic's policy is not among it."""
        said = {
            "way_here": Asked.way_here,
            "way_home": Asked.way_home,
            "name": Asked.name,
            "phone": Asked.phone,
            "relationship": Asked.relationship,
            "adult": Asked.adult,
            "comes_inside": Asked.reachable,
            "backup": Asked.backup,
        }
        return cls(**{name: str(answers.get(question.code) or "") for name, question in said.items()})

    def lacks(self) -> list[str]:
        """What must be known, and is not, before anybody can be asked to confirm it."""
        told = [
            (self.name and self.phone, _("Who takes the patient home, and their phone, is not written down.")),
            (self.adult == "yes", _("Nobody has said that this person is an adult who can help.")),
            (self.comes_inside == "yes", _("Nobody has said that they come inside to meet the patient.")),
            (self.accepted == "yes", _("The patient has not accepted the rules for getting home.")),
        ]
        return [sentence for known, sentence in told if not known]


class Ride(SealedRow):
    """One ride, as it stood when it was written down; the last of a visit counts. `plan` is encrypted.

    `way_accepted` says in plain whether the clinic's policy of that moment accepts the way home.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey("Visit", on_delete=models.PROTECT, related_name="rides")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="rides")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    way_accepted = models.BooleanField()
    plan = SealedField()

    class Meta(SealedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["visit", "number"], name="one_ride_a_number")]

    def __str__(self) -> str:
        return f"ride {self.number}"

    @property
    def told(self) -> RidePlan:
        """What it consists of."""
        return RidePlan(**self.plan)

    @classmethod
    def newest(cls, visit: Any) -> Ride | None:
        """The ride that counts; None while nobody has written one down."""
        found: Ride | None = cls.objects.select_related("by").filter(visit=visit).order_by("-number").first()
        if found is not None:
            found.visit, found.intake = visit, visit.intake
        return found

    @classmethod
    def to_begin_with(cls, visit: Any) -> RidePlan:
        """What a form for the ride begins with: the one that counts, else that of another visit, else the answers."""
        last = cls.objects.filter(intake=visit.intake).order_by("-at").first()
        known = cls.newest(visit) or last
        if known is not None:
            known.intake = visit.intake
            return known.told
        sent = Submission.newest(visit.intake)
        return RidePlan.answered(sent.answers()) if sent is not None else RidePlan()

    @classmethod
    @transaction.atomic
    def write(cls, visit: Any, staff: Any, plan: RidePlan, *, seen: int, request: Any = None) -> Ride:
        """Writes down the ride of a visit, having seen ride number `seen`: what was confirmed before does not count,
        and links of the driver before stop working. The same ride again changes nothing."""
        locked = lock(visit, staff)
        last = cls.newest(locked)
        if last is not None and last.told == plan:
            return last
        if (last.number if last else 0) != seen:
            raise NotAllowed(_("Somebody changed this ride after you opened it. Compare, then save again."))
        ride = cls.objects.create(
            visit=locked,
            intake=locked.intake,
            number=seen + 1,
            by=staff,
            at=timezone.now(),
            way_accepted=is_accepted(plan.way_home),
            plan=asdict(plan),
        )
        DriverLink.end_all(locked)
        Message.call_off(intake=locked.intake, kinds=["driver_asked"], visit=locked)
        record("ride.written", staff=staff, request=request, subject=locked.intake)
        settle_ride(locked)
        return ride

    @transaction.atomic
    def ask_driver(self, staff: Any, *, send: bool, request: Any = None) -> tuple[str, str]:
        """Token and code by which the driver answers, shown once; those before stop working. `send`: by text too."""
        locked = lock(self.visit, staff)
        self.refuse_unless_it_can_stand(locked)
        token, code = DriverLink.make(self, staff)
        record("ride.asked", staff=staff, request=request, subject=locked.intake)
        if send:
            self._send(locked, token)
        settle_ride(locked)
        return token, code

    def _send(self, visit: Any, token: str) -> None:
        """Asks the driver in a text message, which says nothing of health."""
        Message.call_off(intake=visit.intake, kinds=["driver_asked"], visit=visit)
        told = {"link": settings.MESSAGES.link(f"/ride/{token}/"), "place": settings.MESSAGES.place}
        told |= {"date": day_in_words(visit.ready_at), "time": time_in_words(visit.ready_at)}
        to = Reach(phone=self.told.phone, by="text")
        Message.put("driver_asked", intake=visit.intake, context=told, to=to, visit=visit, until=visit.ready_at)

    def refuse_unless_it_can_stand(self, visit: Any) -> None:
        """Refuses a ride that another replaced, one by a way the clinic does not accept, or one with a gap."""
        newest = Ride.newest(visit)
        if newest is None or newest.pk != self.pk:
            raise NotAllowed(_("The ride was changed after you opened it. Read the new one first."))
        if not is_accepted(self.told.way_home):
            raise NotAllowed(
                _("This way home is not accepted, so nobody can confirm it. Find another, or ask a clinician.")
            )
        if gaps := self.told.lacks():
            raise NotAllowed(*gaps)


def is_accepted(way_home: str) -> bool:
    """Whether the clinic's policy accepts a way home as it is, without a clinician's exception."""
    policy = policy_in_force()
    return bool(way_home) and way_home not in (*policy.refused_ways_home, *policy.ways_home_needing_review)


def lock(visit: Any, staff: Any) -> Any:
    """The visit with its intake locked, for an act on its ride by somebody who meets patients, or by its driver."""
    if staff is not None and staff.role not in DESK:
        raise NotAllowed(_("Only the front desk, a nurse or a physician can do this."))
    intake = visit.intake._locked()
    locked = Visit.objects.get(pk=visit.pk)
    locked.intake = intake
    if not locked.is_ahead:
        raise NotAllowed(str(NOT_NOW[VisitStatus(locked.status)]))
    return locked
