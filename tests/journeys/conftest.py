"""What people in a journey have at hand: a patient's phone, a desk of staff, the post."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.intake.post_office import open_post_office
from tests.journeys.post import Post

LONGEST_WAIT = 10_000
A_DESK = {"width": 1280, "height": 900}


@pytest.fixture
def phone(live: Any, new_context: Callable[..., Any]) -> Iterator[Callable[..., Page]]:
    """Opens a phone of somebody's own. A script that fails, or that the content policy stops, fails the test."""
    troubles: list[str] = []

    def opened(**how: Any) -> Page:
        context = new_context(base_url=live.url, **how)
        context.set_default_timeout(LONGEST_WAIT)
        context.on("weberror", lambda failed: troubles.append(str(failed.error)))
        context.on("console", lambda line: troubles.append(line.text) if "Content Security" in line.text else None)
        return context.new_page()

    yield opened
    assert not troubles


@pytest.fixture
def desk(phone: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a large screen in the clinic."""

    def opened(**how: Any) -> Page:
        page = phone(**how)
        page.set_viewport_size(A_DESK)
        return page

    return opened


@pytest.fixture
def post(live: Any, settings: Any, tmp_path: Path) -> Iterator[Post]:
    """The post: mail is handed to a server that takes it, and its links lead to the site of this test."""
    with open_post_office() as office:
        settings.VAR = tmp_path
        settings.MESSAGES = replace(settings.MESSAGES, mail=office.server, site=live.url)
        yield Post(office)
