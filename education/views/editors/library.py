"""Sources and pictures: what there is, and adding one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from education.forms.library import PictureForm, SourceForm
from education.models import Picture, Refused, Source

MOST_SHOWN = 200


def sources(request: HttpRequest) -> HttpResponse:
    """Every source that texts may cite, and a form for one more."""
    form = SourceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            added = Source.add(form.told(), request.user, request=request)
        except IntegrityError:
            form.add_error("key", _("There is a source of this name already."))
        else:
            if _is_script(request):
                return JsonResponse({"key": added.key, "title": added.title})
            messages.success(request, _("%(key)s is added. Texts can cite it now.") % {"key": added.key})
            return redirect("education_sources")
    if request.method == "POST" and _is_script(request):
        return _told(form)
    return render(request, "education/sources.html", {"form": form, "sources": Source.objects.all()})


def pictures(request: HttpRequest) -> HttpResponse:
    """Every picture, and a form for one more."""
    form = PictureForm(request.POST, request.FILES) if request.method == "POST" else PictureForm()
    if request.method == "POST" and form.is_valid():
        uploaded = form.cleaned_data["file"].read()
        try:
            added = Picture.add(uploaded, form.cleaned_data["alt"], request.user, request=request)
        except Refused as refused:
            form.add_error("file", " ".join(refused.sentences))
        else:
            if _is_script(request):
                place = reverse("learn_picture", args=[added.pk])
                return JsonResponse({"markdown": added.markdown, "alt": added.alt, "place": place})
            messages.success(request, _("The picture is added. Copy the line below it into a text."))
            return redirect("education_pictures")
    if request.method == "POST" and _is_script(request):
        return _told(form)
    listed = Picture.objects.select_related("added_by").order_by("-added_at")[:MOST_SHOWN]
    return render(request, "education/pictures.html", {"form": form, "pictures": listed})


def _is_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _told(form: forms.Form) -> JsonResponse:
    wrong: dict[str, Any] = {name: [str(each) for each in found] for name, found in form.errors.items()}
    return JsonResponse({"wrong": wrong}, status=422)
