"""Who is signed in is found with the session; whatever is not as it should be is nobody's, as Django has it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from clinic.models import Staff, StaffSession
from clinic.roles import Role
from clinic.sessions import PERSON, SessionStore
from tests.staff import made, second_physician, signed_in

pytestmark = pytest.mark.django_db
QUEUE = "/staff/"


def is_in(browser: Client) -> bool:
    return browser.get(QUEUE).status_code == 200


def kept(browser: Client) -> Any:
    return SessionStore(browser.session.session_key)


def test_one_query_finds_the_session_and_the_person(django_assert_num_queries: Any) -> None:
    browser = signed_in(Role.NURSE)
    session = kept(browser)
    with django_assert_num_queries(1):
        assert session[SESSION_KEY] == str(session.person.pk)
        assert session.person.role == "nurse" and session.person.name


def test_who_left_or_has_another_role_now_is_known_at_once() -> None:
    browser = signed_in(Role.NURSE)
    assert is_in(browser)
    Staff.objects.update(role=Role.ADMINISTRATOR)
    assert browser.get(QUEUE).status_code == 404
    Staff.objects.update(role=Role.NURSE, is_active=False)
    assert not is_in(browser)
    Staff.objects.update(is_active=True)
    assert is_in(browser)


def test_a_new_password_ends_what_began_with_the_old_one() -> None:
    browser = signed_in(Role.NURSE)
    assert is_in(browser)
    person = Staff.objects.get()
    person.set_password("another long enough password")
    person.save()
    assert not is_in(browser) and not StaffSession.objects.exists(), "the session is swept away"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (SESSION_KEY, "999999"),
        (BACKEND_SESSION_KEY, "django.contrib.auth.backends.ModelBackend"),
        (HASH_SESSION_KEY, ""),
        (HASH_SESSION_KEY, "0" * 64),
    ],
)
def test_a_session_that_says_something_else_is_nobodys(key: str, value: str) -> None:
    browser = signed_in(Role.NURSE)
    session = kept(browser)
    data = session.load() | {key: value}
    StaffSession.objects.update(data=session.encode(data))
    assert not is_in(browser)


def test_the_row_of_one_person_never_opens_the_session_of_another() -> None:
    """The row says whose it is, and so does what is signed in it: where they differ, the latter counts."""
    browser, other = signed_in(Role.NURSE), second_physician()
    StaffSession.objects.update(staff=other)
    page = browser.get(QUEUE)
    assert page.context["user"].role == "nurse" and other.name not in page.content.decode().partition("<main")[0]


def test_a_session_of_nobody_has_no_person() -> None:
    made(Role.NURSE)
    session = SessionStore()
    session["search"] = []
    session.save()
    assert SessionStore(session.session_key).get("search") == []
    assert SessionStore(session.session_key).person is None


def test_the_whole_person_is_read_and_nothing_of_them_is_asked_for_later(django_assert_num_queries: Any) -> None:
    assert set(PERSON) == {field.attname for field in Staff._meta.concrete_fields}
    browser = signed_in(Role.NURSE)
    session = kept(browser)
    assert session.get(SESSION_KEY)
    with django_assert_num_queries(0):
        assert session.person.get_deferred_fields() == set() and session.person.joined_at
    assert session.person == Staff.objects.get()
