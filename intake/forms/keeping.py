"""*Answered on 3 May: the same, changed, not sure?* for each question that a returning patient answered before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from intake.models.earlier import Offer, Stays

WHICH = _("Choose the same, changed or not sure.")


class KeepingForm(forms.Form):
    """One field for each offer; what was answered then is not in it. `chosen`: what was said of them before."""

    def __init__(self, offers: Iterable[Offer], data: Any = None, *, chosen: Mapping[str, str] | None = None) -> None:
        super().__init__(data, use_required_attribute=False)
        self.codes = {}
        for offer in offers:
            name = offer.question.name
            self.codes[name] = offer.question.code
            self.fields[name] = forms.ChoiceField(
                label=offer.question.label,
                help_text=_("Answered on %(day)s.") % {"day": date_format(offer.on, "F j, Y")},
                choices=Stays.choices,
                widget=forms.RadioSelect,
                initial=(chosen or {}).get(offer.question.code),
                error_messages=dict.fromkeys(("required", "invalid_choice"), WHICH),
            )

    def said(self) -> dict[str, str]:
        """What was said of each question, by its code."""
        return {self.codes[name]: choice for name, choice in self.cleaned_data.items()}
