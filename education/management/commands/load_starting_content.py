"""Loads the starting content of the education pages."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from education.starting import load


class Command(BaseCommand):
    """Safe to run again: a page that an editor has changed is left alone."""

    help = "Publishes the starting content of the education pages; never over what an editor wrote."

    def handle(self, *args: Any, **options: Any) -> None:
        for slug, became in load().items():
            self.stdout.write(f"{slug}: {became}")
