"""Where every page stands, for those who look after them: what readers see, what waits, what is overdue or doubtful."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from education.models import Draft, Group, MedicalReview, Page, Publication, Version
from education.shelf import shelf
from education.text.dressing import Known, unknown_tokens

HARDEST = 8
BESIDE_THE_GROUPS = "To look up and to print"
UNREAD = ("version__html", "version__words")


@dataclass
class Standing:
    """One page. `stands`: the publication that is in force; `newest`: the version written last."""

    page: Page
    stands: Publication | None = None
    planned: Publication | None = None
    newest: Version | None = None
    drafts: list[Draft] = field(default_factory=list)
    review: MedicalReview | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def shown(self) -> Any:
        """The version that readers see, or None."""
        return self.stands.version if self.stands else None

    @property
    def is_hidden(self) -> bool:
        return self.stands is not None and self.stands.version is None

    @property
    def text(self) -> Any:
        """The version that tells what the page is about: what readers see, else the newest."""
        return self.shown or self.newest

    @property
    def title(self) -> str:
        return self.text.title if self.text else self.drafts[0].title if self.drafts else self.page.slug

    @property
    def group(self) -> str:
        """The heading it stands under."""
        group = self.text.group if self.text else self.drafts[0].group if self.drafts else ""
        return str(Group(group).label) if group else BESIDE_THE_GROUPS

    @property
    def waits(self) -> Any:
        """The version that a second person has to read, or None."""
        newest = self.newest
        return newest if newest and newest.author_id and not getattr(newest, "verdict", None) else None

    @property
    def sent_back(self) -> Any:
        """The newest version, where it was sent back."""
        verdict = getattr(self.newest, "verdict", None)
        return self.newest if verdict and not verdict.approved else None

    @property
    def approved(self) -> Any:
        """The newest version, where it was approved and nothing says yet when readers see it."""
        verdict = getattr(self.newest, "verdict", None)
        if not (self.newest and verdict and verdict.approved) or self.newest == self.shown:
            return None
        after = [each for each in (self.stands, self.planned) if each and each.made_at > verdict.at]
        return None if after else self.newest

    @property
    def is_overdue(self) -> bool:
        return bool(self.review and self.shown and self.review.due < timezone.localdate())


def everywhere() -> list[Standing]:
    """Every page, in the order readers meet them."""
    return sorted(_standing(Page.objects.all()), key=lambda each: (each.text.order if each.text else 999, each.title))


def of(page: Page) -> Standing:
    """One page."""
    return _standing(Page.objects.filter(pk=page.pk))[0]


def warnings_of(version: Version, known: Known) -> list[str]:
    """What an approver should see before anybody else does, a sentence each."""
    found = []
    if version.promises:
        words = ", ".join(version.promises)
        found.append(f"Promotional words: {words}. The editor’s reason: {version.promise_reason}")
    if version.grade > HARDEST:
        found.append(f"Hard to read: grade {version.grade}. It should be {HARDEST} at most.")
    return [*found, *unknown_tokens(version.text, known)]


def by_group(pages: list[Standing]) -> list[tuple[str, list[Standing]]]:
    """Pages under the headings that readers see, in that order."""
    headings = [*(str(group.label) for group in Group), BESIDE_THE_GROUPS]
    under = {heading: [each for each in pages if each.group == heading] for heading in headings}
    return [(heading, found) for heading, found in under.items() if found]


def _standing(pages: Any) -> list[Standing]:
    known = shelf().known
    stands = {each.page_id: each for each in Publication.objects.filter(page__in=pages).standing().defer(*UNREAD)}
    planned = _planned(pages, stands)
    newest = {each.page_id: each for each in _newest(pages)}
    drafts = defaultdict(list)
    for draft in Draft.objects.filter(page__in=pages).select_related("editor").defer("text").order_by("-saved_at"):
        drafts[draft.page_id].append(draft)
    reviews = _reviews([each.version_id for each in stands.values() if each.version_id])
    found = []
    for page in pages:
        one = Standing(page, stands.get(page.pk), planned.get(page.pk), newest.get(page.pk), drafts[page.pk])
        one.review = reviews.get(one.shown.pk) if one.shown else None
        if one.text:
            one.warnings = warnings_of(one.text, known)
        found.append(one)
    return found


def _planned(pages: Any, stands: dict[int, Publication]) -> dict[int, Publication]:
    """The next publication of each page that changes what readers see."""
    found: dict[int, Publication] = {}
    for each in Publication.objects.filter(page__in=pages).planned().defer("version__text", *UNREAD):
        now = stands.get(each.page_id)
        if each.version_id != (now.version_id if now else None):
            found.setdefault(each.page_id, each)
    return found


def _newest(pages: Any) -> Any:
    versions = Version.objects.filter(page__in=pages).select_related("author", "verdict__by").defer("html", "words")
    return versions.order_by("page_id", "-number").distinct("page_id")


def _reviews(versions: list[int]) -> dict[int, MedicalReview]:
    given = MedicalReview.objects.filter(version__in=versions).select_related("by").order_by("id")
    return {each.version_id: each for each in given}


def due_in_a_year() -> date:
    """When a review is due again, unless the reviewer says otherwise."""
    today = timezone.localdate()
    return today.replace(year=today.year + 1, day=min(today.day, 28))
