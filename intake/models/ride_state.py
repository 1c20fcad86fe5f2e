"""How the ride of a visit stands: one state, worked out from its rows, never kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models.policy_in_force import policy_in_force
from intake.visiting import prep

SILENT_AFTER = timedelta(hours=24)
"""A driver who was asked so long ago, and has not answered, is silent."""
SETTLED_BEFORE = timedelta(hours=48)
"""So long before a visit its ride has to be confirmed."""


class RideState(models.TextChoices):
    """Where a ride stands."""

    NONE = "none", gettext_lazy("No ride yet")
    NOT_ACCEPTED = "not_accepted", gettext_lazy("This way home is not accepted")
    GAPS = "gaps", gettext_lazy("Something about the ride is not known yet")
    NOT_ASKED = "not_asked", gettext_lazy("The driver has not been asked yet")
    ASKED = "asked", gettext_lazy("The driver was asked and has not answered yet")
    SILENT = "silent", gettext_lazy("The driver was asked and is silent")
    MOVED = "moved", gettext_lazy("The driver said yes to another time: the visit was moved")
    NO = "no", gettext_lazy("The driver said no")
    OTHER_TIME = "other_time", gettext_lazy("The driver needs another time")
    CHANGED = "changed", gettext_lazy("The patient says that the ride has changed, or is not sure")
    CONFIRMED = "confirmed", gettext_lazy("The ride home is confirmed")


TROUBLE = (RideState.SILENT, RideState.MOVED, RideState.NO, RideState.OTHER_TIME, RideState.CHANGED)
"""Somebody has to do something about it now, however far off the visit is."""


@dataclass(frozen=True)
class RideStanding:
    """The state of one visit's ride, with what it rests on."""

    visit: Any
    state: RideState
    ride: Any = None
    answer: Any = None
    link: Any = None

    @property
    def is_confirmed(self) -> bool:
        """Whether the last ride's last answer is yes, to this time, by a way home that is accepted."""
        return self.state == RideState.CONFIRMED

    @property
    def is_trouble(self) -> bool:
        """Whether somebody has to do something about it now."""
        near = self.visit.at - timezone.now() <= SETTLED_BEFORE
        return self.state in TROUBLE or (near and not self.is_confirmed)

    def why(self) -> str:
        """What the queue says of it: *Ride on Thu 26 Nov: the driver said no*; empty where all is well."""
        if not self.is_trouble:
            return ""
        words = str(self.state.label)
        told = {"day": day_in_words(self.visit.at), "state": words[0].lower() + words[1:]}
        return _("Ride on %(day)s: %(state)s") % told


def standings_of(visits: Iterable[Any]) -> dict[Any, RideStanding]:
    """How the rides of these visits stand, by the visit's id: five queries, however many there are."""
    listed = {visit.pk: visit for visit in visits}
    if not listed:
        return {}
    rides = _last("Ride", "visit_id", visit__in=listed)
    answers = _last("RideConfirmation", "ride_id", ride__in=[ride.pk for ride in rides.values()])
    links = {
        link.ride_id: link
        for link in apps.get_model("intake", "DriverLink").objects.filter(visit__in=listed, ended_at=None)
    }
    told = dict(
        apps.get_model("intake", "AnythingNew")
        .objects.filter(visit__in=listed, ride_differs=True)
        .order_by("visit_id", "-at")
        .distinct("visit_id")
        .values_list("visit_id", "at")
    )
    policy = policy_in_force()
    refused = {*policy.refused_ways_home, *policy.ways_home_needing_review, ""}
    return {
        pk: _standing(visit, rides.get(pk), answers, links, refused, told.get(pk)) for pk, visit in listed.items()
    }


def standing_of(visit: Any) -> RideStanding:
    """How the ride of one visit stands."""
    return standings_of([visit])[visit.pk]


def stands_confirmed(visit: Any) -> bool:
    """Whether the ride home of a visit is confirmed, for the time at which it is now."""
    return standing_of(visit).is_confirmed


def _standing(
    visit: Any, ride: Any, answers: Any, links: Any, refused: set[str], told: datetime | None
) -> RideStanding:
    """`told`: when the patient said last that the ride has changed; what was written down or confirmed since counts."""
    if ride is None:
        return RideStanding(visit, RideState.CHANGED if told else RideState.NONE)
    ride.intake, ride.visit = visit.intake, visit
    answer, link = answers.get(ride.pk), links.get(ride.pk)
    if answer is not None:
        answer.intake = visit.intake
    if told and told > max(each.at for each in (ride, answer) if each is not None):
        return RideStanding(visit, RideState.CHANGED, ride, answer, link)
    return RideStanding(visit, _state(visit, ride, answer, link, refused), ride, answer, link)


def _state(visit: Any, ride: Any, answer: Any, link: Any, refused: set[str]) -> RideState:
    if answer is not None and answer.says != "yes":
        return RideState(answer.says)
    if ride.told.way_home in refused:
        return RideState.NOT_ACCEPTED
    if ride.told.lacks():
        return RideState.GAPS
    if answer is not None:
        return RideState.CONFIRMED if answer.ready_at == visit.ready_at else RideState.MOVED
    if link is None:
        return RideState.NOT_ASKED
    return RideState.SILENT if link.made_at <= timezone.now() - SILENT_AFTER else RideState.ASKED


def _last(model: str, of: str, **which: Any) -> dict[Any, Any]:
    """The last row of each of these, by what it belongs to."""
    rows = apps.get_model("intake", model).objects.select_related("by").filter(**which).order_by(of, "-number")
    return {getattr(row, of): row for row in rows.distinct(of)}


def day_in_words(at: datetime) -> str:
    """*Thursday, November 26*, on the clinic's clock."""
    return prep.day_in_words(timezone.localtime(at))


def time_in_words(at: datetime) -> str:
    """*2:30 pm*, on the clinic's clock."""
    return prep.clock_in_words(timezone.localtime(at))
