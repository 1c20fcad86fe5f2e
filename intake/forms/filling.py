"""What a clinician says before filling in a form for a patient."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.models import HowChecked, Route
from intake.models.reference import tidy


class FillingForm(forms.Form):
    """By which route the patient answers; whose form to go on with, and how the clinician knows who asks."""

    route = forms.ChoiceField(
        label=_("How does the patient give the answers?"),
        help_text=_("It stays beside each answer that you write down, with your name and the day."),
        choices=[
            (Route.PHONE, _("By phone: I read the questions out and write down what I hear")),
            (Route.PAPER, _("On paper: I copy what the patient wrote")),
            (Route.IN_PERSON, _("In person: the patient is with me")),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Say how the patient gives the answers.")),
    )
    reference = forms.CharField(
        label=_("Reference of a form that the patient began"),
        help_text=_("Leave it blank to begin a new form. Answers that the patient gave online stay theirs."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "width-10"}),
    )
    how_checked = forms.ChoiceField(
        label=_("How did you make sure who it is?"),
        help_text=_("Needed when you go on with a form that the patient began: you will read what they answered."),
        choices=HowChecked.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Say how you made sure who it is.")},
    )
    patient = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A form that the patient began needs its whole reference, and somebody who made sure who asks."""
        told: dict[str, Any] = super().clean() or {}
        typed = (told.get("reference") or "").strip()
        told["reference"] = tidy(typed)
        if typed and not told["reference"]:
            self.add_error(
                "reference",
                _("A reference has eight letters and numbers. Ask the patient to read it again."),
            )
        if typed and not told.get("how_checked"):
            self.add_error("how_checked", _("Say how you made sure who it is."))
        return told
