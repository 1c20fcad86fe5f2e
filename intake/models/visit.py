"""A visit: one planned infusion of a course, at a time, on its way from planned to done."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pgtrigger
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.sealed import REFUSE
from intake.models.decision import refuse_unless_met
from intake.models.lacking import NotReady, lacks
from intake.models.message import Message
from intake.models.queue import NO_VISIT
from intake.models.ready_sql import NOT_WHILE_IT_LACKS, ONLY_WHEN_NOTHING_LACKS
from intake.models.refusals import Changed, NotAllowed, Version
from intake.models.status import Act, refuse_unless
from intake.models.telling import tell_step
from intake.models.visit_change import LONGEST_WHY, VisitChange
from intake.models.visit_finding import VisitQuerySet, midnight, of_person
from intake.models.visit_status import AHEAD, SETS_A_TIME, VisitStatus, refuse_visit_unless, visit_act_called
from intake.models.visit_time import refuse_unless_in_time

SHORTEST_WHY = 5
ONE_PRESS = timedelta(minutes=1)
EVENT = {
    "move": "visit.moved",
    "cancel": "visit.cancelled",
    "miss": "visit.missed",
    "restore": "visit.restored",
    "make ready": "visit.made_ready",
    "take back ready": "visit.not_ready",
    "discharge": "visit.discharged",
    "discharge unready": "visit.discharged",
}
NO_STEP_WITHOUT_A_ROW = """
    IF NEW.version <> OLD.version + 1 OR NOT EXISTS (
        SELECT FROM intake_visitchange AS step
        WHERE step.visit_id = OLD.id AND NEW.id = OLD.id AND step.number = NEW.version
            AND step.from_status = OLD.status AND step.to_status = NEW.status
            AND step.from_time = OLD.at AND step.to_time = NEW.at
    ) THEN
        RAISE EXCEPTION 'a visit changes only with a row that says who, when and why' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""


class Visit(models.Model):
    """One visit. Each step is a row (`VisitChange`); the database takes none without."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey("Course", on_delete=models.PROTECT, related_name="visits")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="visits")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    ready_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=VisitStatus, default=VisitStatus.PLANNED)
    version = models.PositiveIntegerField(default=1)

    objects = VisitQuerySet.as_manager()

    MOST_TIMES = 5000

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="one_visit_a_number"),
            models.UniqueConstraint(
                fields=["intake", "at"], name="one_visit_a_time", condition=models.Q(status__in=AHEAD)
            ),
            models.CheckConstraint(condition=models.Q(ready_at__gt=models.F("at")), name="visit_ends_after_it_begins"),
            models.CheckConstraint(
                condition=models.Q(status__in=VisitStatus.values), name="visit_stands_where_it_can"
            ),
        ]
        indexes = [
            models.Index(fields=["at", "id"], name="visits_by_time"),
            models.Index(fields=["at", "id"], name="visits_ahead", condition=models.Q(status__in=AHEAD)),
            models.Index(fields=["intake", "at"], name="visits_of_intake"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="step_has_a_row",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status", "at", "ready_at", "version"),
                func=NO_STEP_WITHOUT_A_ROW,
            ),
            pgtrigger.Trigger(
                name="ready_when_nothing_lacks",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=ONLY_WHEN_NOTHING_LACKS,
            ),
            pgtrigger.Trigger(name="kept", when=pgtrigger.Before, operation=pgtrigger.Delete, func=REFUSE),
        ]

    @classmethod
    def times_between(cls, first: datetime, last: datetime, *, but: Any) -> list[tuple[datetime, datetime]]:
        """When patients (but for the one of this intake) come and are ready between two times: of whom is not said."""
        found = cls.objects.ahead().filter(at__gte=first, at__lt=last).exclude(of_person(but))
        return list(found.values_list("at", "ready_at")[: cls.MOST_TIMES])

    def __str__(self) -> str:
        return f"visit {self.number}, {self.at:%d %b %Y %H:%M}"

    # What is known

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to come, or nobody has said what became of it."""
        return self.status in AHEAD

    @property
    def length(self) -> timedelta:
        """From its beginning until the patient is expected to be ready to go home."""
        return self.ready_at - self.at

    @property
    def day(self) -> date:
        """Its day on the clinic's clock."""
        return timezone.localdate(self.at)

    @classmethod
    def ahead_of(cls, intake: Any) -> list[Visit]:
        """What is ahead of whoever this intake is of, from any of their forms, in order."""
        return list(cls.objects.of_person(intake).ahead().order_by("at"))

    @classmethod
    def ending_with(cls, intake: Any) -> VisitQuerySet:
        """What is cancelled when the patient stops: the visits of this form that have not begun, in order."""
        return cls.objects.ahead().filter(intake=intake, at__gt=timezone.now()).order_by("at")

    @classmethod
    def next_of(cls, intake: Any) -> Visit | None:
        """The first that is still to come, from today on; None where there is none."""
        today = midnight(timezone.localdate())
        return cls.objects.ahead().filter(intake=intake, at__gte=today).order_by("at").first()

    # What staff do

    @classmethod
    def plan(cls, course: Any, staff: Any, *, number: int, at: datetime, ready_at: datetime) -> Visit:
        """One more visit of a course. Its intake is locked by the caller, who settles its place."""
        visit = cls.objects.create(
            course=course, intake=course.intake, number=number, at=at, ready_at=ready_at
        )
        visit._write_step("plan", staff, "", "", None)
        return visit

    @transaction.atomic
    def move(self, staff: Any, at: datetime, why: str, *, seen: int, request: Any = None) -> None:
        """To another time, as long as before, having seen version `seen`. It has to be made ready anew."""
        self._take("move", staff, why, seen=seen, at=at, request=request)

    @transaction.atomic
    def cancel(self, staff: Any, why: str, *, seen: int, request: Any = None) -> None:
        """It will not be."""
        self._take("cancel", staff, why, seen=seen, request=request)

    @transaction.atomic
    def miss(self, staff: Any, why: str, *, seen: int, request: Any = None) -> None:
        """The patient did not come."""
        self._take("miss", staff, why, seen=seen, request=request)

    @transaction.atomic
    def restore(self, staff: Any, why: str, *, seen: int, request: Any = None) -> None:
        """It was cancelled or called missed by mistake."""
        self._take("restore", staff, why, seen=seen, request=request)

    @transaction.atomic
    def make_ready(self, staff: Any, *, seen: int, met: str = "", request: Any = None) -> None:
        """Clearance, consent, ride home and the check on the day are there, or a written exception stands for them.
        `met`: the decision, by its id, whose conditions this person says are met, where there are some."""
        locked = self._as_it_stands(self.intake._locked())
        self._refuse_if_changed(locked, "make ready", staff, "", seen, None)
        refuse_visit_unless("make ready", locked, staff)
        if lacking := lacks(locked):
            raise NotReady(lacking)
        why = refuse_unless_met(locked.intake, met)
        try:
            locked.step("make ready", staff, why=why, request=request)
        except DatabaseError as refused:
            if NOT_WHILE_IT_LACKS not in str(refused):
                raise
            raise NotAllowed("Something is missing again. Nothing was changed: open the visit, and look.") from refused
        self.__dict__.update(locked.__dict__)

    @transaction.atomic
    def take_back(self, staff: Any, why: str, *, seen: int, request: Any = None) -> None:
        """A clinician has reason to doubt that it is ready."""
        self._take("take back ready", staff, why, seen=seen, request=request)

    # Steps of acts, with the intake locked

    def _take(
        self, name: str, staff: Any, why: str, *, seen: int, at: datetime | None = None, request: Any = None
    ) -> None:
        """One step that needs a reason: refused unless it is sound and nobody else changed the visit meanwhile."""
        intake = self.intake._locked()
        locked = self._as_it_stands(intake)
        self._refuse_if_changed(locked, name, staff, why, seen, at)
        refuse_visit_unless(name, locked, staff)
        if name in SETS_A_TIME:
            refuse_unless("plan visits", intake, staff)
        if len(why.strip()) < SHORTEST_WHY:
            raise NotAllowed("Say why, in a few words. It stays with the visit.")
        refuse_unless_in_time(name, locked, at)
        locked.step(name, staff, why=why, at=at, request=request)
        self.__dict__.update(locked.__dict__)

    @classmethod
    def cancel_all_ahead(cls, intake: Any, why: str, request: Any = None) -> None:
        """The patient stops: what is ahead of them will not be. The intake is locked by the caller."""
        for pk in list(cls.ending_with(intake).values_list("pk", flat=True)):
            visit = cls.objects.select_related("course").get(pk=pk)  # the step before may have taken its *ready* back
            visit.intake = intake
            visit.step("cancel", None, why=why, request=request, by_patient=True)

    def step(
        self,
        name: str,
        staff: Any,
        *,
        why: str = "",
        at: datetime | None = None,
        request: Any = None,
        by_patient: bool = False,
    ) -> VisitChange:
        """Takes a step of the table and keeps its row; the queue follows. The visit's intake is locked by the caller,
        who has made sure of everything else that this act asks for."""
        act = visit_act_called(name) if by_patient else refuse_visit_unless(name, self, staff)
        before, from_time, length = self.status, self.at, self.length
        self.status, self.version = _end_of(act), self.version + 1
        if at is not None:
            self.at, self.ready_at = at, at + length
        row = self._write_step(name, staff, why, before, from_time)
        self.save(update_fields=["status", "version", "at", "ready_at"])
        if not self.is_ahead or self.at != from_time:
            Message.call_off(intake=self.intake, kinds=["anything_new"], visit=self)
        settle_next_visit(self.intake)
        record(EVENT[name], staff=staff, request=request, subject=self.intake)
        tell_step(self, name, by_patient=by_patient)
        return row

    def _as_it_stands(self, intake: Any) -> Visit:
        """This visit with its locked intake: nobody else can act on either until the act is done."""
        locked = Visit.objects.select_related("course").get(pk=self.pk)
        locked.intake = intake
        return locked

    def _write_step(
        self, name: str, staff: Any, why: str, from_status: str, from_time: datetime | None
    ) -> VisitChange:
        return VisitChange.objects.create(
            visit=self,
            intake=self.intake,
            number=self.version,
            act=name,
            by=staff,
            at=timezone.now(),
            from_status=from_status,
            to_status=self.status,
            from_time=from_time,
            to_time=self.at,
            why=why.strip()[:LONGEST_WHY],
        )

    def _refuse_if_changed(
        self, locked: Visit, name: str, staff: Any, why: str, seen: int, at: datetime | None
    ) -> None:
        """Refuses, with both versions, when somebody else changed the visit after this person read it."""
        if locked.version == seen:
            return
        last = locked.changes.select_related("by").order_by("-number").first()
        assert last is not None, "a visit has the row by which it was planned"
        last.intake = locked.intake
        raise Changed(
            f"{last.who} changed this visit after you opened it. Nothing of yours was lost: both are below.",
            theirs=Version(in_words(last.act, last.to_time, last.why_for(staff.role)), last.who, last.at),
            yours=Version(in_words(name, at or locked.at, why), staff.name),
        )


def settle_next_visit(intake: Any) -> None:
    """The queue follows: it knows an intake by its next visit. Called with the intake locked; saves it."""
    following = Visit.next_of(intake)
    intake.visit_at = following.at if following else NO_VISIT
    intake.settle_place()
    intake.save()


def in_words(name: str, at: datetime, why: str) -> str:
    """A step in words: *Move it to another time: Tue 24 Nov 2026, 10:40. She works in the morning.*"""
    here = timezone.localtime(at)
    said = f"{visit_act_called(name).words}: {here:%a} {here.day} {here:%b %Y, %H:%M}."
    return f"{said} {why}".strip()


def _end_of(act: Act[VisitStatus]) -> VisitStatus:
    assert act.end is not None, "every act on a visit leads somewhere"
    return act.end
