"""A version as readers would see it, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.headers import with_policy
from clinic.roles import Role
from education.forms.acts import LATER, ApproveForm, PublishForm, ReviewForm, SendBackForm
from education.models import MedicalReview, Publication, Refused, Verdict, Version
from education.shelf import shelf
from education.standing import of, warnings_of


def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Shows it, and carries out one act."""
    found = _found(slug, number)
    filled: dict[str, forms.Form] = {}
    act = request.POST.get("act", "")
    if request.method == "POST" and act in ACTS:
        form_class, carry_out = ACTS[act]
        filled[act] = form = form_class(request.POST, prefix=act)
        if form.is_valid():
            try:
                messages.success(request, carry_out(request, found, form))
            except Refused as refusal:
                return _shown(request, _found(slug, number), filled, refused=refusal.sentences)
            return redirect("education_version", slug=slug, number=number)
    return _shown(request, found, filled)


def _found(slug: str, number: int) -> Version:
    versions = Version.objects.select_related("page", "author", "based_on", "verdict__by")
    return get_object_or_404(versions, page__slug=slug, number=number)


@transaction.atomic
def _approve(request: HttpRequest, version: Version, form: Any) -> str:
    Verdict.give(version, request.user, approved=True, note=form.cleaned_data["note"], request=request)
    if form.cleaned_data["when"] == LATER:
        return _("Approved. Readers see it once somebody publishes it.")
    return _("Approved.") + " " + _publish(request, version, form)


def _send_back(request: HttpRequest, version: Version, form: Any) -> str:
    Verdict.give(version, request.user, approved=False, note=form.cleaned_data["note"], request=request)
    return _("Sent back. The author sees what has to change.")


def _publish(request: HttpRequest, version: Version, form: Any) -> str:
    why = form.cleaned_data.get("why", "")
    made = Publication.publish(version, request.user, at=form.time, why=why, request=request)
    if made.at > timezone.now():
        when = date_format(timezone.localtime(made.at), "D j M Y, H:i")
        return _("Readers see it from %(when)s.") % {"when": when}
    return _("Readers see it now.")


def _review(request: HttpRequest, version: Version, form: Any) -> str:
    told = form.cleaned_data
    given = MedicalReview.give(version, request.user, due=told["due"], note=told["note"], request=request)
    return _("Reviewed. It has to be read again by %(due)s.") % {"due": date_format(given.due, "D j M Y")}


ACTS: dict[str, tuple[type[forms.Form], Callable[[HttpRequest, Version, Any], str]]] = {
    "approve": (ApproveForm, _approve),
    "send_back": (SendBackForm, _send_back),
    "publish": (PublishForm, _publish),
    "review": (ReviewForm, _review),
}


def _shown(
    request: HttpRequest, version: Version, filled: dict[str, forms.Form], *, refused: tuple[str, ...] = ()
) -> HttpResponse:
    standing = of(version.page)
    reviews = list(version.reviews.select_related("by").order_by("-id"))
    offered = _offered(request.user, version, standing.shown)
    page = {
        "page": version.page,
        "version": version,
        "standing": standing,
        "refused": refused,
        "stands": standing.shown == version,
        "verdict": getattr(version, "verdict", None),
        "reviews": reviews,
        "warnings": warnings_of(version, shelf().known),
        "forms": {act: filled.get(act) or ACTS[act][0](prefix=act) for act in offered},
        "is_mine": version.author_id == request.user.pk,
        "before": _compared_with(version, standing.shown),
    }
    return with_policy(render(request, "education/version.html", page), frame_src="'self'")


def _offered(staff: Any, version: Version, shown: Version | None) -> list[str]:
    """What this person may do with it; what they may not, the page says in words."""
    verdict = getattr(version, "verdict", None)
    mine = version.author_id == staff.pk
    acts = []
    if version.author_id and verdict is None and not mine:
        acts += ["approve", "send_back"]
    if version != shown and (version.author_id is None or (verdict and verdict.approved)):
        acts.append("publish")
    if staff.role == Role.MEDICAL_REVIEWER and not mine and not (verdict and not verdict.approved):
        acts.append("review")
    return acts


def _compared_with(version: Version, shown: Version | None) -> int | None:
    """The version to see this one beside: what readers see, else the one it began from."""
    other = shown if shown and shown != version else version.based_on
    return other.number if other and other != version else None
