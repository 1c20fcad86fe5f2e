"""Reminds who left a form unsent, and closes forms that nobody went on with for 14 days."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from clinic.apart import each_apart
from intake.models import Abandonment, Intake, Reminder
from intake.models.abandonment import too_old


class Command(BaseCommand):
    """To run every hour. Can be stopped and run again at any time."""

    help = "Reminds of unsent forms once a day for three days, and closes those left for 14 days."

    def handle(self, *args: Any, **options: Any) -> None:
        reminded = Reminder.send_due()
        closed = each_apart(too_old(Intake.objects.all()), Abandonment.if_due)
        self.stdout.write(f"{reminded} reminded, {closed} forms closed.")
