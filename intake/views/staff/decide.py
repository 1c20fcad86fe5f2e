"""Deciding: a clinician says what follows, and why. The application never does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.access import intake_for_staff
from intake.forms.staff import DecisionForm
from intake.models import Changed, Flag, Intake, NotAllowed, Resolution, SectionReview, Triage
from intake.models.decision import grave, in_the_way
from intake.models.newer_form import sent_later_than
from intake.models.status import TOO_EARLY_OR_LATE, Status, act_called
from intake.views.staff.checklist import checklist
from intake.views.staff.contact import who
from intake.views.staff.unkept import typed_in
from intake.views.staff.words import level_key, level_word


def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Shows what stands in the way; records the decision."""
    intake = intake_for_staff(request, reference)
    run = Triage.newest(intake)
    if run is None:
        raise Http404
    flags = run.all_flags()
    unsettled = in_the_way(flags, Resolution.last_of_each(flags, clearing=True))
    standing = grave(unsettled)
    page = _page(intake, run, unsettled)
    if (may_not := _may_not(intake, request.user, flags)) is not None:
        page |= {"standing": _listed(intake, standing, None), "form": None, "may_not": may_not}
        page["unkept"] = typed_in(DecisionForm(request.POST, grave=standing)) if request.method == "POST" else []
        return render(request, "staff/decide.html", page, status=403 if request.method == "POST" else 200)
    form = DecisionForm(
        request.POST or None,
        grave=standing if act_called("decide over").is_for(request.user.role) else (),  # type: ignore[union-attr]
        open_reviews=len(unsettled) - len(standing),
        initial={"submission": run.submission_id, "seen": _last(intake)} | _shown(run, page),
    )
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            return _recorded(request, intake, form)
        except Changed as changed:
            conflict = changed
            form.data = request.POST.dict() | {"seen": _last(intake)}
        except NotAllowed as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
            form.data = _read_anew(request, _shown(run, page))
    page |= {"standing": _listed(intake, standing, form), "form": form, "conflict": conflict}
    return render(request, "staff/decide.html", page, status=409 if conflict else 200)


def _recorded(request: HttpRequest, intake: Intake, form: DecisionForm) -> HttpResponse:
    """The decision is kept, or refused."""
    told = form.cleaned_data
    decision = intake.decide(request.user, form.proposal(), on=told["submission"], seen=told["seen"], request=request)
    messages.success(request, _("Recorded: %(outcome)s.") % {"outcome": decision.get_outcome_display()})
    return redirect("record", reference=intake.reference)


def _shown(run: Any, page: dict[str, Any]) -> dict[str, str]:
    """What this person is shown: the flags of which run, and which form the patient sent later."""
    return {"weighed": str(run.pk), "later": page["later"]}


def _may_not(intake: Intake, person: Any, flags: Sequence[Flag]) -> str | None:
    """Why this person cannot decide now; None where they can."""
    if not act_called("decide").is_possible(intake.status):
        return str(TOO_EARLY_OR_LATE[Status(intake.status)])
    standing = grave(in_the_way(flags, Resolution.last_of_each(flags)))
    if standing and not act_called("decide over").is_for(person.role):
        return _("A STOP or a safety flag stands. A physician has to decide this one.")
    return None


def _read_anew(request: HttpRequest, shown: dict[str, str]) -> dict[str, Any]:
    """What was typed, below the flags as they are now; that they were seen has to be ticked again if they changed."""
    again: dict[str, Any] = request.POST.dict()
    if again.get("weighed") != shown["weighed"]:
        again.pop("aware", None)
    return again | shown


def _last(intake: Intake) -> str:
    """The id of the last decision; empty where nobody has decided."""
    last = intake.decisions.order_by("-at").values_list("pk", flat=True).first()
    return str(last or "")


def _page(intake: Intake, run: Any, unsettled: Sequence[Flag]) -> dict[str, Any]:
    submission = run.submission
    submission.intake = intake
    reviewed = SectionReview.standing(intake, submission)
    points = checklist(intake, submission, reviewed, unsettled, len(run.outcome["could_not_tell"]))
    return {"intake": intake, "who": who(intake), "checklist": points, "later": sent_later_than(submission)}


def _listed(intake: Intake, standing: Sequence[Flag], form: DecisionForm | None) -> list[dict[str, Any]]:
    record = reverse("record", args=[intake.reference])
    return [
        {
            "title": flag.words["title"],
            "level": level_key(flag.level),
            "level_word": level_word(flag.level),
            "url": f"{record}#flag-{flag.pk}",
            "reason": form[f"override_{flag.pk}"] if form is not None and form.grave else None,
        }
        for flag in standing
    ]
