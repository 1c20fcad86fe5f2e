"""The outbox: every message with where it stands, and those that somebody has to tell in another way."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.encryption import TamperedError
from intake.access import message_for_staff, messages_for_staff
from intake.models import Intake, Message, NotAllowed
from intake.models.message import FOR_STAFF, UNSENT, State, Why
from intake.views.staff.broken import WHAT_TO_DO
from intake.views.staff.contact import call
from intake.views.staff.keyset import place_in, text_of

ROWS = 50
MOST_TASKS = 50
WAYS = {"mail": _("by e-mail"), "text": _("by text message")}
TONES = {State.SENT: "ok", State.DEAD: "stop", State.NOT_SENT: "caution", State.FAILED: "caution"}


def outbox(request: HttpRequest) -> HttpResponse:
    """What has to be told in another way, then every message, the newest first."""
    listed = messages_for_staff(request)
    tasks = list(listed.for_staff().order_by("at", "id")[: MOST_TASKS + 1])
    found = list(listed.older_than(place_in(request.GET.get("before", "")))[: ROWS + 1])
    page = {
        "tasks": [told_of(each) for each in tasks[:MOST_TASKS]],
        "more_tasks": len(tasks) > MOST_TASKS,
        "rows": [told_of(each) for each in found[:ROWS]],
        "next": urlencode({"before": text_of(found[ROWS - 1])}) if len(found) > ROWS else "",
        "further": bool(request.GET.get("before")),
    }
    return render(request, "staff/outbox.html", page)


def outbox_settle(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Somebody told the person in another way, or has it tried again."""
    message = message_for_staff(request, pk)
    try:
        if request.POST.get("act") == "again":
            message.send_again(request.user, request)
            messages.success(request, _("It is tried again now."))
        else:
            message.settle(request.user, request)
            messages.success(request, _("Kept: the person was told."))
    except NotAllowed as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    if request.POST.get("back") == "record" and request.user.is_clinical:  # type: ignore[union-attr]
        return redirect(reverse("record", args=[message.intake.reference]) + "#messages")
    return redirect("outbox")


def messages_of(intake: Intake) -> list[dict[str, Any]]:
    """The messages of one intake, the newest first."""
    found = list(intake.messages.order_by("-number")[:MOST_TASKS])
    for message in found:
        message.intake = intake
    return [told_of(message) for message in found]


def told_of(message: Message) -> dict[str, Any]:
    """One message, as pages of staff show it: its state in words, and what to do where it could not go."""
    task = message.state in FOR_STAFF and message.settled_at is None
    known = (message.intake.identity or {}).get("told", {})
    phone = "" if message.to_driver else known.get("about.phone", {}).get("words", "")
    subject, text, again = _read(message)
    return {
        "pk": message.pk,
        "called": message.called,
        "reference": message.intake.reference,
        "name": message.intake.name or _("No name yet"),
        "to_driver": message.to_driver,
        "at": message.at,
        "state": _state(message),
        "tone": TONES.get(State(message.state), "") if message.settled_at is None else "ok",
        "task": task,
        "do": _to_do(message) if task else "",
        "phone": phone,
        "call": call(phone),
        "voicemail": known.get("about.voicemail_ok", {}).get("words", "") if phone else "",
        "again": task and again,
        "subject": subject,
        "text": text,
    }


def _read(message: Message) -> tuple[str, str, bool]:
    try:
        return *message.words_for_staff(), message.state == State.DEAD and message.can_go_again()
    except TamperedError:
        return "", str(WHAT_TO_DO), False


def _state(message: Message) -> str:
    way = WAYS.get(message.way, "")
    if message.settled_at is not None:
        return _("told in another way")
    words = str(message.get_state_display())
    if message.state in (State.SENT, *UNSENT):
        return f"{words}, {way}" if way else words
    return f"{words}: {message.get_why_display()}" if message.why else words


def _to_do(message: Message) -> str:
    if message.to_driver:
        return _("Call the driver. The number stands with the ride.")
    if message.why == Why.CHOSE_NOBODY:
        return _("Do not call. Tell the patient when they call.")
    return _("Call the patient and tell them.")
