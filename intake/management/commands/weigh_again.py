"""Weighs records again whose last weighing was by other rules, or under another policy, than the ones in force."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import OuterRef, Q, QuerySet, Subquery

from clinic.apart import each_apart
from intake.models import Intake, NotAllowed, Triage
from intake.models.policy_in_force import policy_in_force
from intake.models.status import Status, may_move
from intake.triage import RULE_SET_VERSION


class Command(BaseCommand):
    """After an upgrade or a change of policy. Decided records are weighed while their decision can still lapse."""

    help = "Weighs records again under the rules and the policy in force; a decision that missed a new flag lapses."

    def handle(self, *args: Any, **options: Any) -> None:
        done = each_apart(_weighed_otherwise().iterator(chunk_size=200), self._weigh)
        self.stdout.write(f"{done} records weighed again.")

    def _weigh(self, intake: Intake) -> bool:
        try:
            intake.weigh_again()
        except NotAllowed as refused:
            self.stderr.write(f"{intake.reference}: {refused}")
            return False
        return True


def _weighed_otherwise() -> QuerySet[Intake]:
    newest = Triage.objects.filter(intake=OuterRef("pk")).order_by("-ran_at")
    open_now = [status for status in Status if may_move("weigh again", status) and status != Status.DECIDED]
    return (
        Intake.objects.filter(Q(status__in=open_now) | Q(lapses_at__isnull=False))
        .annotate(
            rules=Subquery(newest.values("rule_set_version")[:1]),
            policy=Subquery(newest.values("policy_version")[:1]),
        )
        .exclude(rules=RULE_SET_VERSION, policy=policy_in_force().version)
    )
