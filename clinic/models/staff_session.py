"""A signed-in browser of a member of staff. The key is kept hashed: a dump is not a set of live sessions."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class StaffSession(models.Model):
    """One signed-in browser."""

    key_hash = models.CharField(max_length=64, primary_key=True)
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="sessions")
    data = models.TextField()
    started_at = models.DateTimeField()
    active_at = models.DateTimeField(db_index=True)
