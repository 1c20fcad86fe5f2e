"""What is added once and used by many pages: sources and pictures."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from education.models import Source
from education.models.source import SourceKind

KEY = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")


class SourceForm(forms.Form):
    """A published work or a document, as a reader can find it."""

    key = forms.CharField(
        label=_("Short name"),
        help_text=_("Capital letters, numbers and hyphens, such as KET-US. Texts cite it by this name."),
        max_length=30,
        error_messages={"required": _("Give it a short name.")},
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(SourceKind.PUBLISHED.value, _("Published work")), (SourceKind.DOCUMENT.value, _("A document of the clinic’s"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what it is.")},
    )
    title = forms.CharField(label=_("Title"), max_length=300, error_messages={"required": _("Give its title.")})
    place = forms.CharField(
        label=_("Where in it, or who published it"), max_length=300, required=False
    )
    url = forms.URLField(
        label=_("Web address"),
        help_text=_("Begins with https://"),
        max_length=400,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https"])],
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        error_messages={"invalid": _("Write the whole address, beginning with https://, or leave it blank.")},
    )
    year = forms.CharField(
        label=_("Year"), max_length=10, required=False, widget=forms.TextInput(attrs={"class": "width-6"})
    )
    read = forms.ChoiceField(
        label=_("Have you read the place that is cited?"),
        help_text=_("Readers are told when nobody has."),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you have read it.")},
    )

    def clean_key(self) -> str:
        """A name of its own."""
        key = str(self.cleaned_data["key"]).upper()
        if not KEY.fullmatch(key):
            raise forms.ValidationError(_("Use capital letters, numbers and hyphens only, such as KET-US."))
        if Source.objects.filter(key=key).exists():
            raise forms.ValidationError(_("There is a source of this name already. Pick it from the list, or choose another name."))
        return key

    def told(self) -> dict[str, Any]:
        """Its columns."""
        return {**self.cleaned_data, "read": self.cleaned_data["read"] == "yes"}


class PictureForm(forms.Form):
    """A picture, with the words for those who cannot see it."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG or WebP, at most 10 MB. Where and when it was taken is left out."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"required": _("Choose a picture."), "empty": _("The file is empty. Choose another.")},
    )
    alt = forms.CharField(
        label=_("What it shows"),
        help_text=_("A sentence, read out to people who cannot see it."),
        max_length=300,
        error_messages={"required": _("Say what the picture shows, for those who cannot see it.")},
    )
