"""What clinicians write on a record: a note for staff, the shared assessment."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.models.assessment import LONGEST_ASSESSMENT
from intake.models.note import LONGEST_NOTE


class NoteForm(forms.Form):
    """One note for staff."""

    text = forms.CharField(
        label=_("Note for staff"),
        help_text=_("Patients never read it. It cannot be changed later: a second note corrects the first."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the note first.")},
    )


class AssessmentForm(forms.Form):
    """The shared assessment, made from the wording that was read (`based_on`)."""

    text = forms.CharField(
        label=_("Assessment"),
        help_text=_("The clinicians’ shared view of this patient. Every wording is kept, with name and time."),
        max_length=LONGEST_ASSESSMENT,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Write the assessment first.")},
    )
    based_on = forms.IntegerField(min_value=0, max_value=10**6, widget=forms.HiddenInput)
