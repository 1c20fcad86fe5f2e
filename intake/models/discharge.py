"""Going home after a visit: in what state, and who met the patient."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.refusals import NotAllowed
from intake.models.visit import Visit
from intake.models.visit_change import LONGEST_WHY
from intake.models.visit_status import VisitStatus, refuse_visit_unless
from intake.questionnaire.body import Body

LONGEST_MET_BY = 200
SHORTEST_WHY = 10
UNREADY = "discharge unready"


@dataclass(frozen=True)
class Leaving:
    """How the patient left. `met_by`: who took them home, by name."""

    awake: bool
    steady: bool
    systolic: int
    diastolic: int
    met_by: str


class Discharge(SealedRow):
    """One discharge; `at` is when the patient left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.OneToOneField("Visit", on_delete=models.PROTECT, related_name="discharge")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="discharges")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told = SealedField()

    def __str__(self) -> str:
        return f"left {self.at:%d %b %H:%M}"

    @classmethod
    @transaction.atomic
    def keep(
        cls, visit: Visit, staff: Any, leaving: Leaving, *, at: datetime, why: str = "", request: Any = None
    ) -> Discharge:
        """The patient goes home, and the visit is done. Pressed again, it is the same.

        `why`: how it came that the visit was not ready, where it was not.
        """
        intake = visit.intake._locked()
        locked = visit._as_it_stands(intake)
        if (done := cls.objects.filter(visit=locked).first()) is not None:
            done.intake = intake
            return done
        act = act_of_leaving(locked)
        refuse_visit_unless(act, locked, staff)
        refuse_unless_fit(leaving, left_already=act == UNREADY)
        if act == UNREADY and len(why.strip()) < SHORTEST_WHY:
            raise NotAllowed("Write in a sentence how it came that the visit was not ready.")
        _refuse_unless_in_time(locked, act, at)
        done = cls.objects.create(visit=locked, intake=intake, by=staff, at=at, told=asdict(leaving))
        locked.step(act, staff, why=why.strip()[:LONGEST_WHY], request=request)
        visit.__dict__.update(locked.__dict__)
        return done


def act_of_leaving(visit: Visit) -> str:
    """How going home is written down: of a visit that is ready; or of one that is not, once it has begun."""
    begun = visit.status == VisitStatus.PLANNED and visit.at <= timezone.now()
    return UNREADY if begun else "discharge"


def _refuse_unless_in_time(visit: Visit, act: str, at: datetime) -> None:
    if act == UNREADY and not visit.at <= at <= timezone.now():
        raise NotAllowed("The time of leaving lies between the beginning of the visit and now.")
    if act != UNREADY and not _made_ready_at(visit) <= at <= timezone.now():
        raise NotAllowed("The time of leaving lies between when everything was ready and now.")


def _made_ready_at(visit: Visit) -> datetime:
    """To the minute, as times are written down."""
    step = visit.changes.order_by("-number").first()
    assert step is not None, "a visit has the row by which it was planned"
    return step.at.replace(second=0, microsecond=0)


def refuse_unless_fit(leaving: Leaving, *, left_already: bool = False) -> None:
    """Refuses to let go who is not awake and steady, or whom nobody met. `left_already`: it is told of afterwards, as
    it was, also of who left against advice."""
    wrong = []
    if not left_already and not (leaving.awake and leaving.steady):
        wrong.append(
            "A patient who is not awake and steady stays. Call a physician, and check again. "
            "Who has left against advice: take ready back, then write it down as it was."
        )
    if not leaving.diastolic < leaving.systolic:
        wrong.append("The top number has to be higher than the bottom number.")
    (low, high), (lowest, highest) = Body.systolic.between_bounds, Body.diastolic.between_bounds
    if not low <= leaving.systolic <= high or not lowest <= leaving.diastolic <= highest:
        wrong.append("A number is beyond what a person can have. Look at the numbers again.")
    if not leaving.met_by.strip():
        wrong.append("Write who met the patient and takes them home.")
    if wrong:
        raise NotAllowed(*wrong)
