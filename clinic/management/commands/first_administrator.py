"""Makes the first administrator of a real clinic, once."""

from __future__ import annotations

import getpass
import sys
import unicodedata
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from clinic.audit import record
from clinic.models import Staff
from clinic.roles import Role


class Command(BaseCommand):
    """Refused when there is an administrator."""

    help = "Makes the first administrator. The password is asked for, or read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    @transaction.atomic
    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        if Staff.objects.filter(role=Role.ADMINISTRATOR).exists():
            raise CommandError("There is an administrator already. Ask them to make your account.")
        password = unicodedata.normalize("NFC", _password())
        try:
            validate_email(email)
            validate_password(password)
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from None
        person = Staff.objects.create_user(email, password, name=name, role=Role.ADMINISTRATOR.value)
        record("staff.made", subject=person)
        self.stdout.write(f"{email} can sign in now.")


def _password() -> str:
    """As it was typed, or the first line of what was piped in."""
    if sys.stdin.isatty():
        return getpass.getpass("Password, 15 characters or more: ")
    return sys.stdin.readline().rstrip("\n")
