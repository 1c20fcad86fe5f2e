"""Every answer, whatever its status and whoever asks, carries the headers that protect who is reading it."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from clinic import health
from clinic.sign_in import TRIES_AT_ONE_ACCOUNT
from clinic.who_may_open import DOORS, STAFF
from tests.addresses import VISITORS, World

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
EVERYBODYS = {"learn", "learn_page"}
"""Pages that are the same for everybody, but for a patient who has a form open."""
DENIED = ("camera", "microphone", "geolocation", "usb", "payment", "browsing-topics")


NO_PAGES = {"visit_calendar", "own_calendar", "healthz", "readyz", "robots", "favicon", "learn_picture"}
PREVIEWS = {"education_version_shown", "education_draft_shown"}
FRAMING = {"education_edit", "education_version", "education_draft"}
"""Pages with a content policy of their own: a text as readers would see it, and the pages that show it in a frame."""


def expected_of(name: str, answer: Any) -> dict[str, str]:
    """The headers of a page. An answer that shows nothing of it, such as *not found*, has those of every answer."""
    if answer.status_code not in (200, 409) or name not in PREVIEWS | FRAMING:
        return ALWAYS
    if name in FRAMING:
        return ALWAYS | {"Content-Security-Policy": f"{POLICY}; frame-src 'self'"}
    policy = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    for directive in ("script-src", "connect-src", "form-action"):
        policy = policy.replace(f"{directive} 'self'", f"{directive} 'none'")
    sandbox = "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
    return ALWAYS | {"Content-Security-Policy": f"{policy}; {sandbox}", "X-Frame-Options": "SAMEORIGIN"}


def protected(answer: Any, *, for_everybody: bool = False, name: str = "") -> None:
    """Fails where a header is missing, or a cookie stays longer than the browser, or an answer is kept."""
    for header, value in expected_of(name, answer).items():
        assert answer[header] == value, (name, header)
    for feature in DENIED:
        assert f"{feature}=()" in answer["Permissions-Policy"]
    assert answer["Cache-Control"] == ("public, no-cache" if for_everybody else "no-store")
    assert not (for_everybody and answer.cookies)
    assert "Server" not in answer and "X-Powered-By" not in answer
    assert "Access-Control-Allow-Origin" not in answer
    if answer.content:
        kind = answer["Content-Type"]
        assert kind == "application/json" or kind.endswith("charset=utf-8"), kind
    for cookie in answer.cookies.values():
        assert cookie["path"] == "/" and not cookie["domain"] and cookie["samesite"] == "Lax"
        assert not cookie.value or (cookie["httponly"] and not cookie["expires"] and not cookie["max-age"])


@pytest.mark.django_db
def test_every_page_has_them_for_every_visitor() -> None:
    world = World()
    for visitor in VISITORS:
        for name in DOORS:
            kept = name in EVERYBODYS and visitor != "patient"
            answer = world.browser(visitor).get(world.address(name))
            if name == "learn_picture":
                assert answer["Content-Type"] == "image/webp" and "immutable" in answer["Cache-Control"]
            else:
                protected(answer, for_everybody=kept, name=name)
            protected(world.browser(visitor).post(world.address(name)), name=name)


def broken(request: Any) -> HttpResponse:
    raise KeyError("canary")


def cut_off(request: Any) -> HttpResponse:
    raise OperationalError("canary")


class Failing:
    """The site with two addresses that fail."""

    from clinic.urls import handler400, handler403, handler404, handler500, urlpatterns

    urlpatterns = [
        path("broken/", broken, name="home"),
        path("cut-off/", cut_off, name="start"),
        *urlpatterns,
    ]


def limited() -> Any:
    for _ in range(TRIES_AT_ONE_ACCOUNT.at_most):
        Client().post("/staff/account/login/", {"login": "a@example.org", "password": "wrong"})
    return Client().post("/staff/account/login/", {"login": "a@example.org", "password": "wrong"})


CANARIES = {"X-Canary": "canary", "User-Agent": "canary", "Referer": "http://canary.example/"}
CASES = {
    200: lambda: Client(headers=CANARIES).get("/privacy/?q=canary"),
    302: lambda: Client(headers=CANARIES).get("/staff/?q=canary"),
    400: lambda: Client(headers=CANARIES).get("/privacy/?canary=%00"),
    403: lambda: Client(enforce_csrf_checks=True, headers=CANARIES).post(
        "/start/?q=canary", {"canary": "canary"}
    ),
    404: lambda: Client(headers=CANARIES).get("/canary/?q=canary"),
    405: lambda: Client(headers=CANARIES).delete("/privacy/?q=canary"),
    413: lambda: Client(headers=CANARIES).post("/start/?q=canary", {"canary": "canary" * 50_000}),
    429: limited,
    500: lambda: Client(headers=CANARIES, raise_request_exception=False).get("/broken/?q=canary"),
    503: lambda: Client(headers=CANARIES, raise_request_exception=False).get("/cut-off/?q=canary"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("status", CASES)
def test_every_status_has_them_and_echoes_nothing(status: int, settings: Any) -> None:
    settings.ROOT_URLCONF = Failing
    answer = CASES[status]()
    assert answer.status_code == status
    protected(answer)
    assert b"canary" not in answer.content
    assert b"Traceback" not in answer.content and b"Django" not in answer.content
    if status >= 400:
        assert b'href="tel:' in answer.content or b"988" in answer.content


@pytest.mark.django_db
def test_with_the_database_gone_every_page_says_so_and_when_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(*_: Any) -> Any:
        raise OperationalError("canary")

    monkeypatch.setattr(health.connection, "cursor", gone)
    answer = Client(raise_request_exception=False).get("/readyz")
    assert answer.status_code == 503 and answer["Retry-After"] == "5"
    protected(answer)
    assert b"canary" not in answer.content
    assert Client().get("/healthz").status_code == 200


def test_only_https_is_asked_to_stay_https(settings: Any) -> None:
    assert "Strict-Transport-Security" not in Client().get("/healthz")
    settings.HTTPS = True
    policy = Client().get("/healthz", secure=True)["Strict-Transport-Security"]
    assert policy == "max-age=63072000; includeSubDomains; preload"


@pytest.mark.parametrize("file", ["css/base.css", "js/leave.js", "icons/favicon.svg"])
def test_files_may_be_kept_and_are_read_by_our_pages_only(file: str) -> None:
    answer = Client().get(f"/static/{file}")
    assert answer.status_code == 200
    assert "no-store" not in answer["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in answer
    for name, value in ALWAYS.items():
        assert answer[name] == value


def test_a_file_that_is_not_there_is_not_kept() -> None:
    answer = Client().get("/static/css/none.css")
    assert answer.status_code == 404
    protected(answer)


def test_no_page_breaks_its_own_policy_or_asks_another_site(live: LiveServer, page: Page) -> None:
    world = World()
    asked: set[str] = set()
    complaints: list[str] = []
    page.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for visitor in ("stranger", "patient", "physician", "education_editor"):
        page.context.clear_cookies()
        for cookie in world.browser(visitor).cookies.values():
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live.url}])
        for name, door in DOORS.items():
            hidden = visitor in STAFF and door.get <= STAFF and visitor not in door.get
            if door.get and not hidden and name not in NO_PAGES:
                page.goto(live.url + world.address(name))
    assert complaints == []
    assert {address for address in asked if not address.startswith(live.url + "/")} == set()
    assert settings.STATIC_URL + "css/base.css" in {address.removeprefix(live.url) for address in asked}
