"""Who settled a flag, when, how and why: a row, never a tick. The last one counts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from clinic.audit import record
from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.refusals import Changed, NotAllowed, Version
from intake.models.status import refuse_unless

SHORTEST_REASON = 10


class Settled(models.TextChoices):
    """How a flag was settled."""

    CONFIRMED = "confirmed", _("Confirmed")
    NOT_AN_ISSUE = "not_an_issue", _("Not an issue")
    PLAN = "plan", _("A plan takes care of it")
    OVERRIDDEN = "overridden", _("Decided over")


OUT_OF_THE_WAY = frozenset({Settled.NOT_AN_ISSUE, Settled.PLAN, Settled.OVERRIDDEN})
"""After these a flag no longer stands in the way of clearing."""


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    """Resolutions, as they are looked for."""

    def standing(self) -> ResolutionQuerySet:
        """Those that count: what was decided over counts as long as that very decision stands."""
        later = apps.get_model("intake", "Decision").objects.filter(
            intake=models.OuterRef("intake"), at__gt=models.OuterRef("decision__at")
        )
        return self.filter(~models.Exists(later), decision__lapse=None)

    def apart_from_decisions(self) -> ResolutionQuerySet:
        """Those that count for who clears anew: what an earlier decision was made over has to be said again."""
        return self.filter(decision=None)


class Resolution(SealedRow):
    """One flag, settled. `carried_from`: the same finding was settled on an earlier run of the rules. `decision`: a
    physician decided over it, in that decision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    flag = models.ForeignKey("Flag", on_delete=models.PROTECT, related_name="resolutions")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey("Decision", null=True, on_delete=models.PROTECT, related_name="overrides")
    carried_from = models.ForeignKey("Resolution", null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Settled)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept_at = models.DateTimeField(default=timezone.now)
    reason = SealedField()

    objects = ResolutionQuerySet.as_manager()

    class Meta(SealedRow.Meta):
        ordering = ["kept_at", "id"]

    def __str__(self) -> str:
        return self.outcome

    @classmethod
    @transaction.atomic
    def settle(
        cls, flag: Any, staff: Any, outcome: str, reason: str, *, seen: str = "", request: Any = None
    ) -> Resolution:
        """Settles a flag of the newest triage. `seen`: id of the resolution that stood when the form was opened."""
        locked = flag.intake._locked()
        refuse_unless(act_for(flag, outcome), locked, staff)
        if flag.triage_id != locked.triages.order_by("-ran_at").values_list("pk", flat=True).first():
            raise NotAllowed("The rules were weighed again after you opened this flag. Read the record anew.")
        refuse_unless_said(flag, outcome, reason)
        if (last := cls.last_of(flag)) is not None and str(last.pk) != seen:
            if (last.by_id, last.outcome, last.reason) == (staff.pk, outcome, reason.strip()):
                return last
            raise Changed(
                _t("%(who)s settled this flag while you were writing. Nothing of yours was lost: both are below.")
                % {"who": last.by.name},
                theirs=Version(f"{last.get_outcome_display()}: {last.reason}", last.by.name, last.at),
                yours=Version(f"{Settled(outcome).label}: {reason}", staff.name),
            )
        now = timezone.now()
        done = cls.objects.create(
            flag=flag, intake=locked, outcome=outcome, by=staff, at=now, kept_at=now, reason=reason.strip()
        )
        record("flag.settled", staff=staff, request=request, subject=locked, detail=outcome)
        return done

    @classmethod
    def last_of(cls, flag: Any) -> Resolution | None:
        """The resolution of a flag that counts."""
        last = flag.resolutions.standing().select_related("by").last()
        if last is not None:
            last.intake = flag.intake
        return last

    @classmethod
    def last_of_each(cls, flags: Iterable[Any], *, clearing: bool = False) -> dict[Any, Resolution]:
        """By flag, the resolution that counts, of those that were settled; `clearing`: when somebody clears anew."""
        by_pk = {flag.pk: flag for flag in flags}
        found: dict[Any, Resolution] = {}
        made = cls.objects.filter(flag__in=by_pk)
        for resolution in (made.apart_from_decisions() if clearing else made.standing()).select_related("by"):
            resolution.intake = by_pk[resolution.flag_id].intake
            found[resolution.flag_id] = resolution
        return found

    @classmethod
    def carry(cls, earlier: Iterable[Any], flags: Iterable[Any]) -> None:
        """What was settled stays settled where the same rule still says the same of the same answers."""
        earlier = list(earlier)
        last = cls.last_of_each(earlier)
        settled = {flag.mark: last[flag.pk] for flag in earlier if flag.pk in last}
        now = timezone.now()
        Resolution.objects.bulk_create(
            Resolution(
                flag=flag,
                intake=flag.intake,
                decision_id=was.decision_id,
                carried_from=was,
                outcome=was.outcome,
                by=was.by,
                at=was.at,
                kept_at=now,
                reason=was.reason,
            )
            for flag in flags
            if (was := settled.get(flag.mark)) is not None
        )


def act_for(flag: Any, outcome: str) -> str:
    """Which act this is: whoever reviews may confirm a grave flag, only a physician may put it out of the way."""
    if outcome == Settled.OVERRIDDEN:
        return "override"
    return "override" if flag.is_grave and outcome in OUT_OF_THE_WAY else "settle"


def refuse_unless_said(flag: Any, outcome: str, reason: str) -> None:
    """Refuses what does not say how a flag was settled, and why."""
    if outcome not in Settled.values:
        raise NotAllowed("Choose how you settle it.")
    if outcome == Settled.OVERRIDDEN and not flag.is_grave:
        raise NotAllowed("Only a STOP or a safety flag is decided over. Say that it is no issue, or what the plan is.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed("Say why, in a sentence.")
