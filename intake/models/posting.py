"""Writes the link that a patient asked for to the address on record, never to what somebody typed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from intake.models.message import Message
from intake.models.reach import MAIL, NOBODY, Reach
from intake.models.return_link import LASTS, ReturnLink
from intake.visiting.prep import clock_in_words


def post_link(intake: Any, kind: str, reach_index: str) -> None:
    """A link by mail or text, whichever was asked for; nothing to who does not want to hear from us, to an address that
    only looks like the one asked for, or where three links work already. The intake is locked by the caller."""
    stored = Reach.of_patient(intake)
    by = "email" if kind == "email" else "text"
    reach = Reach(email=stored.email, phone=stored.phone, by=by)
    if stored.way == NOBODY or not reach.address.isascii() or not reach.address:
        return
    if reach.way != MAIL and settings.MESSAGES.texts is None:
        return
    token = ReturnLink.make(intake, reach_index)
    if token is None:
        return
    until = timezone.now() + LASTS
    told = {
        "link": settings.MESSAGES.link(reverse("back", args=[token])),
        "until": clock_in_words(timezone.localtime(until)),
    }
    Message.put("way_back", intake=intake, context=told, to=reach, until=until)
