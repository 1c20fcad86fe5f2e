"""What messages say, as an administrator words it: every kind, a preview before it counts, every version kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from intake.forms.wording import WordingForm
from intake.models import NotAllowed, Wording
from intake.models.wording import filled, refused_names, words_in_force
from intake.wording.kinds import KINDS, Kind, Words

SAMPLE = {
    "link": "https://clinic.example/link",
    "date": "Tuesday, May 4",
    "time": "9:30 am",
    "until": "10:00 am",
    "place": "12 Elm Street",
}


def wordings(request: HttpRequest) -> HttpResponse:
    """Every kind of message with its subject, and whether it says what it ships with."""
    newest = Wording.newest_of_each()
    listed = [
        {"kind": kind, "subject": newest.get(key, kind.words).subject, "last": newest.get(key)}
        for key, kind in KINDS.items()
    ]
    return render(request, "staff/wordings.html", {"listed": listed, "refused": refused_names()})


def wording(request: HttpRequest, what: str) -> HttpResponse:
    """One kind: its words, a preview, and the versions before."""
    kind = KINDS.get(what)
    if kind is None:
        raise Http404
    versions = Wording.versions_of(what)
    words = words_in_force(what)
    start = {"subject": words.subject, "text": words.text, "short": words.short}
    form = WordingForm(request.POST or None, kind=kind, initial=start | {"seen": versions[0].number if versions else 0})
    if request.method == "POST" and form.is_valid():
        if "keep" not in request.POST:
            return _page(request, kind, form, versions, form.words())
        try:
            Wording.write(what, form.words(), request.user, seen=form.cleaned_data["seen"], request=request)
        except NotAllowed as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            messages.success(request, _("Kept. Messages say this from now on."))
            return redirect("wording", what=what)
    return _page(request, kind, form, versions, None if request.method == "POST" else words)


def _page(
    request: HttpRequest, kind: Kind, form: WordingForm, versions: list[Wording], shown: Words | None
) -> HttpResponse:
    page: dict[str, Any] = {
        "kind": kind,
        "form": form,
        "versions": versions,
        "shipped": kind.words,
        "places": [f"{{{place}}}" for place in kind.all_places],
        "needed": [f"{{{place}}}" for place in sorted(kind.needs)],
        "sample": [filled(part, SAMPLE) for part in shown.parts()] if shown else None,
    }
    return render(request, "staff/wording.html", page)
