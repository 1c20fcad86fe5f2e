"""An intake's place in the queue: stored columns, and how safety alerts and flags move it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from clinic.encryption import SealedField
from intake.models.anything_new import AnythingNew, why_of
from intake.models.decision import CLEARING
from intake.models.lacking import exception_for
from intake.models.lapse import LapseReason
from intake.models.queue import NO_VISIT
from intake.models.ready import take_back_ready
from intake.models.ride_state import standings_of
from intake.models.safety_alert import SafetyAlert, ToldBefore
from intake.models.shown import Shown
from intake.models.status import Status
from intake.models.token import COPIED, FOLLOW, Kind, Token
from intake.models.turn import OURS, UNSENT, Turn, is_over, turn_of
from intake.models.turn_count import COUNT
from intake.models.visit_status import VisitStatus
from intake.questionnaire.reason import Reason
from intake.triage import Finding, Level, Urgency

BETWEEN = "; "
EXCEPTED_WITH = ("exceptions", "rides", "ride_answers")
"""What to fetch along with visits before asking for exceptions for their rides."""
PLACE = (
    "alerts_open",
    "turn",
    "alert_rank",
    "urgency_rank",
    "level_rank",
    "waiting_since",
    "sent_at",
    "holder",
    "held_since",
    "held_until",
    "reasons",
)
"""The columns that an alert or a flag moves."""


class Place(Shown, models.Model):
    """What the queue sorts by, plain; and why, encrypted: the words of the alert and of the most pressing flag."""

    alerts_open = models.PositiveSmallIntegerField(default=0)
    turn = models.CharField(max_length=16, choices=Turn, blank=True, default="")
    alert_rank = models.SmallIntegerField(default=0)
    urgency_rank = models.SmallIntegerField(default=0)
    level_rank = models.SmallIntegerField(default=0)
    visit_at = models.DateTimeField(default=NO_VISIT)
    waiting_since = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    held_since = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    reasons = SealedField(key_from="self", null=True)

    status: str
    decided_at: datetime | None
    holder_id: int | None
    alerts: Any
    triages: Any
    submissions: Any
    decisions: Any
    lapses: Any
    withdrawals: Any
    visits: Any

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Trigger(
                name="counted",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf("turn", "sent_at", "status"),
                func=COUNT,
            ),
            pgtrigger.Trigger(
                name="followed",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf(*COPIED, "status"),
                func=FOLLOW,
            ),
        ]

    @property
    def in_queue(self) -> bool:
        """Whether it waits for a clinician."""
        return self.turn in OURS

    @property
    def held_by(self) -> int | None:
        """Who has it now, by id; None when nobody has, or their time ran out."""
        on_time = self.held_until is not None and self.held_until > timezone.now()
        return self.holder_id if on_time else None

    @property
    def holder_name(self) -> str | None:
        """What who has it now is called."""
        return self.holder.name if self.held_by is not None and self.holder is not None else None

    @property
    def worst(self) -> Level | None:
        """The gravest level on the record."""
        return Level(-self.level_rank) if self.level_rank else None

    @property
    def urgency(self) -> Urgency | None:
        """How soon someone must look."""
        return Urgency(-self.urgency_rank) if self.urgency_rank else None

    def stand_alerts(
        self, findings: Iterable[Finding], *, on_draft: bool, told_before: ToldBefore | None = None
    ) -> int:
        """Raises an alert for each of these that is new, which puts the intake on top; the number of new ones.

        `told_before` says what was told before this save; without it, nothing closed is raised again.
        """
        before = told_before or (lambda: findings)
        new = SafetyAlert.raise_new(self, findings, before, on_draft=on_draft) if findings else []
        if not new:
            return 0
        if not self.in_queue:
            self.waiting_since = timezone.now()
        self.reasons = {**(self.reasons or {}), "alert": self._titles_with(new)}
        self.alerts_open += len(new)
        self.alert_rank = -1
        self.urgency_rank = min(self.urgency_rank, *(-alert.urgency for alert in new))
        self.level_rank = min(self.level_rank, *(-alert.level for alert in new))
        self.settle_place()
        return len(new)

    def _titles_with(self, new: Iterable[SafetyAlert]) -> str:
        """What the open alerts are called once these are raised; the graver ones first. Asks for none of the others."""
        raised = sorted(new, key=lambda alert: (-alert.urgency, -alert.level))
        added = [alert.words["title"] for alert in raised]
        known = (self.reasons or {}).get("alert", "").split(BETWEEN) if self.alerts_open else []
        is_graver = (raised[0].urgency, raised[0].level) > (-self.urgency_rank, -self.level_rank)
        titles = [*added, *known] if is_graver else [*known, *added]
        return BETWEEN.join(dict.fromkeys(title for title in titles if title))

    def alert_closed(self) -> None:
        """One alert less; the place follows. Called by the alert, with this row locked."""
        left = list(self.alerts.open().most_pressing_first())
        self.alerts_open = len(left)
        self.alert_rank = -bool(left)
        for alert in left:
            alert.intake = self
        self.reasons = {**(self.reasons or {}), "alert": _titles_of(left)}
        self._rank(self._told_of_danger())
        self.settle_place()
        self.save()

    def take_place(self, findings: tuple[Finding, ...]) -> None:
        """Where the flags of a sent form put it, and the alerts that are still open."""
        still = self.alerts.open().values_list("urgency", "level")
        self._rank([*((finding.urgency, finding.level) for finding in findings), *still])
        self.reasons = {**(self.reasons or {}), "flag": _most_telling(findings)}
        self.tell_reasons()

    def tell_reasons(self) -> None:
        """What the newest submission says is to be treated, as what it can be filtered by."""
        submission = self.submissions.order_by("-number").first()
        wanted = submission.answers().get(Reason.wanted.code) if submission else None
        Token.keep(self, {Kind.REASON: wanted or ()})

    def settle_place(self) -> None:
        """Whose turn it is now, and what it can be filtered by.

        Every act that changes its status, flags, alerts, decision, visit or holder ends with this, with the row locked,
        before it saves.
        """
        decision = self.decisions.order_by("-at").first() if self.status == Status.DECIDED else None
        before = self.turn
        outcome = decision.outcome if decision else None
        cleared = outcome in CLEARING
        ride_home, visit_ready = self._settle_ride(cleared=cleared)
        told_new = self._settle_news()
        self.turn = turn_of(
            self.status,
            alerts_open=self.alerts_open,
            urgency=-self.urgency_rank,
            outcome=outcome,
            outgrown=self.status == Status.LAPSED and self._is_outgrown(),
            ride_home=ride_home,
            visit_ready=visit_ready,
            withdrawal_is_news=self.status == Status.WITHDRAWN and self._withdrawal_is_news(),
            told_new=told_new,
        )
        if is_over(self.turn) and self.turn != before:
            self.holder = self.held_since = self.held_until = None
        if self.sent_at is None and self.status not in UNSENT:
            self.sent_at = self.waiting_since
        if self.turn or self.sent_at:
            Token.keep(self, self._filtered_by(outcome), flags=True)
        else:
            Token.drop(self)
        if self.sent_at is not None:
            take_back_ready(self)

    def _settle_ride(self, *, cleared: bool) -> tuple[bool, bool]:
        """Whether the ride of the next visit is confirmed or excepted, and whether a visit is ready. Of a cleared
        intake, a ride that fails is to be dealt with today, and the row says which."""
        visits = list(self.visits.ahead().order_by("at").prefetch_related(*EXCEPTED_WITH)) if self.visit else []
        for visit in visits:
            visit.intake = self
        ahead = [visit for visit in visits if visit.ready_at > timezone.now()]
        standings = standings_of(ahead)
        excepted = {visit.pk for visit in ahead if exception_for(visit, "ride") is not None}
        troubles = (each.why() for pk, each in standings.items() if pk not in excepted) if cleared else ()
        told = next((why for why in troubles if why), "")
        if told != (self.reasons or {}).get("ride", ""):
            self.reasons = {**(self.reasons or {}), "ride": told}
            self._rank(self._told_of_danger())
        ride_home = bool(ahead) and (standings[ahead[0].pk].is_confirmed or ahead[0].pk in excepted)
        return ride_home, any(visit.status == VisitStatus.READY for visit in visits)

    def _settle_news(self) -> bool:
        """Whether the patient told before a visit that something is new, and no decision has seen it yet: it is to be
        dealt with today, and the row says what."""
        unseen = AnythingNew.unseen(self) if self.sent_at is not None else []
        told = why_of(unseen)
        if told != (self.reasons or {}).get("new", ""):
            self.reasons = {**(self.reasons or {}), "new": told}
            self._rank(self._told_of_danger())
        return bool(unseen)

    def _told_of_danger(self) -> list[tuple[int, int]]:
        """(urgency, level) of every open alert and every flag of the newest run."""
        last_run = self.triages.order_by("-ran_at").first()
        flags = last_run.flags.values_list("urgency", "level") if last_run else ()
        return [*self.alerts.open().values_list("urgency", "level"), *flags]

    def _withdrawal_is_news(self) -> bool:
        """Whether the patient stopped, and a clinician is still to see it."""
        withdrawal = self.withdrawals.select_related("seen").first()
        return withdrawal is not None and withdrawal.is_news

    def _is_outgrown(self) -> bool:
        """Whether the last decision lapsed by the age of the answers or by another form, with no visit ahead."""
        if self.visit is not None and self.visit > timezone.now():
            return False
        lapse = self.lapses.order_by("-at").first()
        return lapse is not None and lapse.reason in (LapseReason.TOO_OLD, LapseReason.NEWER_FORM)

    def _filtered_by(self, outcome: str | None) -> dict[Kind, list[object]]:
        """What it can be filtered by, once decided by the outcome too; but for its flags, and for the reasons, which
        change with a submission only."""
        return {
            Kind.LEVEL: [-self.level_rank],
            Kind.STATUS: [self.status, *([outcome] if outcome else ())],
            Kind.HOLDER: [self.holder_id or "nobody"],
            Kind.SENT: [timezone.localdate(self.sent_at)] if self.sent_at else [],
            Kind.VISIT: [timezone.localdate(self.visit)] if self.visit else [],
        }

    def _rank(self, told: list[tuple[int, int]]) -> None:
        """As urgent as the most urgent of these, as grave as the gravest: (urgency, level). A ride that fails, and what
        is new before a visit, is for today."""
        if (self.reasons or {}).get("ride") or (self.reasons or {}).get("new"):
            told = [*told, (Urgency.TODAY, 0)]
        self.urgency_rank = -max((urgency for urgency, _level in told), default=0)
        self.level_rank = -max((level for _urgency, level in told), default=0)


def _titles_of(alerts: Iterable[SafetyAlert]) -> str:
    """What open alerts are called, the most pressing first, each once."""
    return BETWEEN.join(dict.fromkeys(alert.words["title"] for alert in alerts))


def _most_telling(findings: tuple[Finding, ...]) -> str:
    """The most urgent finding and, where it is another one, the gravest: what the row's two marks stand for."""
    if not findings:
        return ""
    urgent = max(findings, key=lambda finding: (finding.urgency, finding.level))
    gravest = max(findings, key=lambda finding: (finding.level, finding.urgency))
    return "; ".join(dict.fromkeys((urgent.title, gravest.title)))
