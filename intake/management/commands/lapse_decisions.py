"""Lapses decisions whose time has come: answers that are too old, deferrals whose date is there."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from intake.models import Intake, Lapse
from intake.models.lapse import due


class Command(BaseCommand):
    """To run every hour; a record that is opened looks for itself. Can be stopped and run again at any time."""

    help = "Lapses decisions whose time has come, so that they stand in the queue again."

    def handle(self, *args: Any, **options: Any) -> None:
        done = sum(Lapse.if_due(intake) is not None for intake in due(Intake.objects.all()))
        self.stdout.write(f"{done} decisions lapsed.")
