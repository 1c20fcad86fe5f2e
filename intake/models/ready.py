"""What no longer holds takes *ready* back, in the transaction of the act by which it no longer does."""

from __future__ import annotations

from typing import Any

from intake.models.lacking import lacks
from intake.models.visit import Visit
from intake.models.visit_status import VisitStatus


def take_back_ready(intake: Any) -> None:
    """Visits of this intake that are ready and lack something are only planned again. The intake is locked."""
    for visit in Visit.objects.filter(intake=intake, status=VisitStatus.READY).select_related("course"):
        visit.intake = intake
        if lacking := lacks(visit):
            visit.step("take back ready", None, why="; ".join(str(lack.neutral) for lack in lacking))
