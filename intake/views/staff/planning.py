"""Planning visits: one or a series, shown as a list with what speaks against each day before anything is kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.access import intake_to_plan
from intake.forms.visits import PlanForm
from intake.models import Course, Decision, Intake, NotAllowed, policy_in_force
from intake.models.lacking import why_not_cleared
from intake.models.status import why_not
from intake.models.visit_time import beside, sentences_against, visits_near
from intake.policy import Policy
from intake.views.staff.contact import who
from intake.views.staff.visit_words import card_of, others_at
from intake.visiting.series import NoSuchTime, series, warnings_of

NOT_TO_COME = _("A clinician has decided that no visit is to be planned. Ask a clinician before you plan one.")


def visits_plan(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks when; shows the list; keeps those days that stay ticked."""
    intake = intake_to_plan(request, reference)
    policy = policy_in_force()
    act = request.POST.get("act", "")
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        initial={"minutes": policy.infusion_minutes + policy.observe_minutes, "repeat": "once", "course": "on"},
        has_course=Course.newest(intake) is not None,
        most=policy.longest_series,
    )
    listed: list[dict[str, Any]] = []
    if request.method == "POST" and act != "change" and form.is_valid():
        listed = _listed(form, intake, policy)
        if listed and act == "plan" and _plan(request, form, intake, listed):
            return redirect(f"{card_of(intake, _role(request))}#visits")
    elif act == "change":
        form = _as_typed(form)
    page = {"intake": intake, "who": who(intake), "form": form, "listed": listed}
    page["back"] = card_of(intake, _role(request))
    page["closed"] = why_not("plan visits", intake, request.user)
    page["cleared"] = why_not_cleared(intake, timezone.now()) is None
    page["typed"] = [(name, value) for name in form.fields for value in request.POST.getlist(name)] if listed else []
    return render(request, "staff/visits_plan.html", page)


def _listed(form: PlanForm, intake: Intake, policy: Policy) -> list[dict[str, Any]]:
    """Every day of the series, with what speaks against it; nothing, and the reason on the form, when one cannot be."""
    told, zone = form.cleaned_data, timezone.get_default_timezone()
    length = timedelta(minutes=told["minutes"])
    repeat = told["repeat"]
    try:
        starts = series(
            told["first"],
            told["hour"],
            zone,  # type: ignore[arg-type]
            many=1 if repeat == "once" else told["many"],
            every=told["every"] or 1 if repeat == "days" else 1,
            weekdays=told["weekdays"] if repeat == "weekdays" else (),
        )
    except NoSuchTime as skipped:
        form.add_error("hour", str(skipped))
        return []
    until = Decision.deferred_until(intake)
    refused = [NOT_TO_COME] if Decision.refuses(intake) else []
    there = others_at([(at, at + length) for at in starts], but=intake)
    near = visits_near(intake, starts[0], starts[-1])
    listed = [
        {
            "value": at.isoformat(),
            "at": at,
            "ready_at": at + length,
            "against": (against := sentences_against(near, at, length)),
            "warnings": [
                *refused,
                *([_too_early(until)] if until and timezone.localdate(at) < until else []),
                *warnings_of(at, at + length, policy, zone),  # type: ignore[arg-type]
                *([] if against else beside(near, at)),
            ],
            "others": there.get(at, 0),
        }
        for at in starts
    ]
    return [each | {"kept": not each["against"] and not each["warnings"]} for each in listed]


def _too_early(until: date) -> str:
    """In words for everybody who plans."""
    return _("A clinician set a day before which this patient is not to come: %(day)s.") % {
        "day": date_format(until, "D j M Y")
    }


def _plan(request: HttpRequest, form: PlanForm, intake: Intake, listed: list[dict[str, Any]]) -> bool:
    """Keeps the days that stayed ticked; says on the form why not."""
    kept = set(request.POST.getlist("keep"))
    starts: list[datetime] = [each["at"] for each in listed if each["value"] in kept]
    for each in listed:
        each["kept"] = each["value"] in kept
    if not starts:
        form.add_error(None, _("Leave at least one day ticked."))
        return False
    seen = set(request.POST.getlist("warned"))
    if any(f"{each['value']} {said}" not in seen for each in listed if each["kept"] for said in each["warnings"]):
        form.add_error(None, _("Something has changed since this list was shown. Look at the ticked days once more."))
        return False
    minutes = form.cleaned_data["minutes"]
    try:
        made = Course.plan(intake, request.user, starts, minutes=minutes, new=form.begins_new, request=request)
    except NotAllowed as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence)
        return False
    said = ngettext("%(n)d visit is planned.", "%(n)d visits are planned.", len(made)) % {"n": len(made)}
    messages.success(request, said)
    return True


def _as_typed(form: PlanForm) -> PlanForm:
    """The form again as it was filled in, without complaints."""
    typed = {name: form.data.getlist(name) if name == "weekdays" else form.data.get(name) for name in form.fields}  # type: ignore[attr-defined]
    return PlanForm(initial=typed, has_course="course" in form.fields, most=form.most)


def _role(request: HttpRequest) -> str:
    return str(getattr(request.user, "role", ""))
