"""Fields of ways to reach someone: telephone, e-mail, address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import phonenumbers
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intake.forms.boxes import BoxesField, Wrong
from intake.questionnaire.questions import Address

LONGEST_PART = 200


class PhoneField(forms.Field):
    """A phone number as people write it in this country, or with its country code; kept as E.164."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> str | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            number = phonenumbers.parse(text, settings.CLINIC.country)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not _is_whole(number):
            raise Wrong(
                _("Write a phone number with its area code, such as %(like)s.") % {"like": _example()}
            )
        if number.extension:
            raise Wrong(_("Write the number without an extension."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def prepare_value(self, value: Any) -> str:
        """What stands in the box."""
        return self.typed(value)

    def typed(self, value: Any) -> str:
        """The number as people of its country write it."""
        try:
            number = phonenumbers.parse(value or "", None)
        except phonenumbers.NumberParseException:
            return value or ""
        home = phonenumbers.country_code_for_region(settings.CLINIC.country)
        style = phonenumbers.PhoneNumberFormat
        return phonenumbers.format_number(
            number, style.NATIONAL if number.country_code == home else style.INTERNATIONAL
        )


def _is_whole(number: phonenumbers.PhoneNumber) -> bool:
    """Whether it has as many digits as a number of its country that can be called from anywhere."""
    return phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE


def _example() -> str:
    example = phonenumbers.example_number(settings.CLINIC.country)
    if example is None:
        return "+1 212 555 0123"
    return phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)


class OneEmailField(forms.EmailField):
    """One e-mail address."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> str | None:
        try:
            return super().clean(value) or None
        except ValidationError:
            raise Wrong(_("Write one e-mail address, such as name@example.org.")) from None


class AddressField(BoxesField):
    """An address in parts."""

    def __init__(self, question: Address) -> None:
        super().__init__()
        self.parts = question.parts

    def clean(self, value: Any) -> dict[str, str] | None:
        given = {part: (value or {}).get(part, "") for part in self.parts}
        written = {part: text for part, text in given.items() if text}
        if not set(written) - {"country"}:
            return None
        for part, text in written.items():
            if len(text) > LONGEST_PART:
                raise Wrong(
                    _("Write each part in at most %(most)d letters.") % {"most": LONGEST_PART}, box=part
                )
        for part in ("street", "city"):
            if part not in written:
                raise Wrong(_("Write the street and the city, so that help can find you."), box=part)
        return written

    def typed(self, value: Any) -> dict[str, Any]:
        return dict(value) if isinstance(value, Mapping) else {"country": settings.CLINIC.country}
