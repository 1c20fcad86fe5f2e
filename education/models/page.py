"""One page that patients read: where it stands. What it says is in its versions."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    """What a reader wants to know."""

    FOR_ME = "for-me", _("Is it for me?")
    READY = "ready", _("How do I get ready?")
    DAY = "day", _("What happens?")
    AFTER = "after", _("Afterwards")
    COSTS = "costs", _("Costs")


class Kind(models.TextChoices):
    """A page of the index; the glossary, whose headings are terms; a sheet to print and hand on."""

    PAGE = "page", _("page")
    GLOSSARY = "glossary", _("glossary")
    HANDOUT = "handout", _("sheet to print")


class Page(models.Model):
    """One address below /learn/."""

    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PAGE)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.slug

    def newest(self) -> Any:
        """The version written last, published or not; None when there is none."""
        return self.versions.order_by("-number").first()

    def next_number(self) -> int:
        """The number of the next version. The page is locked by the caller."""
        newest = self.newest()
        return newest.number + 1 if newest else 1
