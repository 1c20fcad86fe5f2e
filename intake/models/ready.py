"""What no longer holds takes *ready* back, in the transaction of the act by which it no longer does."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.models.decision import Decision
from intake.models.lacking import lacks
from intake.models.visit import Visit
from intake.models.visit_status import VisitStatus


def take_back_ready(intake: Any) -> None:
    """Visits of this intake that are ready and lack something, or whose patient was cleared on conditions after it was
    said that all is there, are only planned again. The intake is locked."""
    conditional = Decision.on_conditions(intake)
    ready = Visit.objects.filter(intake=intake, status=VisitStatus.READY).select_related("course")
    for pk in list(ready.values_list("pk", flat=True)):
        visit = ready.filter(pk=pk).first()
        if visit is None:  # the step before took this one back as well
            continue
        visit.intake = intake
        if lacking := lacks(visit):
            visit.step("take back ready", None, why="; ".join(str(lack.neutral) for lack in lacking))
        elif conditional is not None and visit.changes.filter(act="make ready").latest("number").at < conditional.at:
            visit.step("take back ready", None, why=str(_("A clinician decided anew.")))
