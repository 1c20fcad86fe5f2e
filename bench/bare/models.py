"""One table with a jsonb column, and one of pages."""

from django.db import models


class Answers(models.Model):
    """Some answers, kept as they are."""

    name = models.CharField(max_length=100)
    answers = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)


class Text(models.Model):
    """A page of text, as HTML."""

    title = models.CharField(max_length=100)
    html = models.TextField()
    changed_at = models.DateTimeField(auto_now=True)
