"""What a clinician found who asked the person: with which tool, the result, the plan. It does not close the alert."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.conf import settings
from django.db import models

from clinic.encryption import SealedField
from clinic.sealed import SealedRow
from intake.models.refusals import NotAllowed

SHORTEST_PLAN = 10


class SafetyAssessment(SealedRow):
    """One assessment behind an alert. `told`: the tool, its result and the plan, encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey("SafetyAlert", on_delete=models.PROTECT, related_name="assessments")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told = SealedField()

    def __str__(self) -> str:
        return f"assessed {self.at:%d %b %H:%M}"


def refuse_unless_assessed(told: Mapping[str, str]) -> None:
    """Refuses an assessment that does not say how, what was found, and what comes next."""
    wrong = []
    if not told["tool"]:
        wrong.append("Name the tool, or how you asked.")
    if not told["result"]:
        wrong.append("Write the result.")
    if len(told["plan"]) < SHORTEST_PLAN:
        wrong.append("Write the plan in a sentence.")
    if wrong:
        raise NotAllowed(*wrong)
