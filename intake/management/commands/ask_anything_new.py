"""Asks patients whose visit comes near whether anything is new, by a message that says nothing of health."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from intake.models.news_standing import ask_who_is_due


class Command(BaseCommand):
    """To run every hour; within the clinic's hours it asks, once and once more on the last day. Can be run again at any
    time."""

    help = "Asks patients whose visit comes near whether anything is new."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{ask_who_is_due()} patients were asked.")
