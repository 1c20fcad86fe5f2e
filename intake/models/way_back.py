"""Somebody asked for a link back to their form. The page that takes the wish looks nothing up: it writes one row, and
says the same to everybody; a worker decides later whether anything is sent."""

from __future__ import annotations

import uuid
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from clinic.apart import each_apart
from clinic.blind_index import blind
from intake.models.posting import post_link
from intake.models.status import Status

MOST_PEOPLE = 3
"""Patients of one family may share an address: each of the newest few gets a link of their own."""
LOOKED_THROUGH = 20
KINDS = ("email", "phone")


class WayBack(models.Model):
    """One wish. Of the address that was typed we keep the keyed index alone; mail goes to the address on record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=5, choices=[(kind, kind) for kind in KINDS])
    reach_index = models.CharField(max_length=32)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=("asked_at",), name="ways_back_waiting", condition=models.Q(answered_at=None))
        ]

    def __str__(self) -> str:
        return f"by {self.kind}, {self.asked_at:%d %b %H:%M}"

    @classmethod
    def ask(cls, kind: str, address: str) -> WayBack:
        """One row, whoever asks."""
        return cls.objects.create(kind=kind, reach_index=blind(kind, address))

    @classmethod
    def answer_waiting(cls) -> int:
        """Answers what was asked and not answered yet, each whole or not at all; how many."""
        done = 0
        while cls._answer_next():
            done += 1
        return done

    @classmethod
    @transaction.atomic
    def _answer_next(cls) -> bool:
        waiting = cls.objects.filter(answered_at=None).order_by("asked_at")
        asked = waiting.select_for_update(skip_locked=True).first()
        if asked is None:
            return False
        each_apart(asked.intakes(), lambda intake: post_link(intake._locked(), asked.kind, asked.reach_index))
        asked.answered_at = timezone.now()
        asked.save(update_fields=["answered_at"])
        return True

    def intakes(self) -> list[Any]:
        """The newest form of each patient whom this address reaches, and the one with their visit ahead, where that is
        another: only there they read of the visit. A form that was let go is none."""
        found = apps.get_model("intake", "Intake").objects.filter(**{f"{self.kind}_index": self.reach_index})
        newest: dict[Any, Any] = {}
        for intake in found.exclude(status=Status.ABANDONED).order_by("-created_at")[:LOOKED_THROUGH]:
            whose = intake.last_name_birth_index or str(intake.pk)
            if newest.setdefault(whose, intake) is not intake and intake.visit is not None:
                newest.setdefault((whose, "visit"), intake)
        return list(newest.values())[:MOST_PEOPLE]
