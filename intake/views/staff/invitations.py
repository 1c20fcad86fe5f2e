"""Inviting a patient by e-mail, and how every invitation stands."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.limits import Limit, allows
from intake.access import invitation_for_staff, invitations_for_staff, invite
from intake.forms.inviting import InviteForm
from intake.models import Invitation, NotAllowed
from intake.views.staff.keyset import place_in, text_of

BY_ONE_PERSON = Limit(at_most=60, minutes=60)
TO_ONE_ADDRESS = Limit(at_most=3, minutes=24 * 60)
ROWS = 50


def invitations(request: HttpRequest) -> HttpResponse:
    """Whom to invite, then everybody who was, the newest first."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_within_limits(request, form):
        invite(request, form.cleaned_data["email"], form.cleaned_data["last_name"])
        messages.success(request, _("The invitation is written, and leaves in a moment."))
        return redirect("invitations")
    before = request.GET.get("before", "")
    listed = list(invitations_for_staff(request).older_than(place_in(before))[: ROWS + 1])
    page = {
        "form": form,
        "rows": [_told_of(each) for each in listed[:ROWS]],
        "next": urlencode({"before": text_of(listed[ROWS - 1])}) if len(listed) > ROWS else "",
        "further": bool(before),
    }
    return render(request, "staff/invitations.html", page)


def invitation_act(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Sends one again, or calls it off."""
    found = invitation_for_staff(request, pk)
    again = request.POST.get("act") == "again"
    try:
        if again and not allows(TO_ONE_ADDRESS, "invited", found.email.casefold()):
            raise NotAllowed(_("This address was written to three times today. Call instead, or wait a day."))
        if again:
            found.send_again(request.user, request)
            messages.success(request, _("It is sent again, with a new link. The one before does not work any more."))
        elif request.POST.get("act") == "call_off":
            found.call_off(request.user, request)
            messages.success(request, _("It is called off: its link does not work any more."))
    except NotAllowed as refused:
        for sentence in refused.sentences:
            messages.warning(request, sentence)
    return redirect("invitations")


def _is_within_limits(request: HttpRequest, form: InviteForm) -> bool:
    """Says beside the field when it is not."""
    if not allows(TO_ONE_ADDRESS, "invited", form.cleaned_data["email"].casefold()):
        form.add_error("email", _("This address was written to three times today. Call instead, or wait a day."))
    elif not allows(BY_ONE_PERSON, "invites", str(request.user.pk)):
        form.add_error(None, _("You have sent many invitations within an hour. Wait a little, then go on."))
    return not form.errors


def _told_of(invitation: Invitation) -> dict[str, Any]:
    return {
        "pk": invitation.pk,
        "email": invitation.email,
        "last_name": invitation.last_name,
        "reference": invitation.intake.reference,
        "by": invitation.by.name,
        "at": invitation.at,
        "stands": invitation.stands(),
        "until": invitation.until,
        "can_change": invitation.can_change,
    }
