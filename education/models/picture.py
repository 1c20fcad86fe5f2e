"""A picture of our own library: drawn anew from what was uploaded, so that nothing hidden in the file comes along."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.urls import reverse

from clinic.audit import record
from education.models.refusals import Refused
from education.redraw import BROKEN, NOT_A_PICTURE, TOO_LARGE, TOO_MANY_PIXELS, NotDrawn, redrawn

SENTENCES = {
    TOO_LARGE: "The picture is larger than 10 MB. Make it smaller, then add it again.",
    NOT_A_PICTURE: "This is not a PNG, JPEG or WebP picture. Save it as one of these, then add it again.",
    TOO_MANY_PIXELS: "The picture has more than 40 million dots. Make it smaller, then add it again.",
    BROKEN: "The picture is damaged or cannot be read. Save it anew, then add it again.",
}


def place_of(picture: Any, _name: str) -> str:
    """Where its file is kept: under its own name, never under the one it was uploaded with."""
    return f"education/{picture.id}.webp"


class Picture(models.Model):
    """One picture, with the words for those who cannot see it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=place_of, max_length=80)
    alt = models.CharField(max_length=300)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.alt

    @classmethod
    @transaction.atomic
    def add(cls, uploaded: bytes, alt: str, staff: Any, *, request: Any = None) -> Picture:
        """A picture drawn anew from what was uploaded, or Refused."""
        if not alt.strip():
            raise Refused("Say what the picture shows, for those who cannot see it.")
        try:
            drawn = redrawn(uploaded)
        except NotDrawn as failed:
            raise Refused(SENTENCES[failed.why]) from None
        picture = cls(alt=alt.strip(), width=drawn.width, height=drawn.height, added_by=staff)
        picture.file.save("", ContentFile(drawn.webp), save=False)
        picture.save()
        record("picture.added", staff=staff, request=request, detail=str(picture.pk))
        return picture

    @property
    def markdown(self) -> str:
        """As a text shows it."""
        words = self.alt.replace("\\", "").replace("[", "(").replace("]", ")")
        return f"![{words}]({reverse('learn_picture', args=[self.pk])})"
