"""*Is anything new?* before a visit: each topic with yes, no or not sure; nothing is chosen beforehand.

For the patient, and for a clinician who writes down what the patient tells them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.models.route import SPOKEN
from intake.questionnaire.anything_new import NO, UNSURE, YES, Topic

ANSWERS = ((YES, _("Yes")), (NO, _("No")), (UNSURE, _("Not sure")))


def spoken_route() -> forms.ChoiceField:
    """How a patient tells a clinician what is written down."""
    return forms.ChoiceField(
        label=_("How the patient tells you"),
        choices=[(route.value, route.label) for route in SPOKEN],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Say how: by phone or in person.")),
    )


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


class ToldNewsForm(NewsForm):
    """The same, with how the patient told it."""

    def __init__(self, topics: Iterable[Topic], data: Any = None) -> None:
        super().__init__(topics, data)
        self.fields["route"] = spoken_route()
        self.order_fields(["route"])
