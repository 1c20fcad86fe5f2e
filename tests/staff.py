"""People who work in the clinic, as tests need them."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.hashers import make_password
from django.test import Client

from clinic.models import Staff
from clinic.roles import ROLE_WORDS, Role

PASSWORD = "a long enough password"


def made(role: Role) -> Staff:
    """A member of staff with this role, whose password is PASSWORD."""
    return Staff.objects.create(
        email=f"{role}@example.org", name=ROLE_WORDS[role], role=role.value, password=_hash_of_password()
    )


def second_physician() -> Staff:
    """Another physician than the one `made`."""
    return Staff.objects.create(email="another.physician@example.org", name="Second Physician", role=Role.PHYSICIAN)


def signed_in(role: Role) -> Client:
    """A browser in which somebody with this role is signed in."""
    browser = Client()
    browser.force_login(made(role))
    return browser


@cache
def _hash_of_password() -> str:
    return make_password(PASSWORD)
