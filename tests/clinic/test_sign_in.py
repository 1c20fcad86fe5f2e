"""Staff sign in by e-mail and password: every try leaves an event, few tries are allowed, and nothing tells accounts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from clinic.models import Event, Staff, Tally
from clinic.roles import Role
from clinic.sign_in import TRIES_AT_ONE_ACCOUNT, TRIES_FROM_ONE_ADDRESS
from tests.staff import PASSWORD, made, signed_in

pytestmark = pytest.mark.django_db
SIGN_IN = "/staff/account/login/"


def tried(
    email: str = "nurse@example.org",
    password: str = PASSWORD,
    *,
    to: str = SIGN_IN,
    address: str = "192.0.2.1",
) -> Any:
    return Client().post(to, {"login": email, "password": password}, REMOTE_ADDR=address)


def events() -> list[tuple[str, str]]:
    return list(Event.objects.order_by("id").values_list("action", "role"))


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.NURSE, "queue"),
        (Role.PHYSICIAN, "queue"),
        (Role.FRONT_DESK, "desk"),
        (Role.EDITOR, "education"),
        (Role.MEDICAL_REVIEWER, "education"),
        (Role.ADMINISTRATOR, "wordings"),
    ],
)
def test_everybody_begins_where_their_work_is(role: Role, place: str) -> None:
    made(role)
    done = tried(f"{role}@example.org")
    assert done.status_code == 302 and done.url == reverse(place)
    assert events() == [("staff.signed_in", role.value)]


def test_capitals_in_the_address_do_not_matter() -> None:
    made(Role.NURSE)
    assert tried(" Nurse@Example.ORG ").status_code == 302


def test_signing_out_is_by_a_button_and_leaves_an_event() -> None:
    browser = signed_in(Role.NURSE)
    assert browser.get("/staff/account/logout/").status_code == 200
    assert browser.get("/staff/account/password/").status_code == 200
    assert browser.post("/staff/account/logout/").status_code == 302
    assert ("staff.signed_out", "nurse") in events()
    assert browser.get("/staff/account/password/").status_code == 302


def test_a_wrong_password_an_unknown_account_and_an_inactive_one_look_the_same() -> None:
    made(Role.NURSE)
    made(Role.PHYSICIAN)
    Staff.objects.filter(role=Role.PHYSICIAN).update(is_active=False)
    wrong = [
        tried("nurse@example.org", "a wrong password, long"),
        tried("nobody@example.org", "a wrong password, long"),
        tried("physician@example.org", "a wrong password, long"),
    ]
    assert {answer.status_code for answer in wrong} == {200}
    emails = ("nurse@example.org", "nobody@example.org", "physician@example.org")
    bodies = {
        "".join(
            line for line in answer.content.decode().replace(email, "@").splitlines() if "csrf" not in line
        )
        for answer, email in zip(wrong, emails, strict=True)
    }
    assert len(bodies) == 1
    assert events() == [("staff.sign_in_failed", "stranger")] * 3


def test_an_unknown_account_costs_as_much_time_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = []
    monkeypatch.setattr(Staff, "set_password", lambda person, password: hashed.append(password))
    tried("nobody@example.org", "a wrong password, long")
    assert hashed == ["a wrong password, long"]


def test_somebody_inactive_cannot_sign_in() -> None:
    made(Role.NURSE)
    Staff.objects.update(is_active=False)
    assert tried().url == "/staff/account/inactive/"
    assert ("staff.signed_in", "nurse") not in events()


def test_after_some_wrong_tries_even_the_right_password_waits() -> None:
    made(Role.NURSE)
    for _ in range(TRIES_AT_ONE_ACCOUNT.at_most):
        assert tried(password="wrong").status_code == 200
    assert tried().status_code == 429
    assert events()[-1] == ("staff.sign_in_limited", "stranger")
    assert tried("Nurse@example.org ").status_code == 429


def test_tries_from_elsewhere_lock_nobody_out() -> None:
    made(Role.NURSE)
    for _ in range(TRIES_AT_ONE_ACCOUNT.at_most + 1):
        tried(password="wrong", address="198.51.100.7")
    assert tried(address="192.0.2.1").status_code == 302


def test_a_right_password_starts_the_count_anew() -> None:
    made(Role.NURSE)
    for _ in range(3):
        for _ in range(TRIES_AT_ONE_ACCOUNT.at_most - 1):
            tried(password="wrong")
        assert tried().status_code == 302


def test_one_address_cannot_try_many_accounts() -> None:
    for number in range(TRIES_FROM_ONE_ADDRESS.at_most):
        assert tried(f"n{number}@example.org", "wrong").status_code == 200
    assert tried("another@example.org", "wrong").status_code == 429


def test_an_unknown_account_is_limited_like_a_known_one() -> None:
    for _ in range(TRIES_AT_ONE_ACCOUNT.at_most):
        tried("nobody@example.org", "wrong")
    assert tried("nobody@example.org", "wrong").status_code == 429


def test_nothing_that_was_typed_is_kept_in_events_or_counts() -> None:
    tried("canary@example.org", "canary-password")
    kept = " ".join(str(vars(row)) for model in (Event, Tally) for row in model.objects.all())
    assert kept and "canary" not in kept


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "http://testserver@evil.example/",
        " https://evil.example/",
        "%2f%2fevil.example",
        "https://testserver.evil.example/",
    ],
)
def test_signing_in_leads_to_no_other_site(target: str) -> None:
    made(Role.NURSE)
    for done in (
        Client().post(SIGN_IN, {"login": "nurse@example.org", "password": PASSWORD, "next": target}),
        Client().post(
            SIGN_IN, {"login": "nurse@example.org", "password": PASSWORD}, query_params={"next": target}
        ),
    ):
        assert done.status_code == 302
        assert done.url == reverse("queue")


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_reset_password",
        "account_email",
        "account_request_login_code",
        "socialaccount_signup",
    ],
)
def test_there_is_no_other_way_to_an_account(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("new", ["short", "nurse@example.org", "passwordpassword1"[:14], "1234567890123"])
def test_a_weak_new_password_is_refused(new: str) -> None:
    browser = signed_in(Role.NURSE)
    answer = browser.post(
        "/staff/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 200
    assert Staff.objects.get().check_password(PASSWORD)


def test_a_changed_password_leaves_an_event() -> None:
    browser = signed_in(Role.NURSE)
    new = "another password, long enough"
    browser.post("/staff/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert Staff.objects.get().check_password(new)
    assert ("staff.password_changed", "nurse") in events()
