"""One visit: how it stands, what became of it; moved, cancelled, missed or put back, each with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.access import visit_for_desk, visit_for_staff
from intake.forms.visits import MoveForm, StepForm
from intake.models import Changed, NotAllowed, Visit, policy_in_force, ride_state
from intake.models.visit_time import beside, sentences_against, visits_near
from intake.views.staff.rides import row_of
from intake.views.staff.visit_page import closed, visit_page
from intake.views.staff.visit_standing import standing_of
from intake.views.staff.visit_words import acts_for, steps_of
from intake.visiting.series import NoSuchTime, moment, warnings_of

STEPS: dict[str, dict[str, Any]] = {
    "cancel": {
        "title": gettext_lazy("Cancel this visit"),
        "button": gettext_lazy("Cancel the visit"),
        "before": gettext_lazy("It stays on the record as cancelled. You can put it back. Tell the patient."),
        "done": gettext_lazy("The visit is cancelled. Tell the patient; plan another if needed."),
    },
    "miss": {
        "title": gettext_lazy("The patient did not come"),
        "button": gettext_lazy("Say that the patient did not come"),
        "before": gettext_lazy("It stays on the record as missed. Call the patient: they may need help."),
        "done": gettext_lazy("Kept as missed. Call the patient; plan another visit if needed."),
    },
    "take_back": {
        "title": gettext_lazy("Take ready back"),
        "button": gettext_lazy("Take ready back"),
        "before": gettext_lazy("The visit is only planned, until a clinician says again that everything is there."),
        "done": gettext_lazy("The visit is not ready any more. Your reason stands with it."),
    },
    "restore": {
        "title": gettext_lazy("Put this visit back"),
        "button": gettext_lazy("Put the visit back"),
        "before": gettext_lazy("It is planned again at the same time. What was ready is asked anew."),
        "done": gettext_lazy("The visit is planned again. Tell the patient."),
    },
}
ACT_OF = {"take_back": "take back ready"}
"""What a step is called in the table of acts, where its method has another name."""


def visit(request: HttpRequest, pk: Any) -> HttpResponse:
    """How one visit stands, and what can be done."""
    found = visit_for_desk(request, pk)
    role = getattr(request.user, "role", "")
    page = {"acts": acts_for(found, role), "steps": steps_of(found, role), **standing_of(found, role)}
    page["ride"] = row_of(ride_state.standing_of(found))
    return render(request, "staff/visit.html", visit_page(request, found) | page)


def visit_move(request: HttpRequest, pk: Any) -> HttpResponse:
    """To another time. Two who move it at once: the second is shown both, and chooses."""
    found = visit_for_desk(request, pk)
    here = timezone.localtime(found.at)
    start = {"day": here.date(), "hour": here.time(), "seen": found.version}
    form = MoveForm(request.POST or None, initial=start)
    conflict, warnings = None, []
    if request.method == "POST" and form.is_valid():
        told, zone = form.cleaned_data, timezone.get_default_timezone()
        try:
            at = moment(told["day"], told["hour"], zone)  # type: ignore[arg-type]
        except NoSuchTime as skipped:
            form.add_error("hour", str(skipped))
        else:
            warnings = warnings_of(at, at + found.length, policy_in_force(), zone)  # type: ignore[arg-type]
            near = visits_near(found.intake, at, at, but=found)
            warnings += [] if sentences_against(near, at, found.length) else beside(near, at)
            if set(warnings) <= set(request.POST.getlist("warned")):
                conflict = _done(
                    request,
                    form,
                    found,
                    lambda: found.move(request.user, at, told["why"], seen=told["seen"], request=request),
                )
                if conflict is None and not form.errors:
                    messages.success(request, _("The visit is moved. Tell the patient, and give a new sheet."))
                    return redirect("visit", pk=found.pk)
    page = {"form": form, "conflict": conflict, "warnings": warnings, "closed": closed("move", found, request.user)}
    return render(request, "staff/visit_move.html", visit_page(request, found) | page, status=409 if conflict else 200)


def visit_step(request: HttpRequest, pk: Any, act: str) -> HttpResponse:
    """Cancelled, missed, put back or not ready after all, with a reason."""
    found = visit_for_staff(request, pk) if act == "take_back" else visit_for_desk(request, pk)
    form = StepForm(request.POST or None, initial={"seen": found.version})
    conflict, warnings = None, []
    if act == "restore":
        warnings = beside(visits_near(found.intake, found.at, found.at, but=found), found.at)
    if request.method == "POST" and form.is_valid() and set(warnings) <= set(request.POST.getlist("warned")):
        told = form.cleaned_data
        take: Callable[..., None] = getattr(found, act)
        conflict = _done(
            request, form, found, lambda: take(request.user, told["why"], seen=told["seen"], request=request)
        )
        if conflict is None and not form.errors:
            messages.success(request, str(STEPS[act]["done"]))
            return redirect("visit", pk=found.pk)
    why_not = closed(ACT_OF.get(act, act), found, request.user)
    page = {"form": form, "conflict": conflict, "step": STEPS[act], "closed": why_not, "warnings": warnings}
    return render(request, "staff/visit_step.html", visit_page(request, found) | page, status=409 if conflict else 200)


def _done(request: HttpRequest, form: Any, found: Visit, take: Callable[[], None]) -> Changed | None:
    """Takes the step. What stands in its way is said on the form; what a colleague did meanwhile is returned."""
    try:
        take()
    except Changed as changed:
        found.refresh_from_db(fields=["at", "ready_at", "status", "version"])
        form.data = request.POST.dict() | {"seen": str(found.version)}
        return changed
    except NotAllowed as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence)
    return None
