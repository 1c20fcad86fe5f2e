"""Sessions of staff end by themselves, come back for nobody, and are not in a dump of the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db.models import F
from django.test import Client

from clinic.models import Staff, StaffSession
from clinic.roles import Role
from clinic.sessions import IDLE, LONGEST, POLL, REMEMBERED, SessionStore, hash_of
from tests.staff import PASSWORD, made, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/staff/account/password/"
SECOND = timedelta(seconds=1)


def goes_by(idle: timedelta = timedelta(0), since_sign_in: timedelta = timedelta(0)) -> None:
    """As if the last act, or the sign-in, lay that much further back."""
    StaffSession.objects.update(active_at=F("active_at") - idle, started_at=F("started_at") - since_sign_in)


def is_signed_in(browser: Client, **headers: Any) -> bool:
    return browser.get(PAGE, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("past", "lives"),
    [
        ({"idle": IDLE - 5 * SECOND}, True),
        ({"idle": IDLE + SECOND}, False),
        ({"since_sign_in": LONGEST - 5 * SECOND}, True),
        ({"since_sign_in": LONGEST + SECOND}, False),
    ],
    ids=["just not idle too long", "idle too long", "just not ten hours", "ten hours"],
)
def test_a_session_ends_by_its_stored_times(past: dict[str, timedelta], lives: bool) -> None:
    browser = signed_in(Role.NURSE)
    goes_by(**past)
    assert is_signed_in(browser) is lives


def test_every_act_starts_the_quarter_hour_anew_but_not_the_ten_hours() -> None:
    browser = signed_in(Role.NURSE)
    for _ in range(5):
        goes_by(idle=timedelta(minutes=10), since_sign_in=timedelta(minutes=119))
        assert is_signed_in(browser)
    goes_by(since_sign_in=timedelta(minutes=6))
    assert not is_signed_in(browser)


def test_a_page_that_asks_by_itself_does_not_keep_a_session_alive() -> None:
    browser = signed_in(Role.NURSE)
    for _ in range(2):
        goes_by(idle=timedelta(minutes=7))
        assert is_signed_in(browser, **{POLL: "1"})
    goes_by(idle=timedelta(minutes=2))
    assert not is_signed_in(browser, **{POLL: "1"})


def test_the_key_of_a_session_that_ended_by_itself_opens_nothing_any_more() -> None:
    browser = signed_in(Role.NURSE)
    goes_by(idle=IDLE + SECOND)
    for _ in range(2):
        assert not is_signed_in(browser)
        assert settings.SESSION_COOKIE_NAME not in browser.get(PAGE).cookies


def test_a_key_that_is_nobodys_any_more_is_taken_from_the_browser() -> None:
    browser = signed_in(Role.NURSE)
    goes_by(idle=IDLE + REMEMBERED + SECOND)
    SessionStore.clear_expired()
    cookie = browser.get(PAGE).cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value == "" and cookie["max-age"] == 0


def test_the_database_knows_only_a_hash_of_the_key() -> None:
    browser = signed_in(Role.NURSE)
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    row = StaffSession.objects.get()
    assert row.key_hash == hash_of(key)
    assert key not in " ".join(str(value) for value in vars(row).values())
    assert len(key) == 40


def test_the_hash_from_a_dump_opens_nothing() -> None:
    signed_in(Role.NURSE)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = StaffSession.objects.get().key_hash
    assert not is_signed_in(thief)


def test_a_session_key_that_somebody_prepared_is_not_taken_over() -> None:
    made(Role.NURSE)
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "f" * 40
    done = browser.post("/staff/account/login/", {"login": "nurse@example.org", "password": PASSWORD})
    assert done.status_code == 302
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value not in ("", "f" * 40)


def test_the_cookie_ends_with_the_browser_and_no_script_reads_it() -> None:
    made(Role.NURSE)
    done = Client().post("/staff/account/login/", {"login": "nurse@example.org", "password": PASSWORD})
    cookie = done.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert not cookie["expires"] and not cookie["max-age"] and not cookie["domain"]


def test_signing_out_ends_the_session_in_the_database() -> None:
    browser = signed_in(Role.NURSE)
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post("/staff/account/logout/")
    assert not StaffSession.objects.filter(key_hash=hash_of(key)).exists()
    browser.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_signed_in(browser)


def test_a_session_ended_meanwhile_does_not_come_back_by_being_saved() -> None:
    signed_in(Role.NURSE)
    store = SessionStore()
    store.create()
    StaffSession.objects.filter(key_hash=hash_of(store.session_key or "")).delete()
    store["more"] = 1
    with pytest.raises(UpdateError):
        store.save()
    assert StaffSession.objects.count() == 1


def test_deactivating_somebody_ends_what_they_do_at_once() -> None:
    browser = signed_in(Role.NURSE)
    assert is_signed_in(browser)
    Staff.objects.update(is_active=False)
    assert not is_signed_in(browser)


def test_a_changed_password_ends_the_other_sessions() -> None:
    nurse = made(Role.NURSE)
    here, there = Client(), Client()
    here.force_login(nurse)
    there.force_login(nurse)
    new = "another password, long enough"
    done = here.post(PAGE, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert done.status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_nothing_of_a_session_is_looked_up_on_a_patients_page(django_assert_num_queries: Any) -> None:
    browser = signed_in(Role.NURSE)
    with django_assert_num_queries(0):
        assert browser.get("/robots.txt").status_code == 200


def test_whoever_signs_in_clears_away_what_is_over() -> None:
    signed_in(Role.NURSE)
    goes_by(idle=IDLE + REMEMBERED + SECOND)
    made(Role.PHYSICIAN)
    Client().post("/staff/account/login/", {"login": "physician@example.org", "password": PASSWORD})
    assert StaffSession.objects.get().staff.role == Role.PHYSICIAN


def test_what_is_over_is_cleared_away() -> None:
    signed_in(Role.NURSE)
    goes_by(idle=IDLE + SECOND)
    SessionStore.clear_expired()
    assert StaffSession.objects.count() == 1, "it is still known whose it was"
    goes_by(idle=REMEMBERED)
    SessionStore.clear_expired()
    assert not StaffSession.objects.exists()
