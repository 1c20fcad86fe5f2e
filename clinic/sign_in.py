"""How staff sign in: by e-mail and password, no sign-up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from clinic.audit import record


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; signing in leaves an event."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> Any:
        """Signed in."""
        record("staff.signed_in", request=request, staff=user)
        return super().post_login(request, user, **more)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Somebody tried and failed; nothing they typed is kept."""
        record("staff.sign_in_failed", request=request)
        super().authentication_failed(request, **credentials)
