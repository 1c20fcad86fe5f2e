"""Writing a page: a draft is begun, typed, kept, shown, sent for approval, or thrown away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.headers import with_policy
from education.appearance import reading_of
from education.forms.writing import DraftForm
from education.models import Draft, Page, Picture, Refused, Version
from education.models.draft import Changed
from education.models.version import Written
from education.shelf import shelf
from education.text.differences import differences, runs

MOST_PICTURES = 60


def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """A draft of one's own, from the newest version or from the one that is named."""
    page = get_object_or_404(Page, slug=slug)
    named = request.POST.get("from", "")
    version = get_object_or_404(Version, page=page, number=int(named)) if named.isdecimal() and len(named) < 6 else None
    if version is not None and Draft.objects.filter(page=page, editor_id=request.user.pk).exists():
        messages.warning(request, _("You have a draft of this page already. Send it or throw it away first."))
    else:
        Draft.begin(page, request.user, from_version=version)
    return redirect("education_edit", slug=slug)


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The editor. Each of its buttons first keeps what was typed."""
    draft = _own(request, slug)
    if draft is None:
        get_object_or_404(Page, slug=slug)
        return redirect("education_page", slug=slug)
    if request.method != "POST":
        return _shown(request, draft, DraftForm.of(draft))
    if "discard" in request.POST:
        draft.discard(request=request)
        messages.success(request, _("Your draft is thrown away. The page is as it was."))
        return redirect("education_page", slug=slug)
    form = DraftForm(request.POST, draft=draft)
    typed_from = request.POST.get("revision", "")
    if not form.is_valid():
        return _shown(request, draft, form, revision=typed_from)
    try:
        draft = draft.keep(form.written(), revision=form.cleaned_data["revision"])
    except Changed as clash:
        return _shown(request, Draft.objects.get(pk=draft.pk), form, clash=clash)
    except Refused as refused:
        return _shown(request, draft, _told(form, refused), revision=typed_from)
    if "send" in request.POST:
        return _sent(request, draft, form)
    messages.success(request, _("Your draft is saved. Only you and your colleagues see it."))
    return redirect(f"{request.path}#preview" if "look" in request.POST else request.path)


def keep(request: HttpRequest, slug: str) -> JsonResponse:
    """What was typed, kept; and how it reads. A clash is told with the other text."""
    draft = _own(request, slug)
    if draft is None:
        return JsonResponse({"sentence": _("This draft was sent or thrown away in another window.")}, status=409)
    form = DraftForm(request.POST, draft=draft)
    if not form.is_valid():
        sentences = [str(sentence) for found in form.errors.values() for sentence in found]
        return JsonResponse({"sentence": " ".join(sentences)}, status=422)
    try:
        draft = draft.keep(form.written(), revision=form.cleaned_data["revision"])
    except Changed as clash:
        now = Draft.objects.get(pk=draft.pk)
        theirs = {"title": clash.theirs.title, "summary": clash.theirs.summary, "text": clash.theirs.text}
        return JsonResponse({"sentence": str(clash), "theirs": theirs, "revision": now.revision}, status=409)
    except Refused as refused:
        return JsonResponse({"sentence": str(refused)}, status=422)
    saved = _("Saved %(time)s") % {"time": f"{timezone.localtime():%H:%M}"}
    return JsonResponse({"revision": draft.revision, "saved": saved, **reading_of(draft.written, shelf())})


def _own(request: HttpRequest, slug: str) -> Draft | None:
    drafts = Draft.objects.filter(page__slug=slug, editor_id=request.user.pk)
    return drafts.select_related("page", "based_on").defer("based_on__html", "based_on__words").first()


def _sent(request: HttpRequest, draft: Draft, form: DraftForm) -> HttpResponse:
    try:
        version = draft.propose(over=form.cleaned_data["over"], request=request)
    except Changed as clash:
        return _shown(request, draft, form, clash=clash)
    except Refused as refused:
        return _shown(request, draft, _told(form, refused))
    messages.success(request, _("Sent. A colleague reads it and approves it, or sends it back to you."))
    return redirect("education_version", slug=version.page.slug, number=version.number)


def _told(form: DraftForm, refused: Refused) -> DraftForm:
    for sentence in refused.sentences:
        form.add_error(None, sentence)
    return form


def _shown(
    request: HttpRequest, draft: Draft, form: DraftForm, *, clash: Changed | None = None, revision: str = ""
) -> HttpResponse:
    """The editor, as it was typed. `revision`: the save that the next one begins from; unnamed, the draft's last."""
    on = shelf()
    mine: Written = form.written() if clash else draft.written
    theirs: Any = clash.theirs if clash else None
    page = {
        "page": draft.page,
        "draft": draft,
        "form": form,
        "revision": revision or draft.revision,
        "clash": clash,
        "theirs": theirs,
        "is_other_window": isinstance(theirs, Written),
        "runs": runs(differences(theirs.text, mine.text)) if theirs else [],
        "over": theirs.number if isinstance(theirs, Version) else request.POST.get("over", ""),
        "reading": reading_of(mine, on),
        "known": {
            "sources": sorted(on.sources.values(), key=lambda each: each.key),
            "terms": [(slug, name) for slug, (name, _meaning) in sorted(on.terms.items())],
            "drawings": sorted(on.known.drawings),
            "facts": sorted(on.known.facts.items()),
            "pages": on.listed,
            "pictures": Picture.objects.order_by("-added_at")[:MOST_PICTURES],
        },
    }
    response = render(request, "education/edit.html", page, status=409 if clash else 200)
    return with_policy(response, frame_src="'self'")
