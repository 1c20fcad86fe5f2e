"""Writes the page about states, and its picture, from the table of acts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from intake import states

DOCS = Path(settings.BASE_DIR) / "docs"


class Command(BaseCommand):
    """Run it after a change of the table; a test fails while the page is old."""

    help = "Writes docs/states.md and docs/states.svg."

    def handle(self, *args: Any, **options: Any) -> None:
        (DOCS / "states.md").write_text(states.page())
        (DOCS / "states.svg").write_text(states.picture())
        self.stdout.write("docs/states.md and docs/states.svg are as the table is.")
