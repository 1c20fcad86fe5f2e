"""The queue by keyboard, new arrivals that move nothing, and two clinicians who meet on one record."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from clinic.roles import Role
from intake.models import Intake
from tests.intake.filling import sent
from tests.journeys.axe import nothing_found
from tests.journeys.clinician import Clinician
from tests.people import WELL_MAN


def test_a_nurse_finds_and_narrows_by_keyboard_alone(desk):
    nurse = Clinician(desk(), Role.NURSE, nothing_found)
    page, keys = nurse.page, nurse.page.keyboard
    sent(WELL_MAN)
    page.goto("/staff/?show=to_review")
    keys.press("/")
    expect(page.locator("#id_find")).to_be_focused()
    keys.type("example 1988-04-12")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Search", level=1)).to_be_visible()
    expect(page.get_by_text("1 form found by last name and birth date.")).to_be_visible()
    nothing_found(page)
    page.goto("/staff/?show=to_review")
    page.locator(".filters > summary").focus()
    keys.press("Enter")
    page.get_by_label("Status").focus()
    keys.type("In review")
    page.get_by_role("button", name="Show these").press("Enter")
    expect(page.get_by_text("Nobody fits these filters")).to_be_visible()
    nothing_found(page)
    page.get_by_role("link", name="Clear filters").first.press("Enter")
    expect(page.get_by_role("link", name="Tom Example")).to_be_visible()
    page.get_by_role("link", name="Tom Example").press("Enter")
    expect(page.locator(".record-head h1")).to_contain_text("Tom Example")


def test_new_forms_are_told_without_moving_the_page(desk):
    nurse = Clinician(desk(), Role.NURSE)
    page = nurse.page
    sent(WELL_MAN)
    page.clock.install()
    page.goto("/staff/?show=to_review")
    row = page.get_by_role("link", name="Tom Example")
    before = row.bounding_box()
    sent(WELL_MAN)
    Intake.objects.update(waiting_since=timezone.now() + timedelta(minutes=1))
    page.clock.run_for(25_000)
    expect(page.locator(".news")).to_contain_text("2 new forms are waiting.")
    assert row.bounding_box() == before
    nothing_found(page)
    page.locator(".news a").click()
    expect(page.get_by_role("link", name="Tom Example")).to_have_count(2)


def test_two_clinicians_meet_on_one_record(desk):
    intake = sent(WELL_MAN)
    nurse, physician = Clinician(desk(), Role.NURSE), Clinician(desk(), Role.PHYSICIAN)
    for each in (nurse, physician):
        each.page.goto(f"/staff/intakes/{intake.reference}/")
    expect(physician.page.get_by_text("Nurse has it open too.")).to_be_visible()
    nurse.page.get_by_role("button", name="I work on this").click()
    expect(nurse.page.get_by_text("You have it.")).to_be_visible()
    physician.page.get_by_role("button", name="I work on this").click()
    expect(physician.page.get_by_text("Somebody was faster. Nurse has it since")).to_be_visible()
    nothing_found(physician.page)
    nurse.page.get_by_role("link", name="Hand it over").click()
    nothing_found(nurse.page)
    nurse.page.locator("label").filter(has_text="Physician").click()
    nurse.page.get_by_label("Note for them").fill("Call Dr Field back.")
    nurse.page.get_by_role("button", name="Hand it over").click()
    expect(nurse.page.get_by_text("Physician has this form now.")).to_be_visible()
    physician.page.reload()
    expect(physician.page.get_by_text("Call Dr Field back.")).to_be_visible()
    physician.page.goto("/staff/handover/")
    expect(physician.page.get_by_role("heading", name="Physician 1")).to_be_visible()
