"""Works out anew where each intake stands, and what it can be filtered by."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from intake.models import Intake


class Command(BaseCommand):
    """After an upgrade that changes either. Can be stopped and run again at any time, while people work."""

    help = "Works out anew each intake's place in the queue and what it can be filtered by."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for intake in Intake.objects.only("pk").iterator(chunk_size=500):
            self._settle(intake)
            done += 1
        self.stdout.write(f"{done} intakes stand where they belong.")

    @transaction.atomic
    def _settle(self, intake: Intake) -> None:
        locked = intake._locked()
        locked.settle_place()
        locked.tell_reasons()
        locked.save(update_fields=["turn", "sent_at"])
