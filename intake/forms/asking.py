"""What a clinician asks a patient for: questions of the form, ticked, or one of their own; and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.models.information_request import LONGEST_OWN, LONGEST_WHY, SHORTEST_WHY
from intake.questionnaire.answers import Answers
from intake.questionnaire.asked_again import may_be_asked_again
from intake.questionnaire.saying import say


class AskForm(forms.Form):
    """Questions by section, each with what the patient said; a question of one's own; why, in words that they read."""

    codes = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": _("One of these questions was not asked of this patient. Look at the list again.")
        },
    )
    own = forms.CharField(
        label=_("A question of your own"),
        help_text=_("The patient answers in their own words."),
        max_length=LONGEST_OWN,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    why = forms.CharField(
        label=_("Why you ask"),
        help_text=_("The patient reads this above the questions. Write plainly."),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence why you ask. The patient reads it.")},
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, answers: Answers, ticked: Collection[str] = (), **more: Any) -> None:
        super().__init__(data, **more)
        self.offered = may_be_asked_again(answers)
        self.answers = answers
        self.fields["codes"].choices = [  # type: ignore[attr-defined]
            (each.code, each.label) for _section, questions in self.offered for each in questions
        ]
        self.ticked = set(ticked if data is None else data.getlist("codes"))

    def clean_why(self) -> str:
        """A reason is a sentence."""
        why: str = self.cleaned_data["why"].strip()
        if len(why) < SHORTEST_WHY:
            raise forms.ValidationError(_("Say in a sentence why you ask. The patient reads it."))
        return why

    def clean(self) -> dict[str, Any]:
        """Something is asked."""
        told: dict[str, Any] = super().clean() or {}
        if "codes" not in self.errors and not told.get("codes") and not told.get("own"):
            self.add_error("codes", _("Tick at least one question, or write one of your own."))
        return told

    @property
    def groups(self) -> Sequence[dict[str, Any]]:
        """Sections with their questions, as the page draws them; one with a tick in it stands open."""
        found = []
        for section, questions in self.offered:
            rows = [
                {
                    "code": each.code,
                    "label": each.label,
                    "said": say(each, self.answers.values),
                    "ticked": each.code in self.ticked,
                }
                for each in questions
            ]
            count = sum(bool(row["ticked"]) for row in rows)
            found.append({"title": section.title, "rows": rows, "count": count, "open": count > 0})
        return found
