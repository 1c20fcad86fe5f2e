"""What a clinician fills in to settle a flag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.models import Flag, Settled
from intake.models.resolution import OUT_OF_THE_WAY, SHORTEST_REASON, act_for
from intake.models.status import act_called

HINTS = {
    Settled.CONFIRMED: _("It holds, and goes on standing in the way of clearing."),
    Settled.NOT_AN_ISSUE: _("Say what was measured, seen or asked, and of whom."),
    Settled.PLAN: _("Say what is done, by whom, by when."),
    Settled.OVERRIDDEN: _("A physician’s own judgement. Say what it rests on."),
}


HOLDS = _("It holds. It does not stand in the way of clearing.")
"""What *confirmed* means for a flag that stands in nobody's way."""


class SettleForm(forms.Form):
    """How a flag was settled, and why; the flags folded under it can be settled by the same words."""

    outcome = forms.ChoiceField(
        label=_("How do you settle it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you settle it.")},
    )
    reason = forms.CharField(
        label=_("Why, or what the plan is"),
        help_text=_("In a sentence. It stays on the record with your name."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, in a sentence.")},
    )
    also = forms.MultipleChoiceField(
        label=_("Settle these in the same way"),
        help_text=_("They rest on the same answers."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, flag: Flag, folded: Sequence[Flag] = (), role: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (value, f"{Settled(value).label}. {hint_for(flag, value)}") for value in ways_for(flag, role)
        ]
        if folded:
            self.fields["also"].choices = [(str(each.pk), each.words["title"]) for each in folded]  # type: ignore[attr-defined]
        else:
            del self.fields["also"]

    def clean_reason(self) -> str:
        """A reason is a sentence."""
        reason: str = self.cleaned_data["reason"].strip()
        if len(reason) < SHORTEST_REASON:
            raise forms.ValidationError(_("Say why, in a sentence."))
        return reason


def ways_for(flag: Flag, role: str) -> list[str]:
    """The ways in which somebody of this role may settle this flag."""
    ways = [Settled.CONFIRMED, Settled.NOT_AN_ISSUE, Settled.PLAN]
    if flag.is_grave:
        ways.append(Settled.OVERRIDDEN)
    return [way for way in ways if act_called(act_for(flag, way)).is_for(role)]


def hint_for(flag: Flag, way: str) -> Any:
    """What to write for this way of settling this flag, or what it means."""
    return HOLDS if way == Settled.CONFIRMED and not flag.stands_in_the_way else HINTS[Settled(way)]


def is_out_of_the_way(outcome: str) -> bool:
    """Whether a flag settled so no longer stands in the way of clearing."""
    return outcome in OUT_OF_THE_WAY
