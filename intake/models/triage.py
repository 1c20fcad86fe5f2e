"""One run of all rules over one submission. Run again, never edited."""

from __future__ import annotations

import uuid

from django.db import models

from clinic.encryption import SealedField
from clinic.sealed import SealedRow


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
