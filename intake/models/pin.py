"""A PIN or a few words that a patient chose: it takes the place of the birth date when they come back by a link."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.audit import record
from intake.models.refusals import NotAllowed, NotOpen

SHORTEST = 6
LONGEST = 64
RUNS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz")


class Pin(models.Model):
    """The PIN of one intake, of which we keep only what argon2 makes of it."""

    intake = models.OneToOneField("Intake", on_delete=models.PROTECT, primary_key=True, related_name="pin")
    secret = models.CharField(max_length=200)
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"since {self.chosen_at:%d %b %H:%M}"

    @classmethod
    def of(cls, intake: Any) -> Pin | None:
        """The PIN of this intake, if its patient chose one."""
        return cls.objects.filter(intake=intake).first()

    @classmethod
    @transaction.atomic
    def choose(cls, intake: Any, text: str, request: Any = None) -> Pin:
        """From now on this PIN is asked for instead of the birth date."""
        locked = intake._locked()
        if not locked.is_open:
            raise NotOpen("This form has been sent. A PIN cannot be chosen any more.")
        if wrong := _too_easy(text, str((locked.identity or {}).get("birth_date") or "")):
            raise NotAllowed(wrong)
        pin, _made = cls.objects.update_or_create(
            intake=locked, defaults={"secret": make_password(text), "chosen_at": timezone.now()}
        )
        record("pin.chosen", request=request, subject=locked)
        return pin

    def is_(self, text: str) -> bool:
        """Whether it is this one."""
        return bool(text) and len(text) <= LONGEST and check_password(text, self.secret)


def _too_easy(text: str, born: str) -> str:
    """Why somebody else would guess it; empty where they would not."""
    if len(text) < SHORTEST:
        return _("Choose at least %(least)d letters or digits.") % {"least": SHORTEST}
    if len(text) > LONGEST:
        return _("Choose at most %(most)d letters or digits.") % {"most": LONGEST}
    if len(set(text)) < 3 or any(text.lower() in run for run in RUNS):
        return _("This is too easy to guess. Choose another one.")
    if _is_of_the_birth_date(text, born.replace("-", "")):
        return _("Others may know your birth date. Choose something else.")
    return ""


def _is_of_the_birth_date(text: str, born: str) -> bool:
    """Whether it is made of the birth date's digits, in any order, with the century or without."""
    digits = sorted(letter for letter in text if letter.isdigit())
    return len(digits) >= SHORTEST and digits in (sorted(born), sorted(born[2:]))
