"""Lapses decisions whose time has come: answers that are too old, deferrals whose date is there."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from clinic.apart import each_apart
from intake.models import Intake, Lapse
from intake.models.lapse import due


class Command(BaseCommand):
    """To run every hour; a record that is opened looks for itself. Can be stopped and run again at any time."""

    help = "Lapses decisions whose time has come, so that they stand in the queue again."

    def handle(self, *args: Any, **options: Any) -> None:
        done = each_apart(due(Intake.objects.all()), Lapse.if_due)
        self.stdout.write(f"{done} decisions lapsed.")
