"""A wrong value in the environment stops the start with one sentence that names it and says what to set."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.preparing import ROOT

PRODUCTION = {
    "CLEARWAY_MODE": "production",
    "CLEARWAY_ALLOWED_HOSTS": "intake.clinic.example",
    "CLEARWAY_CLINIC_NAME": "A Clinic",
    "CLEARWAY_CLINIC_PHONE": "+12125550123",
    "CLEARWAY_CLINIC_HOURS": "Monday to Friday",
    "CLEARWAY_TIME_ZONE": "America/New_York",
    "CLEARWAY_COUNTRY": "US",
    "CLEARWAY_CRISIS_PROFILE": "us",
    "CLEARWAY_MAIL_URL": "smtp+tls://user:secret@mail.example:587",
    "CLEARWAY_MAIL_FROM": "messages@clinic.example",
    "CLEARWAY_PUBLIC_URL": "https://intake.clinic.example",
}


def start(**changed: str | None) -> subprocess.CompletedProcess[str]:
    """Read the settings of a production start, with some of its environment changed."""
    environment = {name: value for name, value in os.environ.items() if name != "CLEARWAY_DATABASE_ROLE"}
    environment |= PRODUCTION
    for name, value in changed.items():
        environment.pop(name, None)
        if value is not None:
            environment[name] = value
    return subprocess.run(
        [sys.executable, "-c", "import clinic.settings"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_a_complete_production_environment_starts() -> None:
    done = start()
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("CLEARWAY_MODE", None, "set CLEARWAY_MODE"),
        ("CLEARWAY_MODE", "staging", "demo, production, test"),
        ("CLEARWAY_PLAIN_HTTP", "1", "https only"),
        ("CLEARWAY_PLAIN_HTTP", "yes", "one of 0, 1"),
        ("CLEARWAY_ALLOWED_HOSTS", None, "set CLEARWAY_ALLOWED_HOSTS"),
        ("CLEARWAY_ALLOWED_HOSTS", "*", "exact host names"),
        ("CLEARWAY_ALLOWED_HOSTS", "https://clinic.example", "exact host names"),
        ("CLEARWAY_PROXIES", "one", "whole number"),
        ("CLEARWAY_PROXIES", "-1", "whole number"),
        ("CLEARWAY_PROXIES", "9" * 5000, "whole number"),
        ("CLEARWAY_CLINIC_NAME", None, "set CLEARWAY_CLINIC_NAME"),
        ("CLEARWAY_CLINIC_PHONE", "555-0123", "country code"),
        ("CLEARWAY_CLINIC_PHONE", None, "set CLEARWAY_CLINIC_PHONE"),
        ("CLEARWAY_CLINIC_HOURS", None, "set CLEARWAY_CLINIC_HOURS"),
        ("CLEARWAY_TIME_ZONE", "New York", "America/New_York"),
        ("CLEARWAY_TIME_ZONE", "../../etc/passwd", "America/New_York"),
        ("CLEARWAY_COUNTRY", "USA", "two capital letters"),
        ("CLEARWAY_MAIL_URL", None, "set CLEARWAY_MAIL_URL"),
        ("CLEARWAY_MAIL_URL", "file:", "smtp+tls://user"),
        ("CLEARWAY_MAIL_URL", "smtp://mail.example", "in clear"),
        ("CLEARWAY_MAIL_URL", "smtp://user:secret@localhost", "password in clear"),
        ("CLEARWAY_MAIL_URL", "smtps://mail.example:99999", "a port"),
        ("CLEARWAY_MAIL_URL", "https://mail.example", "smtp+tls://user"),
        ("CLEARWAY_MAIL_FROM", None, "set CLEARWAY_MAIL_FROM"),
        ("CLEARWAY_MAIL_FROM", "a@clinic.example, b@clinic.example", "one e-mail address"),
        ("CLEARWAY_PUBLIC_URL", None, "set CLEARWAY_PUBLIC_URL"),
        ("CLEARWAY_PUBLIC_URL", "http://intake.clinic.example", "https://"),
        ("CLEARWAY_SMS_URL", "http://gateway.example", "https://"),
        ("CLEARWAY_SMS_URL", "https://gateway.example/send", "CLEARWAY_SMS_TOKEN"),
        ("CLEARWAY_CRISIS_PROFILE", "uk", "us, ca, au, none"),
        ("CLEARWAY_CRISIS_PROFILE", None, "set CLEARWAY_CRISIS_PROFILE"),
        ("CLEARWAY_LEAVE_TO", "javascript:alert(1)", "https://"),
        ("CLEARWAY_LEAVE_TO", "http://weather.example", "https://"),
        ("CLEARWAY_DATABASE_ROLE", "superuser", "runtime, owner"),
        ("CLEARWAY_KEYS", "/nonexistent", "cannot be read"),
        ("DATABASE_URL", None, "set DATABASE_URL"),
        ("DATABASE_URL", "sqlite:///x", "postgresql://"),
        ("DATABASE_URL", "postgresql://clearway:x@/clearway", "names no host"),
        ("DATABASE_URL", "postgresql://db.example/clearway", "names no user"),
        ("DATABASE_URL", "postgresql://clearway:x@db.example/clearway", "sslmode=verify-full"),
        ("DATABASE_URL", "postgresql://clearway:x@db.example/clearway?sslmode=require", "verify-full"),
        ("DATABASE_URL", "postgresql://clearway:x@db.example/clearway?wrong=1", "understands"),
    ],
)
def test_a_wrong_value_stops_the_start_and_is_named(name: str, value: str | None, says: str) -> None:
    done = start(**{name: value})
    assert done.returncode == 1
    assert says in done.stderr
    assert name in done.stderr
    assert done.stderr.startswith("Clearway cannot start: ") and done.stderr.count("\n") == 1


def test_the_site_may_not_own_its_tables() -> None:
    done = start(CLEARWAY_DATABASE_ROLE="owner", DATABASE_OWNER_URL=os.environ["DATABASE_URL"])
    assert done.returncode == 1
    assert "the site must not own its tables" in done.stderr


def test_a_password_in_a_wrong_database_address_is_not_printed() -> None:
    done = start(DATABASE_URL="postgresql://clearway:geheim@db.example/clearway?wrong=1")
    assert "geheim" not in done.stderr


def test_a_verified_network_database_is_accepted() -> None:
    assert (
        start(DATABASE_URL="postgresql://clearway:x@db.example/clearway?sslmode=verify-full").returncode == 0
    )


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    from clinic.keys import make_keys

    make_keys(tmp_path / "keys")
    return tmp_path / "keys"


def test_keys_are_made_once_for_their_owner_alone(keys: Path) -> None:
    from clinic.keys import FILES, make_keys

    before = {name: (keys / name).read_text() for name in FILES}
    make_keys(keys)
    assert {name: (keys / name).read_text() for name in FILES} == before
    assert {(keys / name).stat().st_mode & 0o777 for name in FILES} == {0o600}
    assert keys.stat().st_mode & 0o777 == 0o700


def test_a_clinic_makes_its_keys_by_one_command(tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "clinic.keys", *words]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    keys = tmp_path / "keys"
    assert run(str(keys)).returncode == 0
    before = {path.name: path.read_text() for path in keys.iterdir()}
    assert run(str(keys)).returncode == 0
    assert {path.name: path.read_text() for path in keys.iterdir()} == before
    assert start(CLEARWAY_KEYS=str(keys)).returncode == 0
    for words in ([], ["/dev/null"]):
        done = run(*words)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_two_starts_at_once_make_one_set_of_keys(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys; from clinic.keys import FILES, make_keys; folder = pathlib.Path(sys.argv[1]);"
        "make_keys(folder); print([(folder / name).read_text() for name in FILES])"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "keys")]
    starts = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    assert len({start.communicate()[0] for start in starts}) == 1


def test_a_start_refuses_a_key_that_others_may_read(keys: Path) -> None:
    (keys / "index.key").chmod(0o644)
    assert "chmod 600" in start(CLEARWAY_KEYS=str(keys)).stderr


def test_a_start_refuses_a_missing_key(keys: Path) -> None:
    (keys / "links.key").unlink()
    assert "links.key cannot be read" in start(CLEARWAY_KEYS=str(keys)).stderr


@pytest.mark.parametrize("weak", ["", "short", "A" * 43 + "=", "not base64 at all", "c2hvcnQ="])
def test_a_start_refuses_a_weak_key(keys: Path, weak: str) -> None:
    (keys / "index.key").write_text(weak)
    done = start(CLEARWAY_KEYS=str(keys))
    assert done.returncode == 1
    assert "index.key" in done.stderr


def test_a_start_refuses_the_same_key_twice(keys: Path) -> None:
    (keys / "index.key").write_text((keys / "links.key").read_text())
    assert "same key" in start(CLEARWAY_KEYS=str(keys)).stderr


def test_no_sentence_shows_a_key(keys: Path) -> None:
    secret = (keys / "links.key").read_text().strip()
    (keys / "index.key").write_text(secret)
    assert secret not in start(CLEARWAY_KEYS=str(keys)).stderr
