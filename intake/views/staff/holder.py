"""Who works on a record, and who else has it open: the panel on the record, and what can be done there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from intake.access import intake_at_hand
from intake.forms.holding import GiveForm
from intake.models import Holding, Intake, NotAllowed, Presence
from intake.models.holding import How, colleagues_for, in_words
from intake.models.status import may_move

GIVEN = {
    How.ASSIGNED: _("%(by)s assigned it to %(to)s."),
    How.HANDED_OVER: _("%(by)s handed it over to %(to)s."),
    How.TAKEN_OVER: _("%(to)s took it over."),
    How.RAN_OUT: _("Nobody worked on it for a while, so it is free again."),
}


def holder_panel(request: HttpRequest, intake: Intake) -> dict[str, Any]:
    """For `staff/_holder.html`: who has it, how it came to them, who else is here. Who is shown it is here."""
    staff: Any = request.user
    last = intake.holdings.select_related("staff", "by").order_by("-at").first()
    if last is not None:
        last.intake = intake
    mine = intake.held_by == staff.pk
    return {
        "nobody": intake.held_by is None,
        "mine": mine,
        "words": _("You have it.") if mine else in_words(intake),
        "who": intake.holder.name if intake.held_by and intake.holder else "",
        "until": intake.held_until if intake.held_by else None,
        "came": _came(last),
        "note": last.note if last is not None and intake.held_by else "",
        "over": not may_move("hold", intake.status),
        "seen": intake.held_by or "",
        "others": here_words(Presence.notice(intake, staff)),
    }


def here(request: HttpRequest, reference: str) -> JsonResponse:
    """Asked by an open record: who else is here, and whether it changed hands since."""
    intake = intake_at_hand(request, reference)
    others = here_words(Presence.notice(intake, request.user))
    moved = str(intake.held_by or "") != request.GET.get("seen", "")
    return JsonResponse({"others": others, "moved": in_words(intake) if moved else ""})


def claim(request: HttpRequest, reference: str) -> HttpResponse:
    """I work on it; or I take it over from whom I saw having it."""
    intake = intake_at_hand(request, reference)
    try:
        Holding.claim(intake, request.user, seen=request.POST.get("seen", ""), request=request)
        messages.success(request, _("You have this form now. Others see your name on it."))
    except NotAllowed as refused:
        messages.error(request, " ".join(refused.sentences))
    return redirect("record", reference=intake.reference)


def release(request: HttpRequest, reference: str) -> HttpResponse:
    """I let it go."""
    intake = intake_at_hand(request, reference)
    try:
        Holding.release(intake, request.user, request)
        messages.success(request, _("Nobody has this form now. It stays where it is in the queue."))
    except NotAllowed as refused:
        messages.error(request, " ".join(refused.sentences))
    return redirect("record", reference=intake.reference)


def give(request: HttpRequest, reference: str) -> HttpResponse:
    """To a named colleague, with a note: handed over by who has it, else assigned."""
    intake = intake_at_hand(request, reference)
    form = GiveForm(request.POST or None, colleagues=colleagues_for(intake))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            Holding.give(
                intake, request.user, told["to"], told["note"], seen=request.POST.get("seen", ""), request=request
            )
        except NotAllowed as refused:
            form.add_error(None, " ".join(refused.sentences))
        else:
            messages.success(request, _("%(who)s has this form now.") % {"who": told["to"].name})
            return redirect("record", reference=intake.reference)
    page = {"intake": intake, "form": form, "now": in_words(intake), "seen": intake.held_by or ""}
    return render(request, "staff/give.html", page | {"mine": intake.held_by == request.user.pk})


def here_words(names: list[str]) -> str:
    """*Nia Nurse and Pat Physician have it open too.*"""
    if not names:
        return ""
    if len(names) == 1:
        return _("%(who)s has it open too.") % {"who": names[0]}
    return _("%(some)s and %(last)s have it open too.") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def _came(last: Any) -> str:
    if last is None or last.how not in GIVEN:
        return ""
    return GIVEN[last.how] % {
        "by": last.by.name if last.by else "",
        "to": last.staff.name if last.staff else "",
    }
