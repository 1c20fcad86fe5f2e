"""The first accounts: invented ones for a demonstration, and a real clinic's first administrator, once."""

from __future__ import annotations

import io
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from clinic.models import Event, Staff
from clinic.roles import Role
from tests.staff import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts(tmp_path: Path, settings: Any) -> Path:
    settings.VAR = tmp_path
    return tmp_path / "demo-accounts.txt"


def demo_staff() -> str:
    said = io.StringIO()
    call_command("demo_staff", stdout=said)
    return said.getvalue()


def test_a_demonstration_has_an_account_for_each_role_and_a_second_physician_that_can_sign_in(accounts: Path) -> None:
    demo_staff()
    assert {(person.role, person.is_demo) for person in Staff.objects.all()} == {
        (role.value, True) for role in Role
    }
    assert Staff.objects.filter(role=Role.PHYSICIAN).count() == 2 and Staff.objects.count() == len(Role) + 1
    for line in accounts.read_text().splitlines():
        email, password = line.split()[-2:]
        assert len(password) >= 15
        done = Client().post("/staff/account/login/", {"login": email, "password": password})
        assert done.status_code == 302, email


def test_the_passwords_are_random_and_only_this_user_may_read_them(accounts: Path) -> None:
    accounts.write_text("old passwords")
    accounts.chmod(0o644)
    assert demo_staff().strip() == accounts.read_text().strip()
    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
    first = accounts.read_text()
    demo_staff()
    assert {line.split()[-1] for line in first.splitlines()}.isdisjoint(accounts.read_text().split())
    assert Staff.objects.count() == len(Role) + 1


def test_a_real_clinic_gets_no_demonstration_accounts(accounts: Path, settings: Any) -> None:
    made(Role.NURSE)
    with pytest.raises(CommandError, match="real staff"):
        demo_staff()
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        demo_staff()
    assert Staff.objects.count() == 1 and not accounts.exists()


def first_administrator(
    monkeypatch: pytest.MonkeyPatch, password: str, email: str = "ada@example.org"
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    call_command("first_administrator", email, "Ada Example", stdout=io.StringIO())


def test_the_first_administrator_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first_administrator(monkeypatch, "a pass phrase of some length")
    person = Staff.objects.get()
    assert (person.role, person.is_demo) == (Role.ADMINISTRATOR, False)
    assert person.check_password("a pass phrase of some length")
    assert Event.objects.get().action == "staff.made"
    with pytest.raises(CommandError, match="already"):
        first_administrator(monkeypatch, "a pass phrase of some length", "eve@example.org")


@pytest.mark.parametrize(
    ("password", "email"),
    [("short", "ada@example.org"), ("", "ada@example.org"), ("a pass phrase of some length", "no address")],
)
def test_a_weak_password_or_no_address_makes_no_administrator(
    monkeypatch: pytest.MonkeyPatch, password: str, email: str
) -> None:
    with pytest.raises(CommandError):
        first_administrator(monkeypatch, password, email)
    assert not Staff.objects.exists()


def test_a_password_with_accents_is_the_same_however_a_keyboard_writes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first_administrator(monkeypatch, "une phrase tre\u0300s longue et secre\u0300te")
    words = {"login": "ada@example.org", "password": "une phrase tr\u00e8s longue et secr\u00e8te"}
    assert Client().post("/staff/account/login/", words).status_code == 302
