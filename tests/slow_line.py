"""A slow line: the page is there before its scripts are."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route


def holds_back(page: Page, *names: str) -> Callable[[], None]:
    """Scripts of these names do not come to this page until what is returned is called."""
    waiting: list[Route] = []
    is_slow = True

    def meet(route: Route) -> None:
        if is_slow:
            waiting.append(route)
        else:
            route.continue_()

    def let_come() -> None:
        nonlocal is_slow
        is_slow = False
        for route in waiting:
            route.continue_()

    page.route(re.compile(rf"/static/js/({'|'.join(names)})[^/]*\.js"), meet)
    return let_come
