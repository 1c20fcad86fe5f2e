"""What staff sent when they were signed out, or from a page older than their sign-in: held, shown, sent on one press.

Their own browser holds it, encrypted, over the sign-in; nobody but the person whose session had ended gets it back.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinic.encryption import TamperedError, new_data_key, seal, unseal, unwrap
from clinic.errors import csrf_failure
from clinic.sessions import owner_of_ended
from clinic.text_boundary import LONGEST_UNSENT
from clinic.who_may_open import DOORS

PLACE = b"unsent"
NOT_HELD = ("account_", "search")
"""Addresses at which nobody writes anything down."""
OF_THE_PAGE = frozenset({"csrfmiddlewaretoken", "unsent"})


@dataclass(frozen=True)
class Unsent:
    """A form that was sent and not taken: whose, to which address, and what stood in it."""

    person: int
    address: str
    fields: tuple[tuple[str, str], ...]

    @property
    def words(self) -> list[str]:
        """What somebody wrote, apart from ticks, numbers and what the page itself put in."""
        return [value for _name, value in self.fields if " " in value.strip() or "\n" in value.strip()]

    def sealed(self) -> str:
        """Unreadable without the clinic's keys; fits into a form."""
        key = new_data_key()
        text = seal([self.person, self.address, self.fields], key, PLACE)
        return json.dumps([base64.b64encode(part).decode() for part in (key, text)])

    @classmethod
    def opened(cls, text: str) -> Unsent | None:
        """What was sealed; nothing where it was changed, or is something else."""
        try:
            key, sealed = (base64.b64decode(part) for part in json.loads(text))
            unwrap(key)
            person, address, fields = unseal(sealed, key, PLACE)
        except (TamperedError, binascii.Error, TypeError, ValueError):
            return None
        return cls(person, address, tuple((name, value) for name, value in fields))

    @classmethod
    def sent_in(cls, request: HttpRequest) -> Unsent | None:
        """What this request brings, where it is a form that staff wrote in; whose it is, as far as is known."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.method != "POST" or name.startswith(NOT_HELD) or not request.path.startswith("/staff/"):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            return None
        person = request.user.pk or owner_of_ended(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
        if not person:
            return None
        brought = ((name, value) for name, values in request.POST.lists() for value in values)
        return cls(person, request.get_full_path(), tuple(each for each in brought if each[0] not in OF_THE_PAGE))


def asked_to_sign_in(request: HttpRequest) -> HttpResponse | None:
    """The sign-in that holds what was sent by somebody whose session had ended; nothing where nothing can be held."""
    unsent = Unsent.sent_in(request)
    sealed = unsent.sealed() if unsent else ""
    if not sealed or len(sealed) > LONGEST_UNSENT:
        return None
    from allauth.account.forms import LoginForm

    return render(request, "account/login.html", {"form": LoginForm(), "unsent": sealed}, status=401)


def shown_again(request: HttpRequest, unsent: Unsent) -> HttpResponse:
    """What was not taken, and one press to send it."""
    return render(request, "account/unsent.html", {"unsent": unsent})


def without_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not ours any more, as after a sign-in in another window.

    Where the browser itself vouches that our own page sent it, staff lose nothing of it: they see it and send it.
    """
    if request.headers.get("Sec-Fetch-Site") != "same-origin" or not request.path.startswith("/staff/"):
        return csrf_failure(request, reason)
    if not request.user.is_authenticated:
        return asked_to_sign_in(request) or csrf_failure(request, reason)
    unsent = Unsent.sent_in(request)
    door = DOORS.get(request.resolver_match.view_name) if request.resolver_match else None
    if not unsent or not door or request.user.role not in door.post:
        return csrf_failure(request, reason)
    return shown_again(request, unsent)
