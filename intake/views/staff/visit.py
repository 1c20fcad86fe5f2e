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

from intake.access import visit_for_desk
from intake.forms.visits import MoveForm, StepForm
from intake.models import Changed, NotAllowed, Visit, policy_in_force
from intake.models.visit_status import refuse_visit_unless
from intake.views.staff.contact import who
from intake.views.staff.visit_words import acts_for, card_of, lacks_words, steps_of, visit_words
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
    "restore": {
        "title": gettext_lazy("Put this visit back"),
        "button": gettext_lazy("Put the visit back"),
        "before": gettext_lazy("It is planned again at the same time. What was ready is asked anew."),
        "done": gettext_lazy("The visit is planned again. Tell the patient."),
    },
}


def visit(request: HttpRequest, pk: Any) -> HttpResponse:
    """How one visit stands, and what can be done."""
    found = visit_for_desk(request, pk)
    role = _role(request)
    page = {"acts": acts_for(found, role), "steps": steps_of(found, role)}
    return render(request, "staff/visit.html", _shown(request, found) | page)


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
            if not warnings or request.POST.get("warned"):
                conflict = _done(
                    request,
                    form,
                    found,
                    lambda: found.move(request.user, at, told["why"], seen=told["seen"], request=request),
                )
                if conflict is None and not form.errors:
                    messages.success(request, _("The visit is moved. Tell the patient, and give a new sheet."))
                    return redirect("visit", pk=found.pk)
    page = {"form": form, "conflict": conflict, "warnings": warnings, "closed": _closed("move", found, request.user)}
    return render(request, "staff/visit_move.html", _shown(request, found) | page, status=409 if conflict else 200)


def visit_step(request: HttpRequest, pk: Any, act: str) -> HttpResponse:
    """Cancelled, missed or put back, with a reason."""
    found = visit_for_desk(request, pk)
    form = StepForm(request.POST or None, initial={"seen": found.version})
    conflict = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        take: Callable[..., None] = getattr(found, act)
        conflict = _done(
            request, form, found, lambda: take(request.user, told["why"], seen=told["seen"], request=request)
        )
        if conflict is None and not form.errors:
            messages.success(request, str(STEPS[act]["done"]))
            return redirect("visit", pk=found.pk)
    page = {"form": form, "conflict": conflict, "step": STEPS[act], "closed": _closed(act, found, request.user)}
    return render(request, "staff/visit_step.html", _shown(request, found) | page, status=409 if conflict else 200)


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


def _closed(name: str, found: Visit, staff: Any) -> str:
    """Why this cannot be done now; empty when it can."""
    try:
        refuse_visit_unless(name, found, staff)
    except NotAllowed as refused:
        return str(refused)
    return _("This visit has not begun yet.") if name == "miss" and found.at > timezone.now() else ""


def _shown(request: HttpRequest, found: Visit) -> dict[str, Any]:
    """What every page of a visit shows of it."""
    role = _role(request)
    return {
        "visit": found,
        "words": visit_words(found, role),
        "lacks": lacks_words(found, role) if found.is_ahead else [],
        "intake": found.intake,
        "who": who(found.intake),
        "card": card_of(found.intake, role),
    }


def _role(request: HttpRequest) -> str:
    return str(getattr(request.user, "role", ""))
