"""A clinician's outcome: cleared, cleared with conditions, deferred until, not suitable. The last one stands."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from clinic.encryption import SealedField, TamperedError
from clinic.sealed import SealedRow
from intake.models.flag import Flag
from intake.models.ready_sql import CLEARED, takes_ready_back
from intake.models.refusals import Changed, NotAllowed, Version
from intake.models.resolution import OUT_OF_THE_WAY, SHORTEST_REASON, Resolution, Settled
from intake.models.status import Status
from intake.policy import DEFAULT as POLICY


class Outcome(models.TextChoices):
    """What a clinician decides."""

    CLEARED = "cleared", _("Cleared for treatment")
    WITH_CONDITIONS = "cleared_with_conditions", _("Cleared with conditions")
    DEFERRED = "deferred", _("Deferred until a date")
    NOT_SUITABLE = "not_suitable", _("Not suitable")


LONGEST_DEFERRAL = timedelta(days=366)
CLEARING = frozenset({Outcome.CLEARED, Outcome.WITH_CONDITIONS})


@dataclass(frozen=True)
class Proposal:
    """What a clinician is about to decide. `overrides`: by flag, why they decide over it.

    `aware`: they know that flags to review are not settled, and clear all the same. `weighed`: the triage whose flags
    they read, by its id. `later`: the reference of the form that the same patient sent later, as they were shown; None
    where nobody was shown anything.
    """

    outcome: str
    reason: str
    conditions: str = ""
    until: date | None = None
    overrides: Mapping[Any, str] = field(default_factory=dict)
    aware: bool = False
    weighed: str = ""
    later: str | None = None

    def why_over(self, flag: Flag) -> str:
        """Why this flag does not stand in the way; empty when nothing was said."""
        return self.overrides.get(flag.pk, "").strip()


class Decision(SealedRow):
    """One decision, bound to the submission and the triage it was made on.

    `left_open`: titles of the flags to review that were not settled when somebody cleared.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="decisions")
    submission = models.ForeignKey("Submission", on_delete=models.PROTECT, related_name="decisions")
    triage = models.ForeignKey("Triage", on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=30, choices=Outcome)
    until = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = SealedField()
    conditions = SealedField()
    left_open = SealedField(null=True)

    class Meta(SealedRow.Meta):
        triggers = [
            *SealedRow.Meta.triggers,
            takes_ready_back("visit.intake_id = NEW.intake_id", CLEARED),
        ]
        indexes = [
            models.Index(fields=["intake", "at"], name="decisions_of_intake"),
            models.Index(fields=["at"], name="decisions_by_time"),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def clears(self) -> bool:
        """Whether it lets treatment go ahead."""
        return self.outcome in CLEARING

    @classmethod
    def standing_of(cls, intake: Any) -> Decision | None:
        """The last decision on an intake, unless it lapsed."""
        last: Decision | None = intake.decisions.select_related("lapse").order_by("-at").first()
        return last if last is not None and not hasattr(last, "lapse") else None

    @classmethod
    def on_conditions(cls, intake: Any) -> Decision | None:
        """The decision that clears now, if it does so on conditions. Decisions fetched along are not asked."""
        if intake.status != Status.DECIDED:
            return None
        last: Decision | None = max(intake.decisions.all(), key=lambda each: each.at, default=None)
        return last if last is not None and last.outcome == Outcome.WITH_CONDITIONS else None

    @classmethod
    def deferred_until(cls, intake: Any) -> date | None:
        """The day until which a decision that stands defers; None where none does."""
        standing = cls.standing_of(intake)
        return standing.until if standing is not None and standing.outcome == Outcome.DEFERRED else None

    @classmethod
    def refuses(cls, intake: Any) -> bool:
        """Whether a decision that stands says that this treatment is not for the patient."""
        standing = cls.standing_of(intake)
        return standing is not None and standing.outcome == Outcome.NOT_SUITABLE

    @classmethod
    def make(cls, submission: Any, staff: Any, proposal: Proposal, *, seen: str = "") -> Decision:
        """Decides on the newest triage of a submission, or refuses. The intake is locked by the caller."""
        intake = submission.intake
        triage = submission.triages.order_by("-ran_at").first()
        triage.intake = intake
        flags = triage.all_flags()
        settled = Resolution.last_of_each(flags, clearing=proposal.outcome in CLEARING)
        unsettled = in_the_way(flags, settled)
        standing = grave(unsettled)
        refuse_unless_read(proposal, triage)
        refuse_unless_sound(proposal, staff, standing, intake.alerts_open)
        refuse_unless_aware(proposal, submission, unsettled)
        refuse_if_decided_meanwhile(intake, staff, proposal, seen)
        decision = cls.objects.create(
            intake=intake,
            submission=submission,
            triage=triage,
            outcome=proposal.outcome,
            until=proposal.until if proposal.outcome == Outcome.DEFERRED else None,
            by=staff,
            at=timezone.now(),
            reason=proposal.reason.strip(),
            conditions=proposal.conditions.strip() if proposal.outcome == Outcome.WITH_CONDITIONS else "",
            left_open=[flag.words["title"] for flag in unsettled if not flag.is_grave]
            if proposal.outcome in CLEARING
            else [],
        )
        if decision.clears:
            decision._override(standing, proposal)
        return decision

    def _override(self, standing: Iterable[Flag], proposal: Proposal) -> None:
        """What stood in the way is settled by this decision, each flag with why."""
        Resolution.objects.bulk_create(
            Resolution(
                flag=flag,
                intake=self.intake,
                decision=self,
                outcome=Settled.OVERRIDDEN,
                by=self.by,
                at=self.at,
                reason=proposal.why_over(flag),
            )
            for flag in standing
        )


def in_the_way(flags: Iterable[Flag], settled: Mapping[Any, Resolution]) -> list[Flag]:
    """Flags at review or above, and those about safety, that nobody has put out of the way."""
    return [
        flag
        for flag in flags
        if flag.stands_in_the_way
        and not (flag.pk in settled and settled[flag.pk].outcome in OUT_OF_THE_WAY)
    ]


def grave(flags: Iterable[Flag]) -> list[Flag]:
    """Flags that a nurse cannot decide over: STOP, and those about safety."""
    return [flag for flag in flags if flag.is_grave]


def refuse_unless_met(intake: Any, met: str) -> str:
    """Refuses to get a visit ready unless somebody says of the conditions that stand now, by the id of their decision,
    that they are met. What they said, in words; nothing where there are no conditions."""
    conditional = Decision.on_conditions(intake)
    if conditional is None:
        return ""
    if met != str(conditional.pk):
        raise NotAllowed(str(_("The patient was cleared on conditions. Read them, and say that they are met.")))
    try:
        _read = conditional.conditions
    except TamperedError:
        raise NotAllowed(str(_("There are conditions, and they do not open. Tell your administrator now."))) from None
    return str(_("The conditions of the clearance are met."))


def refuse_unless_read(proposal: Proposal, triage: Any) -> None:
    """Refuses a decision of somebody who read the flags of an earlier run: a new one may be among them."""
    if proposal.weighed and proposal.weighed != str(triage.pk):
        raise NotAllowed("The rules were weighed again after you opened this page. Read what stands now, then decide.")


def refuse_unless_told_of_later(proposal: Proposal, later: str) -> None:
    """Refuses to clear on a form when the same patient sent another one later that this person was not shown."""
    if proposal.outcome in CLEARING and proposal.later is not None and later and proposal.later != later:
        raise NotAllowed(f"The patient sent another form later: {later}. Read it, then decide.")


def refuse_unless_sound(proposal: Proposal, staff: Any, standing: Sequence[Flag], open_alerts: int) -> None:
    """Refuses a decision that this person may not make, or that is not fully said."""
    if not staff.is_clinical:
        raise NotAllowed("Only a nurse or a physician can decide.")
    if standing and not staff.is_physician:
        raise NotAllowed("A STOP or a safety flag stands. A physician has to decide this one.")
    wrong = _not_said(proposal)
    if proposal.outcome in CLEARING:
        if open_alerts:
            wrong.append("A safety alert is open. Close it with a disposition before you clear the patient.")
        if any(len(proposal.why_over(flag)) < SHORTEST_REASON for flag in standing):
            wrong.append("Say for each STOP and safety flag why you decide over it, in a sentence.")
    if wrong:
        raise NotAllowed(*wrong)


def refuse_unless_aware(proposal: Proposal, submission: Any, unsettled: Sequence[Flag]) -> None:
    """Refuses to clear on answers that are too old, or past unsettled flags that nobody spoke of."""
    if proposal.outcome not in CLEARING:
        return
    if timezone.now() - submission.told_at > timedelta(days=POLICY.screening_valid_days):
        raise NotAllowed(
            f"These answers are over {POLICY.screening_valid_days} days old, or some of them are. "
            "Ask the patient for them again before you clear."
        )
    if any(not flag.is_grave for flag in unsettled) and not proposal.aware:
        raise NotAllowed("Some flags to review are not settled. Settle them, or tick that you clear all the same.")


def refuse_if_decided_meanwhile(intake: Any, staff: Any, proposal: Proposal, seen: str) -> None:
    """Refuses a decision made by somebody who has not seen the last one, and hands over both."""
    last = intake.decisions.select_related("by").order_by("-at").first()
    if last is None or str(last.pk) == seen:
        return
    last.intake = intake
    raise Changed(
        _t("%(who)s decided while you were writing. Nothing of yours was lost: both are below.")
        % {"who": last.by.name},
        theirs=Version(f"{last.get_outcome_display()}. {last.reason}", last.by.name, last.at),
        yours=Version(f"{Outcome(proposal.outcome).label}. {proposal.reason}", staff.name),
    )


def _not_said(proposal: Proposal) -> list[str]:
    wrong = []
    if proposal.outcome not in Outcome.values:
        wrong.append("Choose a decision.")
    if len(proposal.reason.strip()) < SHORTEST_REASON:
        wrong.append("Give your reason in a sentence.")
    if proposal.outcome == Outcome.WITH_CONDITIONS and not proposal.conditions.strip():
        wrong.append("Write the conditions.")
    if proposal.outcome == Outcome.DEFERRED and (no_date := wrong_deferral(proposal.until)):
        wrong.append(no_date)
    return wrong


def wrong_deferral(until: date | None) -> str:
    """Why nobody can be deferred until then, in words; empty where they can. Longer is forgotten."""
    today = timezone.localdate()
    if until is None or until <= today:
        return _t("Give the date until which you defer, after today.")
    if until > today + LONGEST_DEFERRAL:
        return _t("Defer for a year at most, so that the patient is not forgotten.")
    return ""
