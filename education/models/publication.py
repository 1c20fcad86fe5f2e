"""From when readers see which version of a page. The last one due stands; one without a version hides the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.roles import APPROVERS
from clinic.sealed import SealedRow
from education.models.refusals import Refused

ONLY_WHAT_WAS_APPROVED = """
    IF NEW.version_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM education_version version
        LEFT JOIN education_verdict verdict ON verdict.version_id = version.id AND verdict.approved
        WHERE version.id = NEW.version_id AND version.page_id = NEW.page_id
          AND (version.author_id IS NULL OR verdict.by_id <> version.author_id)
    ) THEN
        RAISE EXCEPTION 'a version is published once a second person approved it' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""
SHORTEST_WHY = 10


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Publications, as they are looked for."""

    def due(self) -> PublicationQuerySet:
        """Those whose time has come."""
        return self.filter(at__lte=timezone.now())

    def planned(self) -> PublicationQuerySet:
        """The ones of each page and time that will be in force, the next one first."""
        later = self.filter(at__gt=timezone.now()).order_by("at", "page_id", "-id").distinct("at", "page_id")
        return later.select_related("page", "version", "by")

    def standing(self) -> PublicationQuerySet:
        """The one of each page that stands now, with its version."""
        latest = self.due().order_by("page_id", "-at", "-id").distinct("page_id")
        return latest.select_related("page", "version")


class Publication(SealedRow):
    """One act of publishing or hiding. The database refuses a version that nobody but its author has approved."""

    page = models.ForeignKey("Page", on_delete=models.PROTECT, related_name="publications")
    version = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="publications")
    at = models.DateTimeField()
    made_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta(SealedRow.Meta):
        indexes = [models.Index(fields=["page", "-at", "-id"], name="publications_of_page")]
        triggers = [
            *SealedRow.Meta.triggers,
            pgtrigger.Trigger(
                name="only_what_was_approved",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=ONLY_WHAT_WAS_APPROVED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version or 'hidden'} from {self.at:%d %b %Y, %H:%M}"

    @classmethod
    @transaction.atomic
    def publish(
        cls, version: Any, staff: Any = None, *, at: datetime | None = None, why: str = "", request: Any = None
    ) -> Publication:
        """Readers see this version from `at`, or from now. The loader publishes starting content, without staff."""
        now = timezone.now()
        if staff is not None and staff.role not in APPROVERS:
            raise Refused("Only an education editor or a medical reviewer can publish a page.")
        verdict = getattr(version, "verdict", None)
        if version.author_id is not None and not (verdict and verdict.approved):
            raise Refused("Somebody other than its author has to approve this version first.")
        if at is not None and at < now:
            raise Refused("This time has passed. Choose one in the future, or publish now.")
        made = cls.objects.create(
            page=version.page, version=version, at=at or now, made_at=now, by=staff, why=why.strip()
        )
        record("page.published", staff=staff, request=request, detail=str(version))
        return made

    @classmethod
    @transaction.atomic
    def hide(cls, page: Any, staff: Any, *, why: str, request: Any = None) -> Publication:
        """Readers do not see the page any more, until a version of it is published again."""
        if staff.role not in APPROVERS:
            raise Refused("Only an education editor or a medical reviewer can take a page down.")
        if len(why.strip()) < SHORTEST_WHY:
            raise Refused("Say in a sentence why the page is taken down.")
        now = timezone.now()
        made = cls.objects.create(page=page, version=None, at=now, made_at=now, by=staff, why=why.strip())
        record("page.hidden", staff=staff, request=request, detail=page.slug)
        return made

    @transaction.atomic
    def call_off(self, staff: Any, *, request: Any = None) -> Publication:
        """What was planned does not happen: at its time, what stands now goes on standing."""
        if staff.role not in APPROVERS:
            raise Refused("Only an education editor or a medical reviewer can call this off.")
        if self.at <= timezone.now():
            raise Refused("This has happened already. Bring back an earlier version instead.")
        stands = Publication.objects.filter(page=self.page).due().order_by("at", "id").last()
        made = Publication.objects.create(
            page=self.page,
            version=stands.version if stands else None,
            at=self.at,
            made_at=timezone.now(),
            by=staff,
            why=f"Called off: {self.version or 'hiding the page'}.",
        )
        record("page.called_off", staff=staff, request=request, detail=str(self.version or self.page))
        return made
