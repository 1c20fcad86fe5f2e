"""How staff sign in: by e-mail and password, no sign-up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from clinic.addresses import neighbourhood_of
from clinic.audit import record
from clinic.errors import Refused
from clinic.limits import Limit, allows, forget
from clinic.roles import ADMINISTRATORS, APPROVERS, CLINICAL, Role
from clinic.sessions import BEFORE, SessionStore, only_owner_before
from clinic.unsent import given_back
from clinic.who_may_open import may_look

TRIES_AT_ONE_ACCOUNT = Limit(at_most=5, minutes=15)
TRIES_FROM_ONE_ADDRESS = Limit(at_most=30, minutes=15)


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; signing in and out leaves an event."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The email or the password is not right. Check both and try again."),
        "enter_current_password": _("This is not your current password. Type it again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where somebody signs in from."""
        return neighbourhood_of(request)

    def is_safe_url(self, url: str | None) -> bool:
        """Signing in leads to a page of staff, never to another site."""
        return bool(url and url.startswith("/staff/") and super().is_safe_url(url))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Everybody begins where their work is."""
        role = request.user.role  # type: ignore[union-attr]
        if role in CLINICAL:
            return resolve_url("queue")
        if role in APPROVERS:
            return resolve_url("education")
        if role in ADMINISTRATORS:
            return resolve_url("wordings")
        return resolve_url("desk" if role == Role.FRONT_DESK else "account_change_password")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Every try is counted before its password is looked at, whether there is such an account or not.

        An account is counted together with the address, so that nobody can lock somebody else out from elsewhere.
        """
        address = neighbourhood_of(request)
        from_here = allows(TRIES_FROM_ONE_ADDRESS, "sign_in_address", address)
        if not (
            allows(TRIES_AT_ONE_ACCOUNT, "sign_in_account", _account(request, credentials)) and from_here
        ):
            record("staff.sign_in_limited", request=request)
            raise Refused(429)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person whose password it is, or None."""
        person = super().authenticate(request, **credentials)
        if person is not None:
            forget("sign_in_account", _account(request, credentials))
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Somebody tried and failed; nothing they typed is kept."""
        record("staff.sign_in_failed", request=request)

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> Any:
        """Signed in: back to where they were, where they may be; what they had sent too late is shown first."""
        record("staff.signed_in", request=request, staff=user)
        SessionStore.clear_expired()
        response = super().post_login(request, user, **more)
        before = only_owner_before(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
        if before is not None:
            request.session[BEFORE] = before
        if held := given_back(request):
            return held
        if not may_look(user.role, response.url):
            response["Location"] = self.get_login_redirect_url(request)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Signed out; the session is gone from the database too."""
        if request.user.is_authenticated:
            record("staff.signed_out", request=request, staff=request.user)
        super().logout(request)

    def set_password(self, user: Any, password: str) -> None:
        """A changed password ends every other session of this person."""
        super().set_password(user, password)
        record("staff.password_changed", request=self.request, staff=user)


def _account(request: HttpRequest, credentials: dict[str, Any]) -> str:
    return f"{credentials.get('email', '').strip().lower()} {neighbourhood_of(request)}"
