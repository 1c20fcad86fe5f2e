"""Browsers of the people in a journey: a patient's phone, a desk of staff."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

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
