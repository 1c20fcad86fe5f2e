"""Fills an empty demonstration with invented patients at every stage."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from clinic.models import Staff
from clinic.roles import CLINICAL
from intake.demo.acting import act_out
from intake.demo.people import PEOPLE
from intake.models import Intake


class Command(BaseCommand):
    """All of them or none. Refused outside a demonstration, and where there is an intake already."""

    help = "Invents patients at every stage, for a demonstration with an empty database."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Invented patients belong in a demonstration only; this is none.")
        if Intake.objects.exists():
            raise CommandError("This database holds intakes already; invented patients need an empty one.")
        clinicians = Staff.objects.filter(is_demo=True, role__in=CLINICAL).order_by("-pk")
        staff = {person.role: person for person in clinicians}
        if len(staff) < len(CLINICAL):
            raise CommandError("Make the demonstration accounts first: manage.py demo_staff.")
        for person in PEOPLE:
            act_out(person, staff)
        self.stdout.write(f"{len(PEOPLE)} invented patients.")
