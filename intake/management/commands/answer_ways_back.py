"""Sends the links that patients asked for to come back to their form."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from intake.models import WayBack

PAUSE = 2
"""Seconds."""


class Command(BaseCommand):
    """Once, or (`--keep-on`) every two seconds until it is stopped. Can be stopped and run again at any time."""

    help = "Sends the links that patients asked for to come back to their form."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--keep-on", action="store_true", help="go on until stopped")

    def handle(self, *args: Any, keep_on: bool, **options: Any) -> None:
        done = WayBack.answer_waiting()
        self.stdout.write(f"{done} wishes answered.")
        while keep_on:
            time.sleep(PAUSE)
            close_old_connections()
            WayBack.answer_waiting()
