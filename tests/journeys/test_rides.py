"""A ride in a real browser: the front desk asks, the driver answers on a phone, with and without JavaScript."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from intake.models import Visit, stands_confirmed
from tests.intake.models.test_rides import cleared_visit
from tests.journeys.axe import nothing_found
from tests.journeys.patient import takes_no_notice
from tests.people import WELL_MAN
from tests.staff import PASSWORD

SHOTS = os.environ.get("RIDES_SHOTS")


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        for width in (390, 1280):
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}-{scheme}.png"), full_page=True)
        page.emulate_media(color_scheme="light")
        page.pdf(path=str(Path(SHOTS) / f"{name}.pdf"))


def at_the_front_desk(page: Page, visit: Visit) -> None:
    """Signs in and opens the ride, from the patient's card."""
    page.goto("/staff/")
    page.get_by_label("Email").fill("front_desk@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/staff/desk/")
    page.goto(f"/staff/desk/{visit.intake.reference}/")
    page.locator("#rides a").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_a_driver_is_asked_and_answers_on_a_phone(live: Any, desk: Any, phone: Any, javascript: bool) -> None:
    look = nothing_found if javascript else takes_no_notice
    visit = cleared_visit()
    page = desk(java_script_enabled=javascript)
    at_the_front_desk(page, visit)
    look(page)
    shoot(page, f"staff-first-{javascript}")
    expect(page.get_by_label("Who takes them home")).to_have_value(WELL_MAN["ride.name"])
    page.get_by_label("The patient accepts the rules").select_option("yes")
    page.get_by_role("button", name="Save the ride").click()
    page.get_by_role("button", name="Make a link and a code").click()
    look(page)
    shoot(page, f"staff-asked-{javascript}")
    link = page.locator(".link-shown").inner_text().replace(settings.MESSAGES.site, "")
    code = page.locator(".code-shown").inner_text()
    page.get_by_role("link", name="Sheet for the driver").click()
    look(page)
    shoot(page, f"sheet-{javascript}")

    driver = phone(java_script_enabled=javascript)
    driver.goto(link)
    look(driver)
    shoot(driver, f"driver-{javascript}")
    driver.get_by_role("button", name="Send my answer").click()
    expect(driver.get_by_role("alert")).to_contain_text("Choose one of the three answers")
    look(driver)
    driver.get_by_label("Yes, I will be there").check()
    driver.get_by_role("button", name="Send my answer").click()
    expect(driver.get_by_role("status")).to_contain_text("Thank you")
    assert stands_confirmed(Visit.objects.get())
    shoot(driver, f"driver-yes-{javascript}")

    driver.goto("/ride/")
    look(driver)
    shoot(driver, f"code-{javascript}")
    driver.get_by_label("Code").fill(code.lower())
    driver.get_by_role("button", name="Go on").click()
    driver.get_by_label("I need another time").check()
    driver.get_by_label("Your words to us").fill("After four.")
    driver.get_by_role("button", name="Change it").click()
    expect(driver.get_by_role("status")).to_contain_text("another time")
    look(driver)
    assert not stands_confirmed(Visit.objects.get())
    page.goto(f"/staff/rides/{visit.pk}/")
    expect(page.locator("main")).to_contain_text("After four.")
    shoot(page, f"staff-answered-{javascript}")
