"""What a patient says, before a visit, of what is new: nothing, or something. It is said, never taken from silence."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.information_request import InformationRequest
from intake.models.lapse import Lapse, LapseReason
from intake.models.message import Message
from intake.models.policy_in_force import policy_in_force
from intake.models.refusals import NotAllowed, NotOpen
from intake.models.route import by_a_spoken_route, refuse_unless_spoken
from intake.models.status import may_move, refuse_unless
from intake.models.submission import Submission
from intake.models.visit import Visit
from intake.policy import Policy
from intake.questionnaire.anything_new import NO, RIDE, UNSURE, YES, Topic, new_among, opened_by, topics_for
from intake.visiting.prep import day_in_words

ASKS = "anything_new"
"""The kind of message that asks."""
ONE_PRESS = timedelta(minutes=1)
MOST_LOOKED_AT = 50


class AnythingNew(SealedRow):
    """One answer, for a visit at the time at which it was then (`visit_at`); the last one within reach of it counts.

    `said` is encrypted: each topic as it was asked, with *yes*, *no* or *not sure*. `request` is what the patient is
    asked in full, where something is new; None where nothing is, or where an answer was waited for already. `by` is the
    clinician who wrote it down as the patient told it, by `route`; nobody where the patient said it here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey("Visit", on_delete=models.PROTECT, related_name="news")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="news")
    request = models.OneToOneField(
        "InformationRequest", null=True, on_delete=models.PROTECT, related_name="news"
    )
    at = models.DateTimeField()
    visit_at = models.DateTimeField()
    something_new = models.BooleanField()
    ride_differs = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=10, blank=True)
    said = SealedField()

    class Meta(SealedRow.Meta):
        indexes = [models.Index(fields=["visit", "at"], name="news_of_visit")]
        constraints = [by_a_spoken_route("written_down_by_a_route")]

    def __str__(self) -> str:
        return f"said {self.at:%d %b %H:%M}"

    # What is known

    @property
    def answers(self) -> dict[str, str]:
        """*Yes*, *no* or *not sure*, by topic."""
        return {key: told["answer"] for key, told in self.said.items()}

    @property
    def topics(self) -> list[Topic]:
        """On what something is new, or the patient is not sure."""
        return new_among(self.answers)

    @property
    def is_about_health(self) -> bool:
        """Whether something of that is for a clinician to weigh: all but the ride."""
        return any(topic.opens for topic in self.topics)

    def is_within_reach(self, visit: Any, policy: Policy | None = None) -> bool:
        """Whether it was said near enough to the visit, at the time at which it is now."""
        return bool(self.at >= asked_from(visit, policy))

    # What the patient does, or tells a clinician

    @classmethod
    def write_down(
        cls, visit: Any, staff: Any, told: Mapping[str, str], route: str, request: Any = None
    ) -> AnythingNew:
        """A clinician writes down what the patient told them, on the phone or in person: it counts as if said here."""
        refuse_unless_spoken(route)
        return cls.say(visit, told, request, by=staff, route=route)

    @classmethod
    @transaction.atomic
    def say(
        cls, visit: Any, told: Mapping[str, str], request: Any = None, *, by: Any = None, route: str = ""
    ) -> AnythingNew:
        """The patient answers every topic. Where something is new, the decision lapses, the questions that it opens are
        asked in full, and the record moves up; a second press is the same answer. A ride that differs is for staff to
        settle, and leaves the decision as it is."""
        locked, answers = visit.intake._locked(), dict(told)
        something = bool(new_among(answers))
        if by is not None:
            refuse_unless("say something new" if something else "say nothing new", locked, by)
        visit = _as_it_stands(visit, locked, something=something)
        topics = cls.topics_of(locked)
        if any(answers.get(topic.key) not in (YES, NO, UNSURE) for topic in topics):
            raise NotAllowed(_("Answer each question: yes, no or not sure."))
        answers = {topic.key: answers[topic.key] for topic in topics}
        last = cls.objects.filter(visit=visit).order_by("-at").first()
        if last is not None:
            last.intake, last.visit = locked, visit
            same = last.answers == answers and last.by_id == getattr(by, "pk", None)
            if same and last.at > timezone.now() - ONE_PRESS:
                return last
        said = cls._write(visit, locked, topics, answers, by=by, route=route)
        Message.call_off(intake=locked, kinds=[ASKS], visit=visit)
        locked.settle_place()
        locked.save()
        what = "something" if said.something_new else "nothing"
        record(f"news.{what}_told" if by else f"news.{what}", staff=by, request=request, subject=locked)
        visit.intake._become(locked)
        return said

    @classmethod
    def topics_of(cls, intake: Any) -> list[Topic]:
        """The topics that this patient is asked, as their form tells in silence."""
        return topics_for(intake.read(Submission.newest(intake).answers()))

    @classmethod
    def _write(
        cls, visit: Any, locked: Any, topics: list[Topic], answers: Mapping[str, str], **by_whom: Any
    ) -> AnythingNew:
        new = new_among(answers)
        if any(topic.opens for topic in new):
            Lapse.of(locked, LapseReason.SOMETHING_NEW, str(LapseReason.SOMETHING_NEW.label))
        asked = InformationRequest.ask_news(locked, *opened_by(new), _why(visit)) if new else None
        return cls.objects.create(
            visit=visit,
            intake=locked,
            request=asked,
            at=timezone.now(),
            visit_at=visit.at,
            something_new=bool(new),
            ride_differs=answers.get(RIDE, NO) != NO,
            said={each.key: {"asked": each.label, "answer": answers[each.key]} for each in topics},
            **by_whom,
        )

    @classmethod
    def unseen(cls, intake: Any) -> list[AnythingNew]:
        """All that say that something is new on the patient's health, and that no decision has seen; the newest first.

        What was said later takes none of them back: a clinician does, by deciding.
        """
        told = list(cls.objects.filter(intake=intake, something_new=True).order_by("-at")[:MOST_LOOKED_AT])
        decided = intake.decisions.order_by("-at").values_list("at", flat=True).first() if told else None
        for said in told:
            said.intake = intake
        return [said for said in told if (decided is None or said.at > decided) and said.is_about_health]


def why_of(told: Sequence[AnythingNew]) -> str:
    """What the queue says of them: *New before the visit: medicines, health (not sure)*; empty where there is none."""
    return _("New before the visit: %(what)s") % {"what": in_words(told)} if told else ""


def in_words(told: Sequence[AnythingNew]) -> str:
    """On what something is new by any of these: *medicines, health (not sure)*."""
    sure = {topic.key for said in told for topic in said.topics if said.answers[topic.key] != UNSURE}
    named = {topic.key: str(topic.called) for said in reversed(told) for topic in said.topics}
    return ", ".join(called if key in sure else f"{called} ({_('not sure')})" for key, called in named.items())


def asked_from(visit: Any, policy: Policy | None = None) -> datetime:
    """Since when what a patient says counts for a visit, as the clinic's policy has it."""
    at: datetime = visit.at - timedelta(days=(policy or policy_in_force()).news_asked_days)
    return at


def may_say(visit: Any) -> bool:
    """Whether the patient is asked now: from some days before until the visit begins, once the form was sent."""
    now = timezone.now()
    return bool(
        visit.is_ahead and asked_from(visit) <= now < visit.at and may_move("say nothing new", visit.intake.status)
    )


def _as_it_stands(visit: Any, locked: Any, *, something: bool) -> Any:
    """The visit with its locked intake; NotOpen where it cannot be said now."""
    now = Visit.objects.get(pk=visit.pk)
    now.intake = locked
    act = "say something new" if something else "say nothing new"
    if not may_say(now) or now.at != visit.at or not may_move(act, locked.status):
        raise NotOpen(_("Your visit was changed meanwhile. Look at it again."))
    return now


def _why(visit: Any) -> str:
    here = timezone.localtime(visit.at)
    day = day_in_words(here)
    return _("You told us that something may be new before your visit on %(day)s. Tell us just that.") % {"day": day}
