"""How *anything new?* stands for a visit: not asked yet, not answered, nothing new, something new. Worked out, never
kept; and who is asked by the hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.apart import each_apart
from clinic.encryption import TamperedError
from intake.models.anything_new import ASKS, AnythingNew, asked_from, may_say
from intake.models.decision import Decision
from intake.models.message import FOR_STAFF, Message
from intake.models.policy_in_force import policy_in_force
from intake.models.ride_state import day_in_words, time_in_words
from intake.models.status import SENT_ONCE
from intake.models.visit import Visit
from intake.models.visit_change import VisitChange
from intake.policy import Policy

LAST_CALL = timedelta(hours=24)
"""Who has not answered so long before the visit is asked once more."""
APART = timedelta(hours=12)


class NewsState(models.TextChoices):
    """What is known."""

    EARLY = "early", _("Not asked yet: it is too early")
    NOT_ANSWERED = "not_answered", _("Anything new? Not answered yet")
    NOTHING = "nothing", _("Nothing new")
    SOMETHING = "something", _("Something new")


@dataclass(frozen=True)
class NewsStanding:
    """The state of one visit: what was said, when the patient was asked; `to_call`: no message reached them.

    What was said last counts; but what is new on the patient's health stands until a decision has seen it, also where
    something else or *nothing new* was said later. `told`: what counts, the newest first. `said_at`: when anything was
    said last.
    """

    state: NewsState
    told: tuple[AnythingNew, ...] = ()
    said_at: datetime | None = None
    asked_at: datetime | None = None
    to_call: bool = False

    @property
    def is_lacking(self) -> bool:
        """Whether it is time, and nobody has said anything."""
        return self.state == NewsState.NOT_ANSWERED


def news_of(visits: Iterable[Any]) -> dict[Any, NewsStanding]:
    """How it stands for these visits, by the visit's id: three queries, however many there are."""
    listed = {visit.pk: visit for visit in visits}
    if not listed:
        return {}
    asked = Message.objects.filter(visit__in=listed, kind=ASKS).order_by("visit_id", "-at").distinct("visit_id")
    sent = {each[0]: each[1:] for each in asked.values_list("visit_id", "at", "state", "settled_at")}
    told: dict[Any, list[AnythingNew]] = {}
    decided = Decision.objects.filter(intake=OuterRef("intake")).order_by("-at").values("at")[:1]
    said = AnythingNew.objects.filter(visit__in=listed).annotate(decided_at=Subquery(decided)).select_related("by")
    for each in said.order_by("-at"):
        told.setdefault(each.visit_id, []).append(each)
    policy = policy_in_force()
    return {pk: _standing(visit, told.get(pk, []), sent.get(pk), policy) for pk, visit in listed.items()}


def _standing(visit: Any, told: list[AnythingNew], sent: Any, policy: Policy) -> NewsStanding:
    counts = [each for each in told if each.is_within_reach(visit, policy)]
    if counts:
        for each in counts:
            each.intake, each.visit = visit.intake, visit
        said = tuple(filter(_waits, counts)) or (counts[0],)
        is_new = NewsState.SOMETHING if said[0].something_new else NewsState.NOTHING
        return NewsStanding(is_new, said, counts[0].at)
    if asked_from(visit, policy) > timezone.now():
        return NewsStanding(NewsState.EARLY)
    at, state, settled_at = sent or (None, "", None)
    return NewsStanding(NewsState.NOT_ANSWERED, (), None, at, state in FOR_STAFF and settled_at is None)


def _waits(said: Any) -> bool:
    """Whether something is new that no decision has seen; also where what it is does not open."""
    if not said.something_new or (said.decided_at is not None and said.at <= said.decided_at):
        return False
    try:
        return bool(said.is_about_health)
    except TamperedError:
        return True


def ask_who_is_due(now: datetime | None = None) -> int:
    """Asks the patients whose visit comes near, within the clinic's hours; how many that were."""
    now, policy = now or timezone.now(), policy_in_force()
    if not policy.opens_at <= f"{timezone.localtime(now):%H:%M}" < policy.closes_at:
        return 0
    return each_apart(_near(now, timedelta(days=policy.news_asked_days)), lambda visit: _asked(visit, now))


def _near(now: datetime, days: timedelta) -> Iterator[Any]:
    ahead = Visit.objects.ahead().filter(at__gt=now, at__lte=now + days, intake__status__in=SENT_ONCE)
    yield from ahead.order_by("at").select_related("intake").iterator(chunk_size=200)


@transaction.atomic
def _asked(visit: Any, now: datetime) -> bool:
    """Whether a message was written: one when it is time, one more on the last day, none once it was answered."""
    intake = visit.intake._locked()
    locked = Visit.objects.get(pk=visit.pk)
    locked.intake = intake
    if not may_say(locked) or not news_of([locked])[locked.pk].is_lacking or not _is_due(locked, now):
        return False
    told = {
        "link": settings.MESSAGES.link(reverse("come_back")),
        "date": day_in_words(locked.at),
        "time": time_in_words(locked.at),
    }
    Message.put(ASKS, intake=intake, context=told, visit=locked, until=locked.at)
    return True


def _is_due(visit: Any, now: datetime) -> bool:
    """Since the visit was planned or moved to its time: never asked, or asked once, long enough ago, and it is near."""
    came = VisitChange.objects.filter(visit=visit, to_time=visit.at).exclude(from_time=visit.at)
    since = came.aggregate(at=Max("at"))
    sent = Message.objects.filter(visit=visit, kind=ASKS, at__gte=since["at"] or visit.at - timedelta(days=365))
    times = sorted(sent.values_list("at", flat=True))
    if not times:
        return True
    return len(times) == 1 and visit.at - now <= LAST_CALL and now - times[0] >= APART
