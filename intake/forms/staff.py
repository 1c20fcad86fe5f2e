"""What staff fill in: a decision, whose form to open again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from intake.models import Flag, HowChecked, Outcome
from intake.models.decision import CLEARING, SHORTEST_REASON, Proposal, wrong_deferral
from intake.models.reference import tidy


class DecisionForm(forms.Form):
    """A clinician's decision; a physician says why for each STOP and safety flag when clearing."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a decision.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("In your own words. It stays on the record."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Give your reason in a sentence.")},
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        help_text=_("Needed when you clear with conditions, such as an ECG before the first visit."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    until = forms.DateField(
        label=_("Deferred until"),
        help_text=_("Needed when you defer."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Write the date as year-month-day, such as 2027-01-31.")},
    )
    aware = forms.BooleanField(required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    weighed = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    later = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)

    def __init__(
        self, *args: Any, grave: Sequence[Flag] = (), open_reviews: int = 0, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        if open_reviews:
            self.fields["aware"].label = ngettext(
                "I clear although %(n)d flag to review stands in the way",
                "I clear although %(n)d flags to review stand in the way",
                open_reviews,
            ) % {"n": open_reviews}
        else:
            del self.fields["aware"]
        self.grave = list(grave)
        for flag in self.grave:
            self.fields[f"override_{flag.pk}"] = forms.CharField(
                label=flag.words["title"],
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def of_the_decision(self) -> list[forms.BoundField]:
        """Every field but the reasons over flags, which stand beside their flags."""
        return [field for field in self if not field.name.startswith(("override_", "aware"))]

    def clean(self) -> dict[str, Any]:
        """A reason is a sentence; what an outcome needs stands beside it."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("reason") and len(told["reason"].strip()) < SHORTEST_REASON:
            self.add_error("reason", _("Give your reason in a sentence."))
        outcome = told.get("outcome")
        if outcome == Outcome.WITH_CONDITIONS and not told.get("conditions"):
            self.add_error("conditions", _("Write the conditions."))
        if outcome == Outcome.DEFERRED and "until" not in self.errors and (wrong := wrong_deferral(told.get("until"))):
            self.add_error("until", wrong)
        if outcome in CLEARING and "aware" in self.fields and not told.get("aware"):
            self.add_error("aware", _("Settle these flags first, or tick this if you clear all the same."))
        for flag in self.grave if outcome in CLEARING else ():
            if len((told.get(f"override_{flag.pk}") or "").strip()) < SHORTEST_REASON:
                self.add_error(f"override_{flag.pk}", _("Say why, in a sentence."))
        return told

    def proposal(self) -> Proposal:
        """What the clinician proposes to decide."""
        told = self.cleaned_data
        return Proposal(
            outcome=told["outcome"],
            reason=told["reason"],
            conditions=told["conditions"],
            until=told["until"],
            overrides={flag.pk: told.get(f"override_{flag.pk}", "") for flag in self.grave},
            aware=bool(told.get("aware")),
            weighed=told["weighed"],
            later=told["later"],
        )


class ReopenForm(forms.Form):
    """Whose idle form to open again, and how staff know who asks."""

    reference = forms.CharField(
        label=_("Reference"),
        help_text=_(
            "Eight letters and numbers, such as K7QF-3M2X. The patient sees it on the list of sections."
        ),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "width-10"}),
        error_messages={"required": _("Write the reference.")},
    )
    how_checked = forms.ChoiceField(
        label=_("How did you check who they are?"),
        choices=HowChecked.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how you checked who they are.")},
    )

    def clean_reference(self) -> str:
        """In the form in which references are kept."""
        reference = tidy(self.cleaned_data["reference"])
        if not reference:
            raise forms.ValidationError(
                _("A reference has eight letters and numbers. Ask the patient to read it again.")
            )
        return reference
