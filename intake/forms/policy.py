"""What physicians fill in to change this clinic's policy: a proposal, and a refusal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.models.policy_change import SHORTEST_REASON
from intake.policy import LEVELS
from intake.triage.changeable import Changeable, RuleLevel
from intake.triage.changes import LABELS, is_same

CHOOSE = {"required": _("Choose what it should be.")}


def after_field(what: Changeable) -> forms.Field:
    """The field for a new value: a level, a number within its bounds, or options to tick."""
    if isinstance(what, RuleLevel):
        choices = [(level, what.in_words(level)) for level in reversed(LEVELS)]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=CHOOSE)
    if what.setting.among:
        choices = [(code, LABELS[code]) for code in what.setting.among]
        ticks = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=choices, widget=ticks, error_messages=CHOOSE)
    low, high = what.setting.between or (None, None)
    said = _("Write a whole number from %(low)s to %(high)s.") % {"low": low, "high": high}
    box = forms.TextInput(attrs={"inputmode": "numeric", "class": "width-4"})
    return forms.IntegerField(help_text=said, error_messages={"required": said, "invalid": said}, widget=box)


class ProposalForm(forms.Form):
    """A new level or value, and why. `aware` is asked for on the page that says what will happen."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("In a sentence, for the physician who has to approve it. It is kept for good. Name no patient."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give your reason in a sentence.")},
    )

    field_order = ("after", "reason")

    def __init__(self, data: Any, *, what: Changeable, now: Any) -> None:
        super().__init__(data, initial={"after": now})
        self.what, self.now = what, now
        self.fields["after"] = after_field(what)
        self.fields["after"].label = _("It should be")
        self.order_fields(self.field_order)

    def clean_after(self) -> Any:
        """Within the bounds, and another value than now."""
        value = self.cleaned_data["after"]
        try:
            self.what.check(value)
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        if is_same(self.now, value):
            raise forms.ValidationError(_("This is how it stands now. Choose another value."))
        return value

    def clean_reason(self) -> str:
        """A sentence."""
        reason: str = self.cleaned_data["reason"].strip()
        if len(reason) < SHORTEST_REASON:
            raise forms.ValidationError(_("Give your reason in a sentence."))
        return reason


class AwareForm(forms.Form):
    """Says that somebody knows what a change that flags less will do."""

    aware = forms.BooleanField(
        label=_("I know what this change does, and want it"),
        error_messages={"required": _("Tick that you know what this change does.")},
    )


class RefusalForm(forms.Form):
    """Why a proposal is refused."""

    note = forms.CharField(
        label=_("Why you refuse it"),
        help_text=_("In a sentence, for who proposed it. Name no patient."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence why you refuse it.")},
    )

    def clean_note(self) -> str:
        """A sentence."""
        note: str = self.cleaned_data["note"].strip()
        if len(note) < SHORTEST_REASON:
            raise forms.ValidationError(_("Say in a sentence why you refuse it."))
        return note
