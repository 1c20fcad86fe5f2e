"""axe, with every rule it has switched on."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()


def nothing_found(page: Page) -> None:
    """axe has no complaint about the page as it stands."""
    found = AXE.run(page)
    assert not found.violations_count, f"{page.url}\n{found.generate_report()}"
