"""Logs tell what happened and where, and never what somebody typed, however something fails."""

from __future__ import annotations

import json
import logging
import logging.config
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
import structlog
from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client

from clinic import logs
from clinic.logs import ALLOWED
from clinic.models import Staff
from intake import urls as intake_urls

CANARY = "canary-7731"


@pytest.fixture
def said() -> Iterator[Callable[[], str]]:
    """What is written to standard error from here on."""
    real, sys.stderr = sys.stderr, StringIO()
    logging.config.dictConfig(logs.SETTINGS)
    logs.set_up()
    written = sys.stderr
    yield written.getvalue
    sys.stderr = real
    logging.config.dictConfig(logs.SETTINGS)
    logs.set_up()


def entries(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def broken_constraint() -> None:
    Staff.objects.create(email=CANARY, role=CANARY)


def value_too_long() -> None:
    Staff.objects.create(email=CANARY, role=CANARY * 100)


def twice_the_same() -> None:
    Staff.objects.create(email=CANARY, role="nurse")
    Staff.objects.create(email=CANARY, role="nurse")


def wrong_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [CANARY])


def too_slow() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 50")
        cursor.execute("SELECT pg_sleep(1), %s", [CANARY])


def wrong_python() -> None:
    known = CANARY
    raise KeyError(f"{known} {CANARY}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "trouble", [broken_constraint, value_too_long, twice_the_same, wrong_sql, too_slow, wrong_python]
)
def test_a_failure_is_told_by_its_kind_and_place_alone(
    trouble: Callable[[], None], said: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            trouble()
        return HttpResponse()

    home = next(each for each in intake_urls.urlpatterns if each.name == "home")
    monkeypatch.setattr(home, "callback", view)
    browser = Client(raise_request_exception=False, headers={"User-Agent": CANARY, "Cookie": f"x={CANARY}"})
    answer = browser.get(f"/?q={CANARY}")
    assert answer.status_code in (500, 503)
    told = entries(said())
    assert len(told) == 1, told
    assert told[0]["event"] == "request.failed" and told[0]["kind"] and ":" in told[0]["at"]
    assert CANARY not in said()
    assert mail.outbox == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ask",
    [
        lambda: Client().get(f"/{CANARY}/?q={CANARY}"),
        lambda: Client().get(f"/privacy/?{CANARY}=%00"),
        lambda: Client(enforce_csrf_checks=True).post("/start/", {CANARY: CANARY}),
        lambda: Client().get("/privacy/", headers={"Host": CANARY + ".example"}),
        lambda: Client().post("/staff/account/login/", {"login": CANARY, "password": CANARY}),
        lambda: Client().generic(CANARY, "/"),
    ],
    ids=["not found", "hostile", "forged", "another host", "sign-in", "another method"],
)
def test_what_is_refused_leaves_no_word_of_it(ask: Callable[[], Any], said: Callable[[], str]) -> None:
    assert ask().status_code in (200, 400, 403, 404, 405)
    assert CANARY not in said()


@pytest.mark.parametrize(
    "name",
    ["psycopg.pool", "django", "django.db.backends", "django.security.DisallowedHost", "allauth", "anything"],
)
def test_what_libraries_say_is_cut_to_its_kind(name: str, said: Callable[[], str]) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger(name).error("Failed: %s", CANARY, exc_info=True, extra={"password": CANARY})
    assert CANARY not in said()
    for entry in entries(said()):
        assert set(entry) <= ALLOWED and entry["logger"] == name and entry["kind"] == "ValueError"


def test_only_allowed_keys_are_written_and_a_line_break_forges_no_line(said: Callable[[], str]) -> None:
    structlog.get_logger().warning("thing.happened", kind="a\r\nb", path=CANARY, email=CANARY, exc_info=True)
    (entry,) = entries(said())
    assert set(entry) <= ALLOWED
    assert entry["kind"] == "a  b"
    assert CANARY not in said()


def test_nobody_is_mailed_about_errors() -> None:
    assert settings.ADMINS == [] and settings.DEBUG is False
    assert "AdminEmailHandler" not in str(settings.LOGGING)
    handlers = [
        handler for name in ("", "django", "django.request") for handler in logging.getLogger(name).handlers
    ]
    assert "AdminEmailHandler" not in {type(handler).__name__ for handler in handlers}
