"""What changed between any two texts of a page: versions, and drafts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from education.models import Draft, Group, Page, Version
from education.text.differences import Pair, differences, runs, words_changed


def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Two texts side by side; unnamed, the newest and the one before it."""
    page = get_object_or_404(Page, slug=slug)
    versions = list(page.versions.listed().order_by("-number"))
    drafts = list(Draft.objects.filter(page=page).select_related("editor").defer("text").order_by("-saved_at"))
    choices = [*((str(draft.pk), _draft_name(request, draft)) for draft in drafts)]
    choices += [(str(each.number), _version_name(each)) for each in versions]
    before, after = _asked(request, choices)
    names = dict(choices)
    old, new = _text_of(page, before), _text_of(page, after)
    pairs = differences(old.text if old else "", new.text if new else "")
    shown = {
        "page": page,
        "choices": choices,
        "before": before,
        "after": after,
        "before_name": names.get(before, ""),
        "after_name": names.get(after, ""),
        "lines": _lines(old, new) if old and new else [],
        "runs": runs(pairs),
        "changed": sum(pair.kind != "same" for pair in pairs),
    }
    return render(request, "education/differences.html", shown)


def _asked(request: HttpRequest, choices: list[tuple[str, str]]) -> tuple[str, str]:
    known = [value for value, _name in choices]
    after = request.GET.get("after") or (known[0] if known else "")
    if after not in known and known:
        raise Http404
    following = known[known.index(after) + 1 :] if known else []
    before = request.GET.get("before") or (following[0] if following else after)
    if before not in known and known:
        raise Http404
    return before, after


def _text_of(page: Page, name: str) -> Any:
    if not name:
        return None
    if name.isdecimal():
        return Version.objects.defer("html", "words").get(page=page, number=int(name))
    return get_object_or_404(Draft, page=page, pk=UUID(name))


def _lines(old: Any, new: Any) -> list[tuple[str, Pair]]:
    """What stands around the text, where it changed."""
    told = [
        (_("Title"), old.title, new.title),
        (_("Summary"), old.summary, new.summary),
        (_("Stands under"), _group(old), _group(new)),
        (_("Place in the list"), str(old.order), str(new.order)),
        (_("Related pages"), ", ".join(old.related), ", ".join(new.related)),
    ]
    return [(name, words_changed(before, after)) for name, before, after in told if before != after]


def _group(written: Any) -> str:
    return str(Group(written.group).label) if written.group in Group.values else ""


def _version_name(version: Version) -> str:
    who = version.author or _("starting content")
    return _("Version %(number)s, %(who)s") % {"number": version.number, "who": who}


def _draft_name(request: HttpRequest, draft: Draft) -> str:
    if draft.editor_id == request.user.pk:
        return _("My draft")
    return _("Draft of %(who)s") % {"who": draft.editor}
