"""Who did or read what, when. Only ever added to, and chained: each event holds the hash of the one before it."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models

from clinic.sealed import SealedRow

CHAIN = """
    SELECT hash INTO NEW.previous FROM clinic_eventhead WHERE id = 1 FOR UPDATE;
    NEW.id := nextval(pg_get_serial_sequence('clinic_event', 'id'));
    NEW.at := clock_timestamp();
    NEW.hash := encode(sha256(convert_to(concat_ws('|', NEW.previous, NEW.id,
        to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), coalesce(NEW.actor_id::text, ''), NEW.role,
        NEW.action, NEW.subject_kind, NEW.subject_id, NEW.session, coalesce(host(NEW.ip), ''), NEW.detail), 'UTF8')), 'hex');
    UPDATE clinic_eventhead SET hash = NEW.hash, event_id = NEW.id WHERE id = 1;
    RETURN NEW;
"""


class EventQuerySet(models.QuerySet["Event"]):
    """Events, as they are looked for."""

    def about(self, subject: models.Model) -> EventQuerySet:
        """Events about one thing, oldest first."""
        return self.filter(subject_kind=kind_of(subject), subject_id=str(subject.pk)).order_by("id")


class Event(SealedRow):
    """One act or one reading. Holds no health data: names of acts and of fields only."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(editable=False, null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    session = models.CharField(max_length=16, blank=True)
    ip = models.GenericIPAddressField(null=True)
    detail = models.CharField(max_length=200, blank=True)
    previous = models.CharField(max_length=64, editable=False, blank=True)
    hash = models.CharField(max_length=64, editable=False, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta(SealedRow.Meta):
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"], name="event_subject")]
        triggers = [
            *SealedRow.Meta.triggers,
            pgtrigger.Trigger(name="chained", when=pgtrigger.Before, operation=pgtrigger.Insert, func=CHAIN),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind}".strip()


class EventHead(models.Model):
    """The newest event's hash: one row, locked while the next is added."""

    id = models.SmallIntegerField(primary_key=True)
    hash = models.CharField(max_length=64)
    event_id = models.BigIntegerField(null=True)


def kind_of(subject: Any) -> str:
    """What a subject is called in events."""
    return str(subject._meta.model_name)
