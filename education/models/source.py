"""Where a statement comes from: a document of the clinic's, or a published work. Added once, cited by its key."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from clinic.audit import record


class SourceKind(models.TextChoices):
    """Which of the two."""

    DOCUMENT = "document", _("the clinic’s source document")
    PUBLISHED = "published", _("published work")


class Source(models.Model):
    """One source. `read`: whether somebody has read the place cited."""

    key = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=10, choices=SourceKind)
    title = models.CharField(max_length=300)
    place = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=400, blank=True)
    year = models.CharField(max_length=10, blank=True)
    read = models.BooleanField(default=False)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key

    @classmethod
    @transaction.atomic
    def add(cls, told: dict[str, Any], staff: Any, *, request: Any = None) -> Source:
        """A source that texts may cite from now on."""
        source = cls.objects.create(**told)
        record("source.added", staff=staff, request=request, detail=source.key)
        return source
