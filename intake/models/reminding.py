"""Who left a form unsent is reminded, once a day for three days, if they allowed messages; then they are let be."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from clinic.apart import each_apart
from clinic.sealed import SealedRow
from intake.models.abandonment import DIES_AFTER, last_touched
from intake.models.message import Message
from intake.models.reach import TEXT, Reach
from intake.models.status import Status

MOST = 3
A_DAY = timedelta(days=1)
EARLIEST, LATEST = time(9), time(18)
"""On the clinic's clock: nobody is woken."""


class Reminder(SealedRow):
    """One reminder of an unsent form. It says nothing but that there is one, and where to ask for a link to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey("Intake", on_delete=models.PROTECT, related_name="reminders")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta(SealedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["intake", "number"], name="one_reminder_a_number"),
            models.CheckConstraint(condition=models.Q(number__lte=MOST), name="three_reminders_at_most"),
        ]

    def __str__(self) -> str:
        return f"reminder {self.number}"

    @classmethod
    def send_due(cls) -> int:
        """Reminds everybody whose turn it is; how many. Nobody outside the hours of the day."""
        if not EARLIEST <= timezone.localtime().time() < LATEST:
            return 0
        return each_apart(_maybe_due(timezone.now()), cls._remind)

    @classmethod
    @transaction.atomic
    def _remind(cls, pk: uuid.UUID) -> bool:
        """Whether this one was reminded; asked again with the form locked."""
        intake = apps.get_model("intake", "Intake").objects.select_for_update().get(pk=pk)
        before = list(intake.reminders.order_by("number"))
        if not _is_due(intake, before) or Reach.of_patient(intake).by not in ("email", "text"):
            return False
        if Reach.of_patient(intake).way == TEXT and settings.MESSAGES.texts is None:
            return False
        now = timezone.now()
        cls.objects.create(intake=intake, number=len(before) + 1, at=now)
        link = settings.MESSAGES.link(reverse("come_back"))
        Message.put("draft_reminder", intake=intake, context={"link": link}, until=now + A_DAY)
        return True


def _maybe_due(now: datetime) -> Iterator[uuid.UUID]:
    """Unsent forms of the last days that name a way to reach somebody, by one index."""
    unsent = apps.get_model("intake", "Intake").objects.filter(
        status=Status.DRAFT, created_at__gt=now - DIES_AFTER, created_at__lte=now - A_DAY, alerts_open=0
    )
    reachable = unsent.exclude(email_index="", phone_index="")
    few = reachable.annotate(reminded=models.Count("reminders")).filter(reminded__lt=MOST)
    yield from few.order_by("created_at").values_list("pk", flat=True).iterator(chunk_size=200)


def _is_due(intake: Any, before: list[Reminder]) -> bool:
    """Nobody wrote in it for a day, and no reminder went today; who tells of danger is called, not reminded."""
    if intake.status != Status.DRAFT or intake.alerts_open or len(before) >= MOST:
        return False
    if before and timezone.localdate(before[-1].at) >= timezone.localdate():
        return False
    return bool(last_touched(intake) <= timezone.now() - A_DAY)
