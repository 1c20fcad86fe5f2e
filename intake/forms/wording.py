"""What an administrator lets a message say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.models.wording import LONGEST_SHORT, LONGEST_SUBJECT, LONGEST_TEXT, faults
from intake.wording.kinds import Kind, Words


class WordingForm(forms.Form):
    """Subject and text of the mail, and the text message; made from version `seen`."""

    subject = forms.CharField(
        label=_("Subject of the e-mail"),
        max_length=LONGEST_SUBJECT,
        error_messages={"required": _("Write the subject.")},
    )
    text = forms.CharField(
        label=_("Text of the e-mail"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": _("Write the text.")},
    )
    short = forms.CharField(
        label=_("Text message"),
        help_text=_("One line. It may be cut into several parts when it is long."),
        max_length=LONGEST_SHORT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the text message.")},
    )
    seen = forms.IntegerField(min_value=0, max_value=10**6, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: Kind, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind = kind

    def clean(self) -> dict[str, Any]:
        """No health word, no place that is not known, and what the message is for stays in it."""
        told: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for name, sentences in faults(self.kind, self.words()).items():
                for sentence in sentences:
                    self.add_error(name, sentence)
        return told

    def words(self) -> Words:
        """As they were typed."""
        told = self.cleaned_data
        return Words(told["subject"], told["text"].replace("\r\n", "\n"), told["short"].replace("\r\n", "\n"))
