"""What clinicians write of a patient: who it is, whom to look for, why two are one person or not."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.forms.boxes import Wrong
from intake.forms.reaching import OneEmailField, PhoneField
from intake.models.patient import CONFIRMED, MOST_LETTERS, Person
from intake.questionnaire.about import About

CALENDAR = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PersonForm(forms.Form):
    """Who somebody is, as a clinician confirms it. `version`: of the details that they saw."""

    first_name = forms.CharField(
        label=About.first_name.label,
        max_length=MOST_LETTERS,
        error_messages={"required": _("Write the first name.")},
    )
    last_name = forms.CharField(
        label=About.last_name.label,
        max_length=MOST_LETTERS,
        error_messages={"required": _("Write the last name.")},
    )
    preferred_name = forms.CharField(label=_("Called"), max_length=MOST_LETTERS, required=False)
    birth_date = forms.DateField(
        label=About.birth_date.label,
        widget=CALENDAR,
        error_messages={
            "required": _("Write the date of birth."),
            "invalid": _("Write the date as year-month-day, such as 1980-01-31."),
        },
    )
    email = OneEmailField()
    phone = PhoneField()
    version = forms.IntegerField(min_value=0, max_value=10**6, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, person: Person | None = None, version: int = 0) -> None:
        known = {question.name: (person or {}).get(question.code, "") for question in CONFIRMED}
        known["phone"] = PhoneField().typed(known["phone"])
        super().__init__(data, initial={**known, "version": version})
        self.fields["email"].label, self.fields["phone"].label = _("Email"), _("Phone")

    def clean_birth_date(self) -> date:
        """A day on which somebody who lives can have been born."""
        born: date = self.cleaned_data["birth_date"]
        if born.year < 1900 or born > timezone.localdate():
            raise forms.ValidationError(_("A birth date is after 1900 and not after today."))
        return born

    def person(self) -> dict[str, str]:
        """What was confirmed, by question code."""
        told = {question.code: self.cleaned_data.get(question.name) for question in CONFIRMED}
        return {code: str(value) for code, value in told.items() if value}


class LookForm(forms.Form):
    """Whom to look for, by one exact thing that tells people apart."""

    who = forms.CharField(
        label=_("Look for another patient"),
        help_text=_("A whole last name, e-mail address or phone number"),
        max_length=200,
        error_messages={"required": _("Write a last name, an e-mail address or a phone number.")},
    )

    def person(self) -> dict[str, str]:
        """What was typed, as each of the things that it may be."""
        typed = self.cleaned_data["who"]
        try:
            phone = PhoneField().clean(typed) or ""
        except Wrong:
            phone = ""
        return {About.last_name.code: typed, About.email.code: typed, About.phone.code: phone}


class ReasonForm(forms.Form):
    """Why, in a sentence that stays."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("In a sentence. It stays on the record."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, in a sentence.")},
    )


class MergeForm(ReasonForm):
    """Which of the two stays, and how it is known that both are one person."""

    survivor = forms.ChoiceField(
        label=_("Whose details count from now on?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose whose details count.")),
    )
    field_order = ("survivor", "reason")

    def __init__(self, *given: Any, choices: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["survivor"].choices = choices  # type: ignore[attr-defined]
        self.fields["reason"].label = _("How do you know that both are one person?")
