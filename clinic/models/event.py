"""Who did or read what, when. Only ever added to, and chained: each event holds the hash of the one before it."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from clinic.sealed import SealedRow

HASH = """encode(sha256(convert_to(jsonb_build_array({row}.previous, {row}.id,
        to_char({row}.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), {row}.actor_id, {row}.role, {row}.action,
        {row}.subject_kind, {row}.subject_id, {row}.session, host({row}.ip), {row}.detail)::text, 'UTF8')), 'hex')"""
"""An event's hash, in SQL: of all its columns, as JSON, so that nothing can slip from one column to the next."""

CHAIN = f"""
    SELECT hash, event_id + 1 INTO NEW.previous, NEW.id FROM clinic_eventhead WHERE id = 1 FOR UPDATE;
    NEW.at := clock_timestamp();
    NEW.hash := {HASH.format(row="NEW")};
    UPDATE clinic_eventhead SET hash = NEW.hash, event_id = NEW.id WHERE id = 1;
    RETURN NEW;
"""  # noqa: S608
ONLY_BY_AN_EVENT = """
    IF TG_OP <> 'UPDATE' OR pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'only a new event moves the head of the chain' USING ERRCODE = '55000';
    END IF;
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
    at = models.DateTimeField(editable=False, db_default=Now())
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    session = models.CharField(max_length=16, blank=True)
    ip = models.GenericIPAddressField(null=True)
    detail = models.CharField(max_length=200, blank=True)
    previous = models.CharField(max_length=64, editable=False, db_default="")
    hash = models.CharField(max_length=64, editable=False, db_default="")

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
    """The newest event's id and hash: one row, locked while the next is added, so that ids have no gap."""

    id = models.SmallIntegerField(primary_key=True)
    event_id = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="only_by_an_event",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=ONLY_BY_AN_EVENT,
            )
        ]

    def __str__(self) -> str:
        return f"event {self.event_id}"


def kind_of(subject: Any) -> str:
    """What a subject is called in events."""
    return str(subject._meta.model_name)
