"""Whom staff invite: an e-mail address, and a last name if they like."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms.boxes import Wrong
from intake.forms.reaching import OneEmailField
from intake.models.invitation import LONGEST_NAME


class InviteForm(forms.Form):
    """One address. The last name is for the list of staff alone: it stands in no message."""

    email = forms.CharField(
        label=_("E-mail of the patient"),
        max_length=254,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the patient’s e-mail address.")},
    )
    last_name = forms.CharField(
        label=_("Last name"),
        help_text=_("For this list only. It stands in no message."),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_email(self) -> str:
        """One address, in plain letters, so that it is the one that was meant."""
        text = str(self.cleaned_data["email"]).strip()
        try:
            email = OneEmailField().clean(text) if text.isascii() else None
        except Wrong:
            email = None
        if not email:
            raise forms.ValidationError(_("Write one e-mail address, such as name@example.org."))
        return str(email)
