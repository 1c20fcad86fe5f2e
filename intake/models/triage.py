"""One run of all rules over one submission. Run again, never edited."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone

from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.flag import Flag
from intake.policy import DEFAULT as POLICY
from intake.triage import RULE_SET_VERSION, Finding, Triaged, triage
from intake.triage.scoring import scores_of


class Triage(SealedRow):
    """What the rules of one version, under one policy, said of one submission.

    `outcome` is encrypted: scores, what could not be told with what to ask, and the rules that did not fire.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="triages")
    submission = models.ForeignKey("Submission", on_delete=models.PROTECT, related_name="triages")
    rule_set_version = models.CharField(max_length=20)
    policy_version = models.CharField(max_length=20)
    ran_at = models.DateTimeField()
    outcome = SealedField()

    def __str__(self) -> str:
        return f"rules {self.rule_set_version}"

    @classmethod
    def run(cls, submission: Any) -> tuple[Finding, ...]:
        """Weighs all rules over a submission; every finding becomes a flag, its words copied."""
        intake = submission.intake
        read = intake.read(submission.answers())
        result = triage(read.values, read.policy, on=read.on)
        run = cls.objects.create(
            intake=intake,
            submission=submission,
            rule_set_version=RULE_SET_VERSION,
            policy_version=POLICY.version,
            ran_at=timezone.now(),
            outcome={"scores": scores_of(read), **_left_open(result)},
        )
        Flag.objects.bulk_create(
            Flag.of(finding, run, place) for place, finding in enumerate(result.findings)
        )
        return result.findings


def _left_open(result: Triaged) -> dict[str, Any]:
    return {
        "could_not_tell": [
            {"code": each.rule.code, "title": each.title, "ask": [subject.label for subject in each.ask]}
            for each in result.could_not_tell
        ],
        "quiet": [rule.code for rule in result.quiet],
    }
