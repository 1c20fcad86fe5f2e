"""Another site can send nothing in a visitor's name; our own forms arrive, although our pages send no referrer."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from clinic.who_may_open import ANYONE, DOORS, PATIENT
from tests.addresses import VISITORS, World

SECRET = "a1" * 16
WITH_POST = sorted(name for name, door in DOORS.items() if door.post)


def may_post(name: str) -> str:
    """A visitor who may send to this address."""
    door = DOORS[name].post
    return "stranger" if door is ANYONE else "patient" if door is PATIENT else "physician"


def sent_to(world: World, name: str, *, token: bool = True, body: Any = None, **headers: str) -> int:
    browser = world.browser(may_post(name))
    browser.handler.enforce_csrf_checks = True
    browser.cookies[settings.CSRF_COOKIE_NAME] = SECRET
    fields = {"csrfmiddlewaretoken": SECRET} if token else {}
    return browser.post(world.address(name), body or fields, headers=headers).status_code


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.mark.parametrize("name", WITH_POST)
def test_what_another_site_sends_is_refused(world: World, name: str) -> None:
    assert sent_to(world, name, token=False) == 403
    for site in ("cross-site", "same-site"):
        assert sent_to(world, name, **{"Sec-Fetch-Site": site}) == 403
    assert sent_to(world, name, Origin="https://evil.example") == 403
    assert sent_to(world, name, Origin="null", **{"Sec-Fetch-Site": "cross-site"}) == 403
    assert sent_to(world, name, token=False, Origin="null") == 403


@pytest.mark.parametrize("name", WITH_POST)
def test_what_our_own_form_sends_arrives(world: World, name: str) -> None:
    browser_of_today = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    for headers in (browser_of_today, {"Origin": "null"}, {"Origin": "http://testserver"}, {}):
        assert sent_to(world, name, **headers) not in (400, 403)


def test_a_token_in_a_header_is_as_good_as_in_the_form(world: World) -> None:
    assert sent_to(world, "leave", token=False, **{"X-CSRFToken": SECRET}) != 403
    assert sent_to(world, "leave", token=False, **{"X-CSRFToken": "b2" * 16}) == 403


def test_looking_changes_nothing_once_a_clinician_has_begun_to_read(world: World) -> None:
    world.browser("nurse").get(world.address("record"))
    before = state()
    for visitor in VISITORS:
        browser = world.browser(visitor)
        for name, door in DOORS.items():
            if door.get:
                browser.get(world.address(name))
    assert state() == before


def state() -> dict[str, list[Any]]:
    """Every row of every table, but for what tells who was here: events, sessions, the last sign-in, open records."""
    found = {}
    passing = {"clinic_staff", "clinic_staffsession", "clinic_eventhead", "clinic_event"}
    passing |= {"intake_sitting", "intake_presence"}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            if table not in passing:
                cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} AS t ORDER BY 1")
                found[table] = cursor.fetchall()
    return found


def test_a_browser_gets_through_its_own_form(live: LiveServer, page: Page) -> None:
    page.goto(f"{live.url}/staff/account/login/")
    page.get_by_label("E-mail").or_(page.locator("input[name=login]")).first.fill("nobody@example.org")
    page.locator("input[name=password]").fill("no such password")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.get_by_role("button", name="Sign in").click()
    assert answered.value.status == 200
    assert answered.value.request.headers["origin"] == "null"
