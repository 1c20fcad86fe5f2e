"""Deciding: a clinician says what follows, and why. The application never does."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.access import intake_for_staff
from intake.forms.staff import DecisionForm
from intake.models import Flag, Intake, NotAllowed
from intake.models.decision import grave
from intake.views.staff.record import who
from intake.views.staff.words import level_key, level_word


def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Shows what stands in the way; records the decision."""
    intake = intake_for_staff(request, reference)
    submission = intake.submissions.order_by("-number").first()
    if submission is None:
        raise Http404
    standing = _grave_flags(intake, submission)
    if standing and not request.user.is_physician:  # type: ignore[union-attr]
        return _shown(request, intake, standing, None, status=403 if request.method == "POST" else 200)
    form = DecisionForm(request.POST or None, grave=standing, initial={"submission": submission.pk})
    if request.method == "POST" and form.is_valid():
        try:
            decision = intake.decide(
                request.user, form.proposal(), on=form.cleaned_data["submission"], request=request
            )
        except NotAllowed as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            messages.success(
                request, _("Recorded: %(outcome)s.") % {"outcome": decision.get_outcome_display()}
            )
            return redirect("record", reference=intake.reference)
    return _shown(request, intake, standing, form)


def _grave_flags(intake: Intake, submission: Any) -> list[Flag]:
    run = submission.triages.order_by("-ran_at").first()
    flags = grave(run.flags.all())
    for flag in flags:
        flag.intake = intake
    return flags


def _shown(
    request: HttpRequest,
    intake: Intake,
    standing: list[Flag],
    form: DecisionForm | None,
    *,
    status: int = 200,
) -> HttpResponse:
    record = reverse("record", args=[intake.reference])
    listed = [
        {
            "title": flag.words["title"],
            "level": level_key(flag.level),
            "level_word": level_word(flag.level),
            "url": f"{record}#flag-{flag.pk}",
            "reason": form[f"override_{flag.pk}"] if form is not None else None,
        }
        for flag in standing
    ]
    may_not = (
        "" if form is not None else _("A STOP or a safety flag stands. A physician has to decide this one.")
    )
    page = {"intake": intake, "who": who(intake), "standing": listed, "form": form, "may_not": may_not}
    return render(request, "staff/decide.html", page, status=status)
