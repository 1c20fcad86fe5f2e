"""Says how hard each published page is to read."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from education.models import Publication

MOST, AIM = 8, 6


class Command(BaseCommand):
    """Flesch-Kincaid grade; names of drugs and conditions count as one two-syllable word."""

    help = f"Prints the reading grade of each published page: at most {MOST}, aim {AIM}."

    def handle(self, *args: Any, **options: Any) -> None:
        standing = Publication.objects.standing()
        grades = {each.page.slug: float(each.version.grade) for each in standing if each.version}
        for slug, grade in grades.items():
            self.stdout.write(f"{grade:>5}  {slug}{'  over the limit' if grade > MOST else ''}")
        self.stdout.write(json.dumps({"pages": len(grades), "highest": max(grades.values(), default=0), "limit": MOST}))
