"""*Is anything new?* before a visit: each topic with yes, no or not sure; nothing is chosen beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.questionnaire.anything_new import NO, UNSURE, YES, Topic

ANSWERS = ((YES, _("Yes")), (NO, _("No")), (UNSURE, _("Not sure")))


class NewsForm(forms.Form):
    """One field for each topic that this patient is asked."""

    def __init__(self, topics: Iterable[Topic], data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        for topic in topics:
            self.fields[topic.key] = forms.ChoiceField(
                label=topic.label,
                help_text=topic.help,
                choices=ANSWERS,
                widget=forms.RadioSelect,
                error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose yes, no or not sure.")),
            )
