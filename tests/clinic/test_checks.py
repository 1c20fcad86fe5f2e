"""An unsafe start is refused with a sentence: a database that may lose an answer, a role that may too much."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import Warning as CheckWarning
from django.core.checks import run_checks
from django.db import connection

from clinic import checks
from clinic.crisis import PROFILES
from clinic.embedded_database import OWNER, SUPERUSER
from clinic.keys import make_keys
from clinic.roles import Role
from intake.models import Intake
from intake.questionnaire.body import Body
from tests import databases
from tests.clinic.test_environment import PRODUCTION
from tests.databases import database, environment_of
from tests.preparing import ROOT
from tests.staff import made

UNSAFE = [
    ("fsync", "off", "fsync = off"),
    ("full_page_writes", "off", "full_page_writes = off"),
    ("synchronous_commit", "off", "synchronous_commit = off"),
    ("synchronous_commit", "local", "synchronous_commit = local"),
    ("data_checksums", "off", "data_checksums = off"),
    ("server_version_num", "140012", "older than 15"),
]
TALKATIVE = [
    ("log_statement", "all"),
    ("log_min_error_statement", "error"),
    ("log_error_verbosity", "default"),
    ("log_parameter_max_length_on_error", "-1"),
    ("log_min_duration_statement", "250"),
]


@pytest.fixture
def a_server_set_to(monkeypatch: pytest.MonkeyPatch) -> Any:
    """As if one setting of the server were another."""
    real = checks._set_to

    def set_to(name: str, value: str) -> None:
        monkeypatch.setattr(
            checks, "_set_to", lambda names: {k: value if k == name else v for k, v in real(names).items()}
        )

    return set_to


@pytest.mark.django_db
def test_the_database_of_a_demo_and_of_these_tests_is_safe_and_says_little() -> None:
    assert checks.unsafe_settings() == []
    assert checks.talkative_settings() == []
    checks.refuse_unsafe_start()


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value", "said"), UNSAFE)
def test_a_server_that_may_lose_an_answer_is_refused(
    name: str, value: str, said: str, a_server_set_to: Any
) -> None:
    a_server_set_to(name, value)
    with pytest.raises(SystemExit, match=said):
        checks.refuse_unsafe_start()
    assert "clinic.E001" in {message.id for message in run_checks(databases=["default"])}


@pytest.mark.django_db
def test_a_setting_is_read_from_the_server_itself() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    with pytest.raises(SystemExit, match="synchronous_commit = off"):
        checks.refuse_unsafe_start()


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value"), TALKATIVE)
def test_a_server_whose_log_may_quote_a_patient_is_warned_of_and_refused_to_a_real_clinic(
    name: str, value: str, a_server_set_to: Any, settings: Any
) -> None:
    a_server_set_to(name, value)
    found = [message for message in run_checks(databases=["default"]) if message.id == "clinic.W001"]
    assert len(found) == 1 and name in found[0].msg and isinstance(found[0], CheckWarning)
    checks.refuse_unsafe_start()
    settings.PRODUCTION = True
    with pytest.raises(SystemExit, match=name):
        checks.refuse_unsafe_start()


@pytest.mark.django_db
def test_a_real_clinic_does_not_start_with_demonstration_accounts(settings: Any) -> None:
    nurse = made(Role.NURSE)
    settings.PRODUCTION = True
    checks.refuse_unsafe_start()
    nurse.is_demo = True
    nurse.save()
    with pytest.raises(SystemExit, match="demonstration accounts"):
        checks.refuse_unsafe_start()


@pytest.mark.django_db
def test_keys_that_do_not_open_the_database_are_refused(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_keys(tmp_path)
    settings.KEYS = tmp_path
    checks.refuse_unsafe_start()
    Intake.start("self")
    checks.refuse_unsafe_start()
    other = tmp_path / "other"
    make_keys(other)
    settings.KEYS = other
    with pytest.raises(SystemExit, match="do not open this database"):
        checks.refuse_unsafe_start()


@pytest.mark.django_db
def test_a_site_without_its_static_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staticfiles_storage, "hashed_files", {}, raising=False)
    with pytest.raises(SystemExit, match="run manage.py collectstatic"):
        checks.refuse_unsafe_start()


@pytest.mark.django_db
def test_a_mistake_in_a_question_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Body, "title", "")
    with pytest.raises(SystemExit, match="The section body has no title"):
        checks.refuse_unsafe_start()


def test_a_real_clinic_names_its_crisis_line(settings: Any) -> None:
    from dataclasses import replace

    def found() -> set[str]:
        return {message.id or "" for message in run_checks(tags=["security"], include_deployment_checks=True)}

    assert "clinic.E002" not in found()
    assert "clinic.I001" in found()
    settings.CLINIC = replace(settings.CLINIC, crisis=PROFILES["none"])
    assert "clinic.E002" in found()


@pytest.fixture
def deployed(settings: Any) -> Any:
    """As a real clinic's settings name the cookies."""
    for name in ("SESSION_COOKIE_NAME", "SITTING_COOKIE_NAME", "CSRF_COOKIE_NAME"):
        setattr(settings, name, f"__Host-{getattr(settings, name)}")
    return settings


def broken_frame() -> list[str]:
    found = run_checks(tags=["security"], include_deployment_checks=True)
    return [message.msg for message in found if message.id == "clinic.E003"]


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("MIDDLEWARE", lambda before: before[1:], "HeadersMiddleware"),
        ("MIDDLEWARE", lambda before: [before[1], before[0], *before[2:]], "HeadersMiddleware"),
        ("MIDDLEWARE", lambda before: [each for each in before if "doors" not in each], "DoorsMiddleware"),
        ("MIDDLEWARE", lambda before: [each for each in before if "text_b" not in each], "TextBoundary"),
        ("SESSION_ENGINE", lambda before: "django.contrib.sessions.backends.db", "SESSION_ENGINE"),
        ("SESSION_COOKIE_NAME", lambda before: "staff", "__Host-"),
        ("SITTING_COOKIE_NAME", lambda before: "sitting", "__Host-"),
        ("CSRF_COOKIE_NAME", lambda before: "csrf", "__Host-"),
    ],
)
def test_a_deployment_without_its_frame_is_an_error(deployed: Any, name: str, change: Any, said: str) -> None:
    assert broken_frame() == []
    setattr(deployed, name, change(getattr(deployed, name)))
    (sentence,) = broken_frame()
    assert said in sentence


@pytest.mark.parametrize("policy", ["", "default-src 'none'; script-src 'self' 'unsafe-inline';", "script-src *"])
def test_a_deployment_with_a_weak_policy_is_an_error(
    deployed: Any, policy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "POLICY", policy)
    assert len(broken_frame()) == 1


# The real thing, in a process of its own


@pytest.fixture(scope="module")
def name(django_db_setup: None) -> Any:
    name = databases.new()
    yield name
    databases.drop(name)


def run(name: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**environment_of(name), **more}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("role", [OWNER, SUPERUSER])
def test_the_web_server_refuses_a_role_that_may_too_much(name: str, role: str) -> None:
    done = run(name, "-c", "import clinic.wsgi", DATABASE_URL=database.url(role, name))
    assert done.returncode == 1
    assert done.stderr.startswith("Clearway cannot start: The role in DATABASE_URL")
    assert done.stderr.count("\n") == 1


def test_a_refused_web_server_says_so_once_and_ends(name: str) -> None:
    words = ("-m", "gunicorn", "--config", "clinic/gunicorn_conf.py", "clinic.wsgi")
    done = run(name, *words, DATABASE_URL=database.url(OWNER, name), CLEARWAY_BIND="127.0.0.1:0")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert done.stderr.startswith("Clearway cannot start: The role in DATABASE_URL")


@pytest.mark.parametrize(
    "statement",
    [
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM clearway",
        "DROP TABLE clinic_staff CASCADE",
    ],
)
def test_the_web_server_refuses_a_database_that_is_not_prepared(statement: str) -> None:
    name = databases.new()
    with psycopg.connect(database.url(OWNER, name), autocommit=True) as connection:
        connection.execute(statement)
    done = run(name, "-c", "import clinic.wsgi", **PRODUCTION)
    databases.drop(name)
    assert done.returncode == 1
    assert "run manage.py migrate, then manage.py grant_runtime" in done.stderr


def test_the_web_server_starts_with_the_role_that_may_little(name: str) -> None:
    done = run(name, "-c", "import clinic.wsgi")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_real_clinics_settings_pass_every_check_of_a_deployment(name: str) -> None:
    words = ("manage.py", "check", "--deploy", "--fail-level", "WARNING", "--database", "default")
    done = run(name, *words, **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "clinic.I001" in done.stderr


def test_a_real_clinics_cookies_are_bound_to_their_host(name: str) -> None:
    ask = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SITTING_COOKIE_NAME,"
        " s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.CSRF_COOKIE_AGE, s.DEBUG)"
    )
    done = run(name, "-c", ask, **PRODUCTION)
    assert done.stdout.split() == "__Host-staff __Host-csrf __Host-sitting True True True None False".split()
