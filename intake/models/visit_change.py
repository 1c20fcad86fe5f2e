"""What became of a visit: every step it took, by whom, when, from which time and status to which, and why."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from clinic.encryption import SealedField
from clinic.roles import CLINICAL
from clinic.sealed import SealedRow
from intake.models.visit_status import VisitStatus

LONGEST_WHY = 500


class VisitChange(SealedRow):
    """One step of a visit. `number` is the version that it led to; `by` is nobody for Clearway or the patient."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey("Visit", on_delete=models.PROTECT, related_name="changes")
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="visit_changes")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    from_status = models.CharField(max_length=10, choices=VisitStatus, blank=True)
    to_status = models.CharField(max_length=10, choices=VisitStatus)
    from_time = models.DateTimeField(null=True)
    to_time = models.DateTimeField()
    why = SealedField()

    class Meta(SealedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["visit", "number"], name="one_change_a_version")]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%d %b %H:%M}"

    @property
    def is_moved(self) -> bool:
        """Whether the visit is at another time since."""
        return self.from_time is not None and self.from_time != self.to_time

    @property
    def who(self) -> str:
        """Who did it. Without a member of staff only a patient cancels, by stopping."""
        if self.by is not None:
            return str(self.by.name)
        return _("The patient") if self.act == "cancel" else _("Clearway")

    def why_for(self, role: Any) -> str:
        """Why, as somebody of this role may read it: what a clinician wrote is not for the front desk."""
        by_clinician = self.by is not None and self.by.role in CLINICAL
        return "" if by_clinician and role not in CLINICAL else str(self.why)
