"""Reminds who left a form unsent, and closes forms that nobody went on with for 14 days."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from intake.models import Abandonment, Intake, Reminder
from intake.models.abandonment import too_old


class Command(BaseCommand):
    """To run every hour. Can be stopped and run again at any time."""

    help = "Reminds of unsent forms once a day for three days, and closes those left for 14 days."

    def handle(self, *args: Any, **options: Any) -> None:
        reminded = Reminder.send_due()
        closed = sum(Abandonment.if_due(intake) is not None for intake in too_old(Intake.objects.all()))
        self.stdout.write(f"{reminded} reminded, {closed} forms closed.")
