"""Looks for drivers who were asked and are silent, and for visits that come near without a confirmed ride."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from intake.models.ride_effects import look_for_silence


class Command(BaseCommand):
    """To run every hour. Can be stopped and run again at any time."""

    help = "Moves patients up the queue whose driver is silent, and tells them."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{look_for_silence()} rides need somebody.")
