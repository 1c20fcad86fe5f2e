"""A phone or a desk that others use too: what was typed and read does not come back, whichever way a page was left.

In a browser that keeps pages in memory, as people's own browsers do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserType, Page
from pytest_django.live_server_helper import LiveServer

from clinic.roles import Role
from intake.models import Intake
from intake.questionnaire import section_called
from tests.intake.filling import sent
from tests.people import TYPICAL, WELL_MAN
from tests.staff import signed_in

CANARY = "canary7731"


@pytest.fixture
def remembering(
    live: LiveServer, browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> Iterator[Page]:
    """A window of a browser with its memory of pages switched on; other sites are not reached."""
    browser = browser_type.launch(
        **browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"]
    )
    page = browser.new_page()
    page.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.fulfill(body="weather"))
    yield page
    browser.close()


def known_as(page: Page, live: LiveServer, cookie: str, value: str) -> None:
    page.context.add_cookies([{"name": cookie, "value": value, "url": live.url}])


@pytest.fixture
def at_the_form(remembering: Page, live: LiveServer) -> Page:
    """A patient who has done *About you*."""
    intake, _, token = Intake.start("self")
    about = {code: value for code, value in WELL_MAN.items() if code.startswith("about.")}
    intake.save_section(section_called("about"), about, revision=0)
    known_as(remembering, live, settings.SITTING_COOKIE_NAME, token)
    return remembering


@pytest.fixture
def at_work(remembering: Page, live: LiveServer) -> Page:
    """A physician who has signed in."""
    browser: Client = signed_in(Role.PHYSICIAN)
    name = settings.SESSION_COOKIE_NAME
    known_as(remembering, live, name, browser.cookies[name].value)
    return remembering


def in_the_boxes(page: Page) -> str:
    """Everything that stands in a box, and every choice made."""
    return str(
        page.evaluate(
            "Array.from(document.querySelectorAll('input:not([type=hidden]), textarea, select'),"
            " (box) => ['radio', 'checkbox'].includes(box.type) ? (box.checked ? box.id : '') : box.value).join(' ').trim()"
        )
    )


def test_nothing_a_patient_typed_or_chose_comes_back(at_the_form: Page, live: LiveServer) -> None:
    page = at_the_form
    page.route("**/save/", lambda route: route.abort())
    page.goto(f"{live.url}/intake/heart/")
    assert in_the_boxes(page) == ""
    page.locator('input[name="high_bp"][value="yes"]').check(force=True)
    page.locator("input[type=text], input:not([type]), textarea").first.evaluate(f"(box) => box.value = '{CANARY}'")
    assert CANARY in in_the_boxes(page) and "high_bp" in in_the_boxes(page)
    page.goto(f"{live.url}/privacy/")
    page.go_back()
    page.wait_for_url("**/intake/heart/")
    page.wait_for_function("!document.documentElement.classList.contains('leaving')")
    assert in_the_boxes(page) == ""


def hidden_and_shown_again(page: Page) -> None:
    """As a browser does that keeps pages in memory, `no-store` or not; the page forgets, and is asked for anew."""
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert in_the_boxes(page) == ""
    assert page.locator("body").evaluate("(body) => getComputedStyle(body).visibility") == "hidden"
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert page.locator("h1").is_visible()


def test_a_page_kept_in_memory_forgets_and_is_asked_for_anew(at_the_form: Page, live: LiveServer) -> None:
    page = at_the_form
    page.goto(f"{live.url}/intake/heart/")
    page.locator("textarea, input[type=text]").first.evaluate(f"(box) => box.value = '{CANARY}'")
    hidden_and_shown_again(page)


def test_a_staff_page_kept_in_memory_forgets_and_is_asked_for_anew(at_work: Page, live: LiveServer) -> None:
    page = at_work
    page.goto(live.url + reverse("decide", args=[sent(TYPICAL).reference]))
    page.locator("#id_reason").fill(CANARY)
    hidden_and_shown_again(page)


def test_back_does_not_return_to_a_form_that_was_left_quickly(at_the_form: Page, live: LiveServer) -> None:
    page = at_the_form
    page.goto(f"{live.url}/privacy/")
    page.goto(f"{live.url}/intake/heart/")
    page.locator("[data-leave]").click()
    page.wait_for_url(lambda url: "localhost" not in url)
    page.go_back()
    assert page.url == f"{live.url}/privacy/"
    page.goto(f"{live.url}/intake/heart/")
    assert "/start/" in page.url


def test_nothing_a_clinician_typed_comes_back(at_work: Page, live: LiveServer) -> None:
    page = at_work
    intake = sent(TYPICAL)
    page.goto(live.url + reverse("decide", args=[intake.reference]))
    page.locator("#id_reason").fill(CANARY)
    page.locator('input[name="outcome"]').first.check(force=True)
    page.goto(f"{live.url}/staff/desk/")
    page.go_back()
    page.wait_for_url("**/decide/")
    page.wait_for_function("!document.documentElement.classList.contains('leaving')")
    assert CANARY not in in_the_boxes(page) and "outcome" not in in_the_boxes(page)


def test_a_record_does_not_come_back_after_signing_out(at_work: Page, live: LiveServer) -> None:
    page = at_work
    intake = sent(TYPICAL)
    page.goto(live.url + reverse("record", args=[intake.reference]))
    assert "Maya" in page.content()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login/**")
    page.go_back()
    page.wait_for_url("**/login/**")
    assert "Maya" not in page.content()
