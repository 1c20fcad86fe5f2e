"""Writing on a record: notes for staff, the shared assessment, sections marked reviewed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.access import intake_for_staff
from intake.forms.writing import AssessmentForm, NoteForm
from intake.models import Assessment, Changed, Intake, NotAllowed, Note, SectionReview
from intake.views.staff.contact import who


def note(request: HttpRequest, reference: str) -> HttpResponse:
    """One more note for staff."""
    intake = intake_for_staff(request, reference)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            Note.write(intake, request.user, form.cleaned_data["text"], request)
        except NotAllowed as refused:
            _say(form, refused)
        else:
            messages.success(request, _("The note is on the record."))
            return redirect(reverse("record", args=[intake.reference]) + "#notes")
    return render(request, "staff/note.html", {"intake": intake, "who": who(intake), "form": form})


def assessment(request: HttpRequest, reference: str) -> HttpResponse:
    """The shared assessment. Two who write at once: the second is shown both wordings, and chooses."""
    intake = intake_for_staff(request, reference)
    newest = Assessment.newest(intake)
    start = {"text": newest.text if newest else "", "based_on": newest.number if newest else 0}
    form = AssessmentForm(request.POST or None, initial=start)
    conflict = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            Assessment.write(intake, request.user, told["text"], based_on=told["based_on"], request=request)
        except Changed as changed:
            conflict = changed
            form.data = request.POST.dict() | {"based_on": str(getattr(Assessment.newest(intake), "number", 0))}
        except NotAllowed as refused:
            _say(form, refused)
        else:
            messages.success(request, _("The assessment is kept."))
            return redirect(reverse("record", args=[intake.reference]) + "#assessment")
    page = {"intake": intake, "who": who(intake), "form": form, "conflict": conflict, "newest": newest}
    page["earlier"] = _wordings(intake)
    return render(request, "staff/assessment.html", page, status=409 if conflict else 200)


def review_section(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    """Marks a section reviewed, or takes the mark back."""
    intake = intake_for_staff(request, reference)
    stands = request.POST.get("stands") != "no"
    try:
        SectionReview.mark(intake, request.user, section, on=request.POST.get("on"), stands=stands, request=request)
    except NotAllowed as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    return redirect(reverse("record", args=[intake.reference]) + f"#section-{section}")


def _wordings(intake: Intake) -> list[dict[str, Any]]:
    """Earlier wordings of the assessment, the newest first."""
    found = []
    for each in intake.assessments.select_related("by").order_by("-number")[1:]:
        each.intake = intake
        found.append({"number": each.number, "text": each.text, "by": each.by.name, "at": each.at})
    return found


def _say(form: Any, refused: NotAllowed) -> None:
    for sentence in refused.sentences:
        form.add_error(None, sentence)
