"""What an editor writes: a new page's name, and the draft of a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from education.models import Draft, Group, Kind, Page
from education.models.version import Written
from education.text.dressing import slug_of

RESERVED = ("search", "pictures")
"""Addresses below /learn/ that are no pages."""


UNKNOWN_SAVE = _("Load the page again: it does not say which save it began from.")


class NewPageForm(forms.Form):
    """What a page is called, and where it is."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("What a reader wants to know, such as: Eating and drinking before you come."),
        max_length=120,
        error_messages={"required": _("Give the page a title.")},
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(Kind.PAGE.value, _("A page to read")), (Kind.HANDOUT.value, _("A sheet to print and hand on"))],
        initial=Kind.PAGE.value,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what it is.")},
    )
    slug = forms.CharField(
        label=_("Address"),
        help_text=_("Small letters, numbers and hyphens. Left blank, it is made from the title. It stays for good."),
        max_length=60,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """An address of its own."""
        told: dict[str, Any] = super().clean() or {}
        slug = slug_of(told.get("slug") or told.get("title") or "")[:60].strip("-")
        if not slug and "title" in told:
            self.add_error("slug", _("Write an address, such as: eating-and-drinking."))
        elif slug in RESERVED or Page.objects.filter(slug=slug).exists():
            self.add_error("slug", _("There is something at this address already. Choose another."))
        return {**told, "slug": slug}


class DraftForm(forms.Form):
    """A draft as it is typed. Nothing is demanded of it before it is sent."""

    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("One plain sentence: what the page tells. It stands in the list of pages."),
        max_length=240,
        required=False,
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=65_000,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
    )
    group = forms.ChoiceField(
        label=_("Stands under"),
        choices=[("", _("To look up and to print")), *Group.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose what the page stands under.")},
    )
    order = forms.IntegerField(
        label=_("Place in the list"),
        help_text=_("Lower numbers come first."),
        min_value=0,
        max_value=999,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "width-4"}),
        error_messages={"invalid": _("Write the place in the list as a number.")},
    )
    related = forms.MultipleChoiceField(
        label=_("Related pages"),
        help_text=_("Shown at the foot as “Read next”."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose related pages from the list.")},
    )
    note = forms.CharField(
        label=_("What changed, and why"),
        help_text=_("For your colleagues. It stays with the version."),
        max_length=300,
        required=False,
    )
    promise_reason = forms.CharField(
        label=_("Why a promotional word must stand"),
        help_text=_("Only where a word such as “cure” has to stay. Whoever approves the page reads it."),
        max_length=300,
        required=False,
    )
    revision = forms.IntegerField(min_value=0, max_value=10**9, error_messages={"invalid": UNKNOWN_SAVE})
    over = forms.IntegerField(
        min_value=0, max_value=10**9, required=False, error_messages={"invalid": UNKNOWN_SAVE}
    )

    def __init__(self, *args: Any, draft: Draft, **more: Any) -> None:
        super().__init__(*args, **more)
        self.draft = draft
        others = Page.objects.exclude(pk=draft.page_id).filter(kind=Kind.PAGE).order_by("slug")
        self.fields["related"].choices = [(slug, slug) for slug in others.values_list("slug", flat=True)]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, draft: Draft) -> DraftForm:
        """A draft as it was kept, to go on with."""
        written = draft.written
        initial = {name: getattr(written, name) for name in WORDS} | {"related": list(written.related)}
        return cls(draft=draft, initial=initial)

    def clean_text(self) -> str:
        """Lines as we keep them, whichever system they were typed on."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n")

    def written(self) -> Written:
        """What stands in it. Related pages stay in the order in which they stood; new ones follow."""
        told = self.cleaned_data
        words = {name: told[name] for name in WORDS if name != "order"}
        stood = [slug for slug in self.draft.related if slug in told["related"]]
        related = (*stood, *(slug for slug in told["related"] if slug not in stood))
        return Written(**words, order=told["order"] or 0, related=related)


WORDS = ("title", "summary", "text", "group", "order", "note", "promise_reason")
