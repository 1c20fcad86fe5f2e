"""One table with a jsonb column."""

from django.db import models


class Answers(models.Model):
    """Some answers, kept as they are."""

    name = models.CharField(max_length=100)
    answers = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)
