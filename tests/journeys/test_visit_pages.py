"""Pages about visits, rides and messages, on a phone and on a desk, in the light and in the dark: axe finds nothing, and
nothing stands out over the edge. The preparation sheet is one page of paper."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from clinic.roles import Role
from intake.models import Course, MedicineNote, Message, Sitting, Withdrawal
from tests.intake.drivers import Driver
from tests.intake.filling import sent, staff
from tests.intake.models.test_visits import over, planned
from tests.intake.views.test_after_sending import asked_for_more
from tests.journeys.axe import nothing_found
from tests.journeys.clinician import Clinician
from tests.people import COMPLEX, WELL_MAN
from tests.staff import PASSWORD, made

SIZES = ({"width": 390, "height": 844}, {"width": 1280, "height": 900})
PAPER = ("A4", "Letter")
A_PAGE = re.compile(rb"/Type\s*/Page\b")
IN_THE_LIGHT_AND_IN_THE_DARK = pytest.mark.parametrize("scheme", ["light", "dark"])
TAKE = "Take your blood pressure pill with a sip of water.\nLeave out your evening tablet the day before."


def is_good(page: Page, *addresses: str) -> None:
    """Each page, small and large."""
    for address in addresses:
        page.goto(address)
        for size in SIZES:
            page.set_viewport_size(size)
            nothing_found(page)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{address} is {wide} pixels wider than the screen of {size['width']}"


def comes_back_to(page: Page, intake: Any) -> None:
    """The patient came in by a link."""
    token = Sitting.begin(intake, masked=True)[1]
    page.context.add_cookies([{"name": "sitting", "value": token, "domain": "127.0.0.1", "path": "/"}])


@IN_THE_LIGHT_AND_IN_THE_DARK
def test_pages_of_the_patient_after_sending(phone: Any, scheme: str) -> None:
    page = phone(color_scheme=scheme)
    intake = sent(WELL_MAN)
    comes_back_to(page, intake)
    is_good(page, "/intake/sent/", "/visit/")
    asked_for_more(intake)
    planned(5, 8, 12, intake=intake)
    is_good(page, "/intake/sent/", "/visit/")


@IN_THE_LIGHT_AND_IN_THE_DARK
def test_pages_of_the_driver(live: Any, phone: Any, scheme: str) -> None:
    page, driver = phone(color_scheme=scheme), Driver(sent(WELL_MAN))
    is_good(page, driver.where, "/ride/", "/ride/no-such-link/", "/ride/cut/off/")
    driver.says("no")
    is_good(page, driver.where)


@IN_THE_LIGHT_AND_IN_THE_DARK
def test_pages_of_staff(desk: Any, scheme: str) -> None:
    nurse = Clinician(desk(color_scheme=scheme), Role.NURSE)
    is_good(nurse.page, "/staff/today/", "/staff/outbox/")
    for number, values in enumerate((WELL_MAN, COMPLEX)):
        at = timezone.now() + timedelta(minutes=20 * number + 5)
        visit = Course.plan(sent(values), nurse.staff, [at], minutes=105)[0]
    over(planned(3, intake=sent(WELL_MAN))[0], timedelta(hours=30))
    Message.put("received", intake=visit.intake)
    is_good(nurse.page, f"/staff/today/?day={timezone.localdate(visit.at)}", "/staff/today/", "/staff/outbox/")
    is_good(nurse.page, *(f"/staff/visits/{visit.pk}/{step}" for step in ("", "move/", "cancel/", "sheet/")))
    is_good(nurse.page, f"/staff/rides/{visit.pk}/", f"/staff/rides/{visit.pk}/sheet/")
    stops = f"/staff/intakes/{visit.intake.reference}/stop/"
    is_good(nurse.page, f"/staff/visits/{visit.pk}/new/", stops)
    nurse.page.get_by_role("button", name="The patient stops").click()
    nurse.page.locator("#errors").wait_for()
    nothing_found(nurse.page)
    Withdrawal.write_down(visit.intake, nurse.staff, "phone", "I do not want it any more.")
    is_good(nurse.page, stops, f"/staff/intakes/{visit.intake.reference}/")


def test_pages_on_which_messages_are_worded(desk: Any) -> None:
    page, ada = desk(), made(Role.ADMINISTRATOR)
    page.goto("/staff/messages/")
    page.get_by_label("Email").fill(ada.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/staff/messages/")
    is_good(page, "/staff/messages/", "/staff/messages/driver_asked/")
    page.get_by_label("Subject").fill("Your ketamine visit")
    page.get_by_role("button", name="Keep these words").click()
    page.locator("#errors").wait_for()
    nothing_found(page)


@pytest.mark.parametrize("paper", PAPER)
def test_the_sheet_is_one_page_of_paper(phone: Any, paper: str) -> None:
    page = phone()
    visit = planned(5, 8, 12, intake=sent(WELL_MAN))[0]
    MedicineNote.write(visit.course, staff("nurse"), TAKE, seen=0)
    comes_back_to(page, visit.intake)
    page.goto("/visit/")
    assert len(A_PAGE.findall(page.pdf(format=paper))) == 1
