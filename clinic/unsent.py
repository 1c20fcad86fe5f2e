"""What staff wrote and sent when they were signed out, or from a page older than their sign-in: held, and given back.

Where sending it later does no harm it is sent on one press; elsewhere they read it, and put it back by hand.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clinic.encryption import TamperedError, new_data_key, seal, unseal
from clinic.errors import csrf_failure
from clinic.sessions import BEFORE, owner_of
from clinic.text_boundary import LONGEST_UNSENT
from clinic.who_may_open import DOORS, may_look

PLACE = b"unsent"
HELD_FOR = timedelta(hours=2)
SENT_ON: Mapping[str, frozenset[str]] = {
    "note": frozenset({"text"}),
    "assessment": frozenset({"text", "based_on"}),
    "course_medicines": frozenset({"text", "seen"}),
}
"""Forms of one text that write over nobody's, with all that is sent on of them: the text, and what it was based on."""
OF_THE_PAGE = frozenset({"csrfmiddlewaretoken", "unsent", "warned", "seen", "revision", "version", "op", "submission"})
WRITTEN = frozenset(
    "text reason note why said words heard_words conditions plan own questions new_medicines subject short"
    " title summary promise_reason".split()
)
"""Fields of free text: what stands there is somebody's words, be it a single one."""
OVER_A_FLAG = "override_"
NOT_WRITTEN_IN = ("account_", "search")


@dataclass(frozen=True)
class Unsent:
    """A form that was sent and not taken: whose, when, what the address is called, and what stood in it."""

    person: int
    sent_at: datetime
    name: str
    address: str
    fields: tuple[tuple[str, str], ...]

    @property
    def words(self) -> list[str]:
        """What somebody wrote: all that is free text, and what has more than one word elsewhere."""
        return [value for name, value in self.fields if _is_words(name, value.strip())]

    @property
    def is_sent_on(self) -> bool:
        """Whether one press sends it."""
        return self.name in SENT_ON

    def sealed(self) -> str:
        """Unreadable without the clinic's keys; fits into a form."""
        key = new_data_key()
        told = [self.person, self.sent_at.isoformat(), self.name, self.address, self.fields]
        return ".".join(base64.urlsafe_b64encode(part).decode() for part in (key, seal(told, key, PLACE)))

    @classmethod
    def opened(cls, text: str) -> Unsent | None:
        """What was sealed within the last two hours; nothing where it was changed, or is something else."""
        try:
            key, sealed = (base64.urlsafe_b64decode(part) for part in text.split("."))
            person, sent_at, name, address, fields = unseal(sealed, key, PLACE)
        except (TamperedError, binascii.Error, ValueError):
            return None
        at = datetime.fromisoformat(sent_at)
        if timezone.now() - at > HELD_FOR:
            return None
        return cls(person, at, name, address, tuple((field, value) for field, value in fields))

    @classmethod
    def sent_in(cls, request: HttpRequest, person: int | None) -> Unsent | None:
        """What this request brings, where it is a form in which somebody of the staff wrote a word."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not person or request.method != "POST" or name.startswith(NOT_WRITTEN_IN):
            return None
        if not request.path.startswith("/staff/") or "application/json" in request.headers.get("Accept", ""):
            return None
        brought = [(field, value) for field, values in request.POST.lists() for value in values]
        kept = SENT_ON.get(name) or {field for field, _value in brought} - OF_THE_PAGE
        fields = tuple((field, value) for field, value in brought if field in kept)
        unsent = cls(person, timezone.now(), name, request.get_full_path(), fields)
        return unsent if unsent.words else None


def _is_words(field: str, value: str) -> bool:
    is_free_text = field in WRITTEN or field.startswith(OVER_A_FLAG)
    return bool(value) and (is_free_text or " " in value or "\n" in value)


def asked_to_sign_in(request: HttpRequest, held: str = "") -> HttpResponse | None:
    """The sign-in that holds what was written by somebody whose session had ended; nothing where nothing was."""
    if not held:
        unsent = Unsent.sent_in(request, owner_of(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")))
        held = unsent.sealed() if unsent else ""
    if not held or len(held) > LONGEST_UNSENT:
        return None
    from allauth.account.forms import LoginForm

    return render(request, "account/login.html", {"form": LoginForm(), "unsent": held}, status=401)


def shown_again(request: HttpRequest, unsent: Unsent) -> HttpResponse:
    """What was not taken: to send, or to put back by hand."""
    role: Any = getattr(request.user, "role", "")
    back = unsent.address if may_look(role, unsent.address) else ""
    return render(request, "account/unsent.html", {"unsent": unsent, "back_to": back})


def given_back(request: HttpRequest) -> HttpResponse | None:
    """What the sign-in held, to the person who wrote it, once they are signed in; nothing to anybody else."""
    unsent = Unsent.opened(request.POST.get("unsent", ""))
    if unsent is None or not request.user.is_authenticated or unsent.person != request.user.pk:
        return None
    return shown_again(request, unsent)


def without_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not ours any more, as after a sign-in in another window.

    Where the browser itself vouches that our own page sent it, staff lose nothing that they wrote in it: they see it.
    """
    if request.headers.get("Sec-Fetch-Site") != "same-origin" or not request.path.startswith("/staff/"):
        return csrf_failure(request, reason)
    answer = given_back(request) if request.user.is_authenticated else asked_to_sign_in(request, _held_by(request))
    if answer is None and request.user.is_authenticated:
        answer = _of_their_own_page(request)
    return answer or csrf_failure(request, reason)


def _held_by(request: HttpRequest) -> str:
    """What the sign-in that was sent here held already."""
    held: str = request.POST.get("unsent", "")
    return held if Unsent.opened(held) else ""


def _of_their_own_page(request: HttpRequest) -> HttpResponse | None:
    """What they wrote before they signed in again; nothing where somebody else sat here before."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    may_send = name in DOORS and getattr(request.user, "role", "") in DOORS[name].post
    if request.session.get(BEFORE) != request.user.pk or not may_send:
        return None
    unsent = Unsent.sent_in(request, request.user.pk)
    return shown_again(request, unsent) if unsent else None
