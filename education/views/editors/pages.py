"""All pages and where they stand; a new one; one page's overview; taking one down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from education.forms.acts import HideForm
from education.forms.writing import NewPageForm
from education.models import Draft, MedicalReview, Page, Publication, Refused
from education.standing import by_group, everywhere, of


def listing(request: HttpRequest) -> HttpResponse:
    """Every page, under its heading; first what waits for somebody."""
    pages = everywhere()
    return render(
        request,
        "education/listing.html",
        {
            "groups": by_group(pages),
            "waiting": [each for each in pages if each.waits],
            "overdue": [each for each in pages if each.is_overdue],
        },
    )


def new(request: HttpRequest) -> HttpResponse:
    """A page that nobody sees yet, with a draft for whoever makes it."""
    form = NewPageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            with transaction.atomic():
                page = Page.objects.create(slug=told["slug"], kind=told["kind"])
                Draft.begin(page, request.user, title=told["title"])
        except IntegrityError:
            form.add_error("slug", _("There is something at this address already. Choose another."))
        else:
            messages.success(request, _("The page is made. Readers see it once it is approved and published."))
            return redirect("education_edit", slug=page.slug)
    return render(request, "education/new.html", {"form": form})


def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands, what was written and said, and what can be done next."""
    page = get_object_or_404(Page, slug=slug)
    standing = of(page)
    return render(
        request,
        "education/overview.html",
        {
            "page": page,
            "standing": standing,
            "mine": next((each for each in standing.drafts if each.editor_id == request.user.pk), None),
            "others": [each for each in standing.drafts if each.editor_id != request.user.pk],
            "versions": page.versions.listed().order_by("-number"),
            "publications": _publications(page),
            "reviews": MedicalReview.objects.filter(version__page=page).select_related("by", "version").order_by("-id"),
        },
    )


def hide(request: HttpRequest, slug: str) -> HttpResponse:
    """Readers do not see the page any more."""
    page = get_object_or_404(Page, slug=slug)
    standing = of(page)
    if standing.shown is None:
        messages.warning(request, _("Readers do not see this page, so there is nothing to take down."))
        return redirect("education_page", slug=slug)
    form = HideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        Publication.hide(page, request.user, why=form.cleaned_data["why"], request=request)
        messages.success(request, _("The page is taken down. Its versions are kept, and any can be brought back."))
        return redirect("education_page", slug=slug)
    return render(request, "education/hide.html", {"page": page, "standing": standing, "form": form})


def call_off(request: HttpRequest, slug: str) -> HttpResponse:
    """The next planned publication does not happen."""
    page = get_object_or_404(Page, slug=slug)
    planned = of(page).planned
    try:
        if planned is None or str(planned.pk) != request.POST.get("planned"):
            raise Refused(_("This has happened or was called off already."))
        planned.call_off(request.user, request=request)
    except Refused as refused:
        messages.warning(request, " ".join(refused.sentences))
    else:
        messages.success(request, _("Called off. What readers see now goes on standing."))
    return redirect("education_page", slug=slug)


def _publications(page: Page) -> Any:
    return page.publications.select_related("version", "by").defer(
        "version__text", "version__html", "version__words"
    ).order_by("-at", "-id")
