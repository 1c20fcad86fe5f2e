"""A form of twenty fields, shown and saved; a list of 25 rows; a page of text with an ETag."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import etag

from bench.bare.models import Answers, Text

CHOICES = [("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")]


def _fields() -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for number in range(1, 15):
        fields[f"question_{number}"] = forms.ChoiceField(
            label=f"Have you ever been told that you have the condition number {number}?",
            choices=CHOICES,
            widget=forms.RadioSelect,
            help_text="Choose the answer that fits best.",
        )
    for number in range(15, 18):
        fields[f"question_{number}"] = forms.IntegerField(
            label=f"Number {number}", min_value=0, max_value=300
        )
    for number in range(18, 21):
        fields[f"question_{number}"] = forms.CharField(label=f"Text {number}", max_length=200)
    return fields


TwentyFields = type("TwentyFields", (forms.Form,), _fields())


def form(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the form; saves it and goes on."""
    row = Answers.objects.get(pk=pk)
    if request.method == "POST":
        posted = TwentyFields(request.POST)
        if posted.is_valid():
            row.answers = {**row.answers, **posted.cleaned_data}
            row.save()
            return redirect("form", pk=pk)
    else:
        posted = TwentyFields(initial=row.answers)
        request.session["seen"] = request.session.get("seen", pk)
    return render(request, "bare/form.html", {"form": posted})


def rows(request: HttpRequest) -> HttpResponse:
    """The newest 25 rows, for whoever has a session."""
    request.session.get("seen")
    return render(request, "bare/list.html", {"rows": Answers.objects.order_by("-changed_at")[:25]})


def _tag(request: HttpRequest, pk: int) -> str:
    return str(Text.objects.values_list("changed_at", flat=True).get(pk=pk).timestamp())


@etag(_tag)
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """One page of text, or 304."""
    return render(request, "bare/text.html", {"text": Text.objects.get(pk=pk)})
