"""Own pages for whatever goes wrong: static, with help, without an echo, and with the database down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.test import Client

from clinic.errors import NotWrittenDown, Refused, page
from intake import urls as intake_urls

CANARY = "canary-7731"


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def the_first_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[..., Any]], None]]:
    """Put another view behind the first page for one test."""
    home = next(each for each in intake_urls.urlpatterns if each.name == "home")

    def becomes(view: Callable[..., Any]) -> None:
        monkeypatch.setattr(home, "callback", view)

    yield becomes


def raising(trouble: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise trouble

    return view


@pytest.mark.parametrize(
    ("trouble", "status"),
    [
        (SuspiciousOperation(CANARY), 400),
        (Refused(400), 400),
        (PermissionDenied(CANARY), 403),
        (Http404(CANARY), 404),
        (RequestDataTooBig(CANARY), 413),
        (Refused(413), 413),
        (Refused(429), 429),
        (ValueError(CANARY), 500),
        (DatabaseError(CANARY), 500),
        (OperationalError(CANARY), 503),
        (InterfaceError(CANARY), 503),
        (NotWrittenDown(CANARY), 503),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_each_trouble_has_its_own_page_with_help_and_no_echo(
    visitor: Client, the_first_page: Any, trouble: Exception, status: int
) -> None:
    the_first_page(raising(trouble))
    response = visitor.get("/")
    said = response.content.decode()
    assert response.status_code == status
    assert "911" in said and "988" in said
    assert CANARY not in said and "Traceback" not in said and type(trouble).__name__ not in said
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert (response.get("Retry-After") is not None) == (status == 503)


def test_a_view_that_refuses_a_method_gets_the_own_page(visitor: Client, the_first_page: Any) -> None:
    the_first_page(lambda request: HttpResponseNotAllowed(["POST"]))
    response = visitor.get("/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert b"911" in response.content


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 429, 500, 503])
def test_no_page_of_trouble_asks_the_database(rf: Any, status: int) -> None:
    request = rf.get("/")
    with connection.execute_wrapper(lambda *_: pytest.fail("a page of trouble asked the database")):
        assert page(request, status).status_code == status


@pytest.mark.parametrize(
    "path", ["/{c}", "/intake/{c}/", "/staff/{c}/", "/?q={c}", "/staff/intakes/{c}/x.css"]
)
def test_what_was_asked_for_is_not_echoed(visitor: Client, db: None, path: str) -> None:
    marked = f"%3Cb%3E{CANARY}"
    for headers in ({}, {"user-agent": f"<b>{CANARY}", "referer": f"https://x.example/<b>{CANARY}"}):
        said = visitor.get(path.format(c=marked), headers=headers).content.decode()
        assert CANARY not in said


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "a@evil.example", "", "localhost.evil.example"]
)
def test_another_host_name_is_refused_without_an_echo(visitor: Client, host: str) -> None:
    response = visitor.get("/", headers={"host": host or "[bad"})
    assert response.status_code == 400
    assert "evil" not in response.content.decode()


def test_with_the_database_away_every_page_says_so(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError(CANARY)

    visitor.cookies["sitting"] = "some-token"
    visitor.cookies["staff"] = "some-key"
    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", away)
    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper._cursor", away)
    for path in ("/intake/", "/intake/heart/", "/staff/", "/staff/desk/", "/readyz"):
        response = visitor.get(path)
        assert response.status_code == 503, path
        assert response["Retry-After"]
        assert b"911" in response.content and CANARY.encode() not in response.content
    assert visitor.get("/healthz").status_code == 200
    assert visitor.get("/help-now/").status_code == 200
