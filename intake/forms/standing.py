"""What a clinician fills in about a course or a visit: a consent, its withdrawal, an exception."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms.news import spoken_route
from intake.models.consent import LONGEST_NAME, LONGEST_QUESTIONS, Signed, Signer
from intake.models.consent_withdrawal import LONGEST_SAID
from intake.models.resolution import SHORTEST_REASON
from intake.models.visit import SHORTEST_WHY
from intake.models.visit_exception import LONGEST_REASON


class ConsentForm(forms.Form):
    """Who signed what was explained, and what was asked."""

    questions = forms.CharField(
        label=_("What the patient asked, and what you answered"),
        help_text=_("If nothing was asked, write so."),
        max_length=LONGEST_QUESTIONS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what was asked, or that nothing was.")},
    )
    signer = forms.ChoiceField(
        label=_("Who signed"),
        choices=Signer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who signed.")},
    )
    name = forms.CharField(
        label=_("Name of who signed"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Write the name of who signed.")},
    )
    decider = forms.CharField(
        label=_("By what right they decide for the patient"),
        help_text=_("Needed if it was not the patient, such as: guardian, by court order of 3 May."),
        max_length=LONGEST_NAME,
        required=False,
    )
    version = forms.CharField(max_length=20, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Who signs for somebody else says by what right."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("signer") == Signer.DECIDER and not (told.get("decider") or "").strip():
            self.add_error("decider", _("Say by what right they decide for the patient."))
        return told

    def signed(self) -> Signed:
        """What is written down of it."""
        told = self.cleaned_data
        return Signed(told["version"], told["signer"], told["name"], told["questions"], told["decider"])


class ConsentWithdrawalForm(forms.Form):
    """What was said when a consent was taken back."""

    said = forms.CharField(
        label=_("What was said, by whom, and how"),
        help_text=_("In their words, where you can. No reason is needed from the patient."),
        max_length=LONGEST_SAID,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what was said, in a few words.")},
    )

    def clean_said(self) -> str:
        """A few words at least."""
        said: str = self.cleaned_data["said"]
        if len(said.strip()) < SHORTEST_WHY:
            raise forms.ValidationError(_("Write what was said, in a few words."))
        return said


class PatientStopsForm(ConsentWithdrawalForm):
    """How a patient told that they stop, and what they said."""

    route = spoken_route()
    field_order = ("route", "said")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["said"].label = _("What the patient said")


class ExceptionForm(forms.Form):
    """For which point, and why."""

    point = forms.ChoiceField(
        label=_("For what"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the point for which you make an exception.")},
    )
    reason = forms.CharField(
        label=_("Why the visit can go on all the same"),
        help_text=_("In your own words: what you weighed, and what is done instead. It stays with the visit."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Give your reason in a sentence.")},
    )

    def __init__(self, *args: Any, points: list[tuple[str, Any]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["point"].choices = points  # type: ignore[attr-defined]

    def clean_reason(self) -> str:
        """A sentence."""
        reason: str = self.cleaned_data["reason"]
        if len(reason.strip()) < SHORTEST_REASON:
            raise forms.ValidationError(_("Give your reason in a sentence."))
        return reason
