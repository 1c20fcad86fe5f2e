"""What a second person said of a version: approved, or sent back with a reason. Nobody says it of their own text."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.roles import APPROVERS
from clinic.sealed import SealedRow
from education.models.refusals import Refused

NOT_ONES_OWN = """
    IF NEW.by_id = (SELECT author_id FROM education_version WHERE id = NEW.version_id) THEN
        RAISE EXCEPTION 'nobody approves their own text' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""
SHORTEST_NOTE = 10


class Verdict(SealedRow):
    """One verdict a version; the database refuses one by the version's author."""

    version = models.OneToOneField("Version", on_delete=models.PROTECT, related_name="verdict")
    approved = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=600, blank=True)

    class Meta(SealedRow.Meta):
        triggers = [
            *SealedRow.Meta.triggers,
            pgtrigger.Trigger(
                name="not_ones_own", when=pgtrigger.Before, operation=pgtrigger.Insert, func=NOT_ONES_OWN
            ),
        ]

    def __str__(self) -> str:
        return "approved" if self.approved else "sent back"

    @classmethod
    @transaction.atomic
    def give(cls, version: Any, staff: Any, *, approved: bool, note: str = "", request: Any = None) -> Verdict:
        """A second person's verdict, or Refused."""
        if staff.role not in APPROVERS:
            raise Refused("Only an education editor or a medical reviewer can approve a page.")
        if staff.pk == version.author_id:
            raise Refused("You wrote this version. Somebody else has to approve it.")
        if cls.objects.filter(version=version).exists():
            raise Refused("Somebody has given a verdict on this version already. Load the page again to see it.")
        if not approved and len(note.strip()) < SHORTEST_NOTE:
            raise Refused("Say in a sentence what has to change.")
        given = cls.objects.create(version=version, approved=approved, by=staff, at=timezone.now(), note=note.strip())
        record("page.approved" if approved else "page.sent_back", staff=staff, request=request, detail=str(version))
        return given
