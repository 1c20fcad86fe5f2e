"""To whom a form goes, and with what note."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.models import Staff
from intake.models.holding import LONGEST_NOTE


class GiveForm(forms.Form):
    """A nurse or a physician, and what they should know."""

    to = forms.ModelChoiceField(
        label=_("Who takes it"),
        queryset=Staff.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose a nurse or a physician."),
            "invalid_choice": _("Choose a nurse or a physician who does not have it already."),
        },
    )
    note = forms.CharField(
        label=_("Note for them"),
        help_text=_("What is done, and what comes next. Staff read it on the record; the patient does not."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, colleagues: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        to: Any = self.fields["to"]
        to.queryset = colleagues
        to.label_from_instance = lambda each: f"{each.name}, {each.get_role_display()}"
