"""Makes demonstration accounts, one for each role and a second physician, with passwords that this machine keeps."""

from __future__ import annotations

import os
import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from clinic.audit import record
from clinic.models import Staff
from clinic.roles import ROLE_WORDS, Role

PEOPLE = (
    (Role.FRONT_DESK, "desk@demo.example", "Dana Desk"),
    (Role.NURSE, "nurse@demo.example", "Nia Nurse"),
    (Role.PHYSICIAN, "physician@demo.example", "Dr Paz Physician"),
    (Role.PHYSICIAN, "second@demo.example", "Dr Sol Second"),
    (Role.EDITOR, "editor@demo.example", "Eli Editor"),
    (Role.MEDICAL_REVIEWER, "reviewer@demo.example", "Dr Rae Reviewer"),
    (Role.ADMINISTRATOR, "administrator@demo.example", "Ada Administrator"),
)
"""Two physicians, because a change of policy takes two."""


class Command(BaseCommand):
    """For a demonstration only. Run again it gives every demonstration account a new password."""

    help = "Makes a demonstration account for each role, two for physicians; passwords go to demo-accounts.txt."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Demonstration accounts are refused in production.")
        if Staff.objects.filter(is_demo=False).exists():
            raise CommandError(
                "This database has accounts of real staff; demonstration accounts are refused."
            )
        lines = [
            f"{ROLE_WORDS[role]:<18} {email:<28} {_new_password(role, email, name)}" for role, email, name in PEOPLE
        ]
        path = settings.VAR / "demo-accounts.txt"
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("\n".join(lines) + "\n")
        self.stdout.write("\n".join(lines))


def _new_password(role: Role, email: str, name: str) -> str:
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    person = Staff.objects.filter(email=email).first()
    if person is None:
        person = Staff.objects.create_user(email, password, name=name, role=role.value, is_demo=True)
    else:
        person.set_password(password)
        person.save(update_fields=["password"])
    record("staff.made", subject=person)
    return password
