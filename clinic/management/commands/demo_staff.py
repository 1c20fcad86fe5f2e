"""Makes one demonstration account for each role, with random passwords that only this machine knows."""

from __future__ import annotations

import os
import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clinic.models import Staff
from clinic.roles import ROLE_WORDS, Role

PEOPLE = {
    Role.FRONT_DESK: ("desk@demo.example", "Dana Desk"),
    Role.NURSE: ("nurse@demo.example", "Nia Nurse"),
    Role.PHYSICIAN: ("physician@demo.example", "Dr Paz Physician"),
    Role.EDITOR: ("editor@demo.example", "Eli Editor"),
    Role.ADMINISTRATOR: ("administrator@demo.example", "Ada Administrator"),
}


class Command(BaseCommand):
    """For a demonstration only."""

    help = "Makes one demonstration account for each role and writes their passwords to demo-accounts.txt."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Demonstration accounts are refused in production.")
        lines = []
        for role, (email, name) in PEOPLE.items():
            if Staff.objects.filter(email=email).exists():
                continue
            password = "-".join(secrets.token_hex(3) for _ in range(3))
            Staff.objects.create_user(email, password, name=name, role=role.value, is_demo=True)
            lines.append(f"{ROLE_WORDS[role]:<18} {email:<28} {password}")
        if lines:
            path = settings.VAR / "demo-accounts.txt"
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
                file.write("\n".join(lines) + "\n")
            self.stdout.write("\n".join(lines))
