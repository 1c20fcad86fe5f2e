"""What a page said at one time. Never changed; a correction is a new version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.sealed import SealedRow
from education.models.page import Group, Page
from education.models.refusals import Refused
from education.text.markup import render
from education.text.promises import promotional_words
from education.text.reading import grade, words_to_search

LONGEST_TEXT = 60_000
SHORTEST_REASON = 10
STARTING_ONLY_BEFORE_EDITORS = """
    IF NEW.author_id IS NULL AND EXISTS (
        SELECT 1 FROM education_version WHERE page_id = NEW.page_id AND author_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'starting content never follows what an editor wrote' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""


class Origin(models.TextChoices):
    """Who wrote it."""

    STARTING = "starting", _("starting content")
    EDITOR = "editor", _("an editor")


@dataclass(frozen=True)
class Written:
    """What somebody wrote of a page: everything a version holds but who, when and which number."""

    title: str
    summary: str
    text: str
    group: str = ""
    order: int = 0
    related: tuple[str, ...] = ()
    note: str = ""
    promise_reason: str = ""

    def refuse_unless_sound(self) -> None:
        """Refuses what cannot stand on a page, in sentences for the editor."""
        wrong = []
        if not self.title.strip():
            wrong.append("Give the page a title.")
        if not self.summary.strip():
            wrong.append("Say in one sentence what the page tells.")
        if not self.text.strip():
            wrong.append("Write the text of the page.")
        if len(self.text) > LONGEST_TEXT:
            wrong.append(f"The text is longer than {LONGEST_TEXT} letters. Make two pages of it.")
        if self.group and self.group not in Group.values:
            wrong.append("Choose where the page stands.")
        promises = self.promises
        if promises and len(self.promise_reason.strip()) < SHORTEST_REASON:
            words = ", ".join(promises)
            wrong.append(f"These words promise what nobody can: {words}. Change them, or say why they must stand.")
        if wrong:
            raise Refused(*wrong)

    @property
    def promises(self) -> list[str]:
        """Promotional words in the title, the summary or the text."""
        return promotional_words(f"{self.title}.\n\n{self.summary}\n\n{self.text}")


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions, as they are looked for."""

    def waiting(self) -> VersionQuerySet:
        """Those that a second person has not read yet, and that no newer version of the page took the place of."""
        newer = Version.objects.filter(page=OuterRef("page"), number__gt=OuterRef("number"))
        return self.filter(author__isnull=False, verdict=None).exclude(Exists(newer))

    def listed(self) -> VersionQuerySet:
        """Who wrote what and what was said of it, without the texts."""
        return self.select_related("author", "verdict__by").defer("text", "html", "words")


class Version(SealedRow):
    """One immutable text. Starting content has no author; every other version has one, who may not approve it."""

    page = models.ForeignKey("Page", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=10, choices=Origin)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    based_on = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=240)
    group = models.CharField(max_length=10, choices=Group, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    related = models.JSONField(default=list)
    text = models.TextField()
    html = models.TextField()
    words = models.TextField()
    grade = models.DecimalField(max_digits=4, decimal_places=1)
    note = models.CharField(max_length=300, blank=True)
    promises = models.JSONField(default=list)
    promise_reason = models.CharField(max_length=300, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("summary", weight="B", config="english")
        + SearchVector("words", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = VersionQuerySet.as_manager()

    class Meta(SealedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="one_version_a_number"),
            models.CheckConstraint(
                condition=Q(origin="starting", author=None) | Q(origin="editor", author__isnull=False),
                name="an_editors_version_has_an_author",
            ),
        ]
        indexes = [GinIndex(fields=["search"], name="version_search", fastupdate=False)]
        triggers = [
            *SealedRow.Meta.triggers,
            pgtrigger.Trigger(
                name="starting_only_before_editors",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=STARTING_ONLY_BEFORE_EDITORS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page}@{self.number}"

    @classmethod
    @transaction.atomic
    def write(cls, page: Page, written: Written, *, author: Any = None, based_on: Any = None) -> Version:
        """A new version of a page, or Refused. Without an author it is starting content."""
        written.refuse_unless_sound()
        locked = Page.objects.select_for_update().get(pk=page.pk)
        return cls.objects.create(
            page=locked,
            number=locked.next_number(),
            origin=Origin.EDITOR if author else Origin.STARTING,
            author=author,
            written_at=timezone.now(),
            based_on=based_on,
            **_columns(written),
        )

    @property
    def as_written(self) -> Written:
        """What it says, to write further from."""
        return Written(self.title, self.summary, self.text, self.group, self.order, tuple(self.related))


def _columns(written: Written) -> Mapping[str, Any]:
    return {
        "title": written.title.strip(),
        "summary": written.summary.strip(),
        "group": written.group,
        "order": written.order,
        "related": list(written.related),
        "text": written.text,
        "html": render(written.text),
        "words": words_to_search(written.text),
        "grade": grade(written.text),
        "note": written.note.strip(),
        "promises": written.promises,
        "promise_reason": written.promise_reason.strip() if written.promises else "",
    }
