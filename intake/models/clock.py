"""The clocks of a safety alert: what has to happen next, and by when, as the clinic's policy says.

They run day and night: the hours in which the clinic is open are not known to the application.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.policy import DEFAULT, Policy
from intake.questionnaire.questions import RATHER_NOT_SAY_LABEL
from intake.triage import Urgency


class Step(models.TextChoices):
    """What a clock runs for."""

    LOOK = "look", gettext_lazy("Somebody takes it on by name")
    TAKE_OVER = "take_over", gettext_lazy("The clinician it was handed to takes it on")
    CALL = "call", gettext_lazy("First call")
    CALL_AGAIN = "call_again", gettext_lazy("Next call")


@dataclass(frozen=True)
class Clock:
    """One step that is due: since when it could be done, until when it has to be, and the moment of looking."""

    step: Step
    due: datetime
    now: datetime

    @property
    def is_overdue(self) -> bool:
        """Whether its time has passed."""
        return self.now > self.due

    @property
    def overdue_by(self) -> timedelta:
        """How long it has been due; nothing while there is time."""
        return max(self.now - self.due, timedelta())

    @property
    def span(self) -> str:
        """How long it has been due, or how long there is left, in words."""
        return span(self.overdue_by if self.is_overdue else self.due - self.now)


@dataclass(frozen=True)
class Pace:
    """How fast the clinic has set itself to look, to call, and to call again."""

    look: timedelta
    call: timedelta
    again: timedelta


def clock_of(alert: Any, now: datetime, policy: Policy = DEFAULT) -> Clock | None:
    """The next step that is due on an alert, the soonest first; None once it is closed or the patient was reached.

    Read from many alerts, they come `with_clocks()`.
    """
    if hasattr(alert, "disposition"):
        return None
    running = clocks_of(alert, now, policy)
    return min(running, key=lambda clock: clock.due) if running else None


def clocks_of(alert: Any, now: datetime, policy: Policy = DEFAULT) -> list[Clock]:
    """Every clock that runs on an open alert: one for who deals with it, one for reaching the patient."""
    pace = pace_of(alert, policy)
    running = []
    taken_on, handed_over = _last(alert.acknowledgements.all()), _last(alert.hand_overs.all())
    if handed_over is not None and (taken_on is None or taken_on.at < handed_over.at):
        running.append(look_of(alert, handed_over.at, now, policy))
    elif taken_on is None:
        running.append(look_of(alert, None, now, policy))
    call = _last(alert.calls.all())
    if call is None:
        running.append(Clock(Step.CALL, alert.raised_at + pace.call, now))
    elif not call.reached:
        running.append(Clock(Step.CALL_AGAIN, call.next_try_at, now))
    return running


def look_of(alert: Any, handed_over_at: datetime | None, now: datetime, policy: Policy = DEFAULT) -> Clock:
    """The clock of an alert that nobody is dealing with: since it was raised, or since it was last handed over."""
    step = Step.LOOK if handed_over_at is None else Step.TAKE_OVER
    return Clock(step, (handed_over_at or alert.raised_at) + pace_of(alert, policy).look, now)


def pace_of(alert: Any, policy: Policy = DEFAULT) -> Pace:
    """How fast, for an alert of this kind."""
    if alert.urgency == Urgency.NOW:
        return _pace(
            policy.safety_now_look_minutes, policy.safety_now_contact_minutes, policy.safety_now_retry_minutes
        )
    if is_declined(alert):
        return _pace(
            policy.safety_declined_look_minutes,
            policy.safety_declined_contact_minutes,
            policy.safety_declined_contact_minutes,
        )
    return _pace(
        policy.safety_today_look_minutes,
        policy.safety_today_contact_minutes,
        policy.safety_today_contact_minutes,
    )


def is_declined(alert: Any) -> bool:
    """Whether all that raised it is that the patient would rather tell the clinician."""
    return all(said == RATHER_NOT_SAY_LABEL for _label, said in alert.words["words"])


def span(time: timedelta) -> str:
    """How long, in its largest units: *2 d 3 h*, *3 h 5 min*, *12 min*; under a minute is one."""
    minutes = max(1, int(time.total_seconds()) // 60)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    return _("%(minutes)d min") % {"minutes": rest}


def _pace(look: int, call: int, again: int) -> Pace:
    return Pace(timedelta(minutes=look), timedelta(minutes=call), timedelta(minutes=again))


def _last(rows: Any) -> Any:
    return max(rows, key=lambda row: row.at, default=None)
