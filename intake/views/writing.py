"""One form as somebody writes in it: the patient in their own browser, or a clinician for the patient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.audit import record
from intake.forms import SectionForm
from intake.models import Filling, Intake, Saved
from intake.questionnaire.questions import Section
from intake.views.way import Way


@dataclass(frozen=True)
class Writing:
    """Who writes in which form. `filling` lets a clinician in; where it is None, the patient writes."""

    request: HttpRequest
    intake: Intake
    filling: Filling | None = None

    @property
    def way(self) -> Way:
        """Where the pages of this form are."""
        return Way(self.intake.reference if self.filling else "")

    def keep(self, asking: type[Section], form: SectionForm) -> Saved:
        """Keeps what is well formed on a screen; who wrote it down for the patient stays with each answer."""
        if form.strangers:
            detail = f"{asking.code}, {form.strangers} not asked there"
            record("answers.dropped", request=self.request, subject=self.intake, detail=detail)
        saved = self.intake.save_section(
            asking,
            form.well_formed(),
            revision=form.revision,
            op=self.request.POST.get("op", "")[:40],
            bases=form.bases,
            filling=self.filling,
            request=self.request,
        )
        if saved.conflicts:
            form.elsewhere = self._elsewhere(saved)
        return saved

    def send(self, pages: list[str]) -> HttpResponse:
        """Sends the answers, and shows what comes after."""
        self.intake.submit(self.request, pages=[] if self.filling else pages, filling=self.filling)
        return self.leave()

    def leave(self) -> HttpResponse:
        """Away from a form in which nothing more can be written."""
        if self.filling is None:
            return redirect("sent")
        messages.info(self.request, _("The form is sent. Nothing more can be written in it; here is the record."))
        return redirect("record", reference=self.intake.reference)

    def show(self, page: str, /, **told: Any) -> HttpResponse:
        """A page of the form, as the patient or the clinician sees it."""
        folder = "staff/fill" if self.filling else "intake"
        known = {"intake": self.intake, "way": self.way, "filling": self.filling, "for": self.intake.form_mark}
        return render(self.request, f"{folder}/{page}.html", known | told)

    def _elsewhere(self, saved: Saved) -> str:
        """Who gave the other answer, where two differ."""
        marks = self.intake.marks()
        by_staff = any(marks.get(code, {}).get("by") for code in saved.conflicts)
        if self.filling:
            return _("Written down meanwhile") if by_staff else _("By the patient, online")
        return _("Written down by the clinic, for you") if by_staff else _("In another window")
