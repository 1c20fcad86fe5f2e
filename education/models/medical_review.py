"""A medical reviewer read a version and stands by it, until a date."""

from __future__ import annotations

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.roles import Role
from clinic.sealed import SealedRow
from education.models.refusals import Refused

ONLY_A_REVIEWER = """
    IF NOT EXISTS (SELECT 1 FROM clinic_staff WHERE id = NEW.by_id AND role = 'medical_reviewer') OR EXISTS (
        SELECT 1 FROM education_version WHERE id = NEW.version_id AND author_id = NEW.by_id
    ) THEN
        RAISE EXCEPTION 'a medical review is by a medical reviewer who did not write the text' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""


class MedicalReview(SealedRow):
    """One review of one version. `due`: when it has to be read again."""

    version = models.ForeignKey("Version", on_delete=models.PROTECT, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due = models.DateField()
    note = models.CharField(max_length=600, blank=True)

    class Meta(SealedRow.Meta):
        triggers = [
            *SealedRow.Meta.triggers,
            pgtrigger.Trigger(
                name="only_a_reviewer", when=pgtrigger.Before, operation=pgtrigger.Insert, func=ONLY_A_REVIEWER
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} by {self.by}"

    @classmethod
    @transaction.atomic
    def give(cls, version: Any, staff: Any, *, due: date | None, note: str = "", request: Any = None) -> MedicalReview:
        """The reviewer stands by this version until it is due again, or Refused."""
        if staff.role != Role.MEDICAL_REVIEWER:
            raise Refused("Only a medical reviewer can do this.")
        if staff.pk == version.author_id:
            raise Refused("You wrote this version. Somebody else has to review it.")
        if due is None or due <= timezone.localdate():
            raise Refused("Give the date on which the page has to be reviewed again, after today.")
        given = cls.objects.create(version=version, by=staff, at=timezone.now(), due=due, note=note.strip())
        record("page.reviewed", staff=staff, request=request, detail=str(version))
        return given
