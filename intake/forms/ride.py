"""The ride of a visit: what staff write down, what the driver says, what staff heard on the phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms.reaching import PhoneField
from intake.models import DriverSays, RidePlan
from intake.models.ride_answer import LONGEST_WORDS
from intake.questionnaire.questions import OneOf
from intake.questionnaire.ride import Ride as Asked

YES_NO = (("yes", _("Yes")), ("no", _("No")))
NOT_SAID = ("", _("Not known yet"))


def _of(question: OneOf) -> list[tuple[str, Any]]:
    return [("", NOT_SAID[1]), *((option.code, option.label) for option in question.options)]


def _yes_no(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[NOT_SAID, *YES_NO], required=False)


class RideForm(forms.Form):
    """How the patient comes and gets home. What is not known yet may stay open."""

    way_here = forms.ChoiceField(label=_("How they come"), choices=lambda: _of(Asked.way_here), required=False)
    way_home = forms.ChoiceField(label=_("How they get home"), choices=lambda: _of(Asked.way_home), required=False)
    name = forms.CharField(label=_("Who takes them home"), max_length=100, required=False)
    phone = PhoneField()
    relationship = forms.CharField(label=_("How they know each other"), max_length=80, required=False)
    adult = _yes_no(_("18 or older, and able to help them walk"))
    comes_inside = _yes_no(_("Can answer the phone and come inside to meet them"))
    backup = forms.CharField(label=_("Who else could: name and phone"), max_length=200, required=False)
    accepted = _yes_no(_("The patient accepts the rules for getting home"))
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["phone"].label = _("Their mobile phone")

    def plan(self) -> RidePlan:
        """The ride as it is written here."""
        told = {name: str(value or "").strip() for name, value in self.cleaned_data.items() if name != "seen"}
        return RidePlan(**told)


class DriverForm(forms.Form):
    """What a driver says for themselves."""

    says = forms.ChoiceField(
        label=_("Can you collect them?"),
        choices=DriverSays.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three answers.")},
    )
    words = forms.CharField(
        label=_("Your words to us"),
        help_text=_("Such as the time that would do."),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    asked = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Another time has to be named."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("says") == DriverSays.OTHER_TIME and not told.get("words", "").strip():
            self.add_error("words", _("Write which time would do."))
        return told


class PhonedForm(forms.Form):
    """What a driver said to staff on the phone."""

    heard = forms.ChoiceField(
        label=_("What the driver says"),
        choices=DriverSays.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the driver says.")},
    )
    heard_words = forms.CharField(
        label=_("In their words"),
        help_text=_("Your name and the time are kept with it."),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what the driver said.")},
    )
