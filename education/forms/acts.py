"""What is said when a version is approved, sent back, published, reviewed, or a page is hidden."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from education.models.publication import SHORTEST_WHY
from education.models.verdict import SHORTEST_NOTE
from education.standing import due_in_a_year

NOW, AT, LATER = "now", "at", "later"
WRONG_TIME = _("Write the day and the time, such as 2027-01-31 08:00.")


class WhenForm(forms.Form):
    """From when readers see it."""

    when = forms.ChoiceField(
        label=_("When do readers see it?"),
        choices=[(NOW, _("Now")), (AT, _("At a time that I choose"))],
        initial=NOW,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say when readers see it.")},
    )
    at = forms.DateTimeField(
        label=_("Day and time"),
        help_text=_("Needed when you choose a time. By the clinic’s clock."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": WRONG_TIME},
    )

    def clean(self) -> dict[str, Any]:
        """A chosen time is told."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("when") == AT and "at" not in self.errors and not told.get("at"):
            self.add_error("at", _("Give the day and the time, or choose Now."))
        return told

    @property
    def time(self) -> Any:
        """The time chosen, or None for now."""
        return self.cleaned_data["at"] if self.cleaned_data["when"] == AT else None


class ApproveForm(WhenForm):
    """A second person's approval, and when readers see the version."""

    note = forms.CharField(
        label=_("A word to the author"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("note", "when", "at")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        when: Any = self.fields["when"]
        when.choices = [*when.choices, (LATER, _("Not yet: somebody publishes it later"))]


class SendBackForm(forms.Form):
    """What has to change first."""

    note = forms.CharField(
        label=_("What has to change"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence what has to change.")},
    )

    def clean_note(self) -> str:
        """A sentence."""
        note = str(self.cleaned_data["note"])
        if len(note.strip()) < SHORTEST_NOTE:
            raise forms.ValidationError(_("Say in a sentence what has to change."))
        return note


class PublishForm(WhenForm):
    """An approved version, from when, and why."""

    why = forms.CharField(
        label=_("Why"), help_text=_("For your colleagues. It stays in the page’s history."), max_length=300, required=False
    )


class ReviewForm(forms.Form):
    """A medical reviewer stands by a version, until a day."""

    due = forms.DateField(
        label=_("Has to be read again by"),
        initial=due_in_a_year,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Give the day by which it has to be read again."),
            "invalid": _("Write the date as year-month-day, such as 2027-01-31."),
        },
    )
    note = forms.CharField(label=_("Note"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class HideForm(forms.Form):
    """Why readers should not see a page any more."""

    why = forms.CharField(
        label=_("Why the page is taken down"),
        help_text=_("For your colleagues. It stays in the page’s history."),
        max_length=300,
        error_messages={"required": _("Say in a sentence why the page is taken down.")},
    )

    def clean_why(self) -> str:
        """A sentence."""
        why = str(self.cleaned_data["why"])
        if len(why.strip()) < SHORTEST_WHY:
            raise forms.ValidationError(_("Say in a sentence why the page is taken down."))
        return why
