"""Writes docs/handbook.md from the questions and rules themselves."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from intake.handbook import handbook


class Command(BaseCommand):
    """With --check: writes nothing, and fails where the page is stale."""

    help = "Writes docs/handbook.md; with --check, says whether it is stale."

    def add_arguments(self, parser: CommandParser) -> None:
        """--check."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail where the page is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes or checks."""
        place = settings.BASE_DIR / "docs" / "handbook.md"
        text = handbook()
        if not options["check"]:
            place.write_text(text, encoding="utf-8")
            self.stdout.write(f"{place.name}: {len(text.splitlines())} lines.")
        elif not place.exists() or place.read_text(encoding="utf-8") != text:
            raise CommandError("docs/handbook.md is stale; run manage.py handbook.")
