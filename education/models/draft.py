"""What one editor is writing of one page, kept as it is typed. Two editors have a draft each; neither loses a word."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction

from clinic.audit import record
from education.models.page import Group, Page
from education.models.refusals import Refused
from education.models.version import LONGEST_TEXT, Version, Written


class Changed(Refused):
    """The page, or this draft, was changed elsewhere since it was opened. `theirs` is what stands there now."""

    def __init__(self, sentence: str, theirs: Any) -> None:
        super().__init__(sentence)
        self.theirs = theirs


class Draft(models.Model):
    """One editor's text of one page. `based_on`: the version it began from; `revision` counts its saves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey("Page", on_delete=models.CASCADE, related_name="drafts")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    based_on = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)
    title = models.CharField(max_length=120, blank=True)
    summary = models.CharField(max_length=240, blank=True)
    group = models.CharField(max_length=10, choices=Group, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    related = models.JSONField(default=list)
    text = models.TextField(blank=True)
    note = models.CharField(max_length=300, blank=True)
    promise_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "editor"], name="one_draft_an_editor")]

    def __str__(self) -> str:
        return f"{self.page} by {self.editor}"

    @classmethod
    @transaction.atomic
    def begin(cls, page: Page, editor: Any, *, from_version: Version | None = None, title: str = "") -> Draft:
        """This editor's draft of a page: the one there is, or a new one from a version (unnamed, the newest)."""
        found = cls.objects.filter(page=page, editor=editor).first()
        if found is not None and from_version is None:
            return found
        start = from_version or page.newest()
        draft = found or cls(page=page, editor=editor, title=title)
        draft.based_on = page.newest()
        if start is not None:
            draft._take(start.as_written)
        draft.revision += 1
        draft.save()
        return draft

    @property
    def written(self) -> Written:
        """What stands in it."""
        return Written(
            title=self.title,
            summary=self.summary,
            text=self.text,
            group=self.group,
            order=self.order,
            related=tuple(self.related),
            note=self.note,
            promise_reason=self.promise_reason,
        )

    @transaction.atomic
    def keep(self, written: Written, *, revision: int) -> Draft:
        """Keeps what was typed, as it is. `revision`: the save that the window began from; Changed after another."""
        locked = Draft.objects.select_for_update().get(pk=self.pk)
        if len(written.text) > LONGEST_TEXT:
            raise Refused(f"The text is longer than {LONGEST_TEXT} letters. Make two pages of it.")
        if revision != locked.revision and written != locked.written:
            raise Changed(
                "You wrote on this draft in another window since. Both texts are shown below.", locked.written
            )
        locked._take(written)
        locked.revision += 1
        locked.save()
        return locked

    @transaction.atomic
    def propose(self, *, over: int | None = None, request: Any = None) -> Version:
        """A version for a second person to approve; the draft ends.

        Changed when somebody else has written a version since this draft began: `over` is the number of the version
        that the editor has seen beside their own.
        """
        page = Page.objects.select_for_update().get(pk=self.page_id)
        newest = page.newest()
        seen = {self.based_on.number if self.based_on else None, over}
        if newest is not None and newest.number not in seen:
            raise Changed("Somebody else has written a newer version. Compare both, then send yours.", newest)
        version = Version.write(page, self.written, author=self.editor, based_on=self.based_on)
        record("page.proposed", staff=self.editor, request=request, detail=str(version))
        self.delete()
        return version

    @transaction.atomic
    def discard(self, *, request: Any = None) -> None:
        """Throws away what its editor wrote; versions stay."""
        record("page.draft_discarded", staff=self.editor, request=request, detail=self.page.slug)
        self.delete()

    def _take(self, written: Written) -> None:
        self.title, self.summary, self.text = written.title, written.summary, written.text
        self.group, self.order, self.related = written.group, written.order, list(written.related)
        self.note, self.promise_reason = written.note, written.promise_reason
