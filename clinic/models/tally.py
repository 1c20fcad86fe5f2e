"""How often something was tried lately. Kept where all workers see it, under a hash of who tried."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """One count, of one thing, by one visitor, since one moment."""

    key = models.CharField(max_length=64, primary_key=True)
    hits = models.PositiveIntegerField()
    since = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.hits} since {self.since:%H:%M}"
