"""Two physicians change a threshold in the browser, by keyboard where it matters; axe finds nothing on any page of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from clinic.roles import Role
from intake.models import PolicyChange, policy_in_force
from tests.intake.filling import filled, sent
from tests.journeys.axe import nothing_found
from tests.people import COMPLEX
from tests.staff import PASSWORD, made, second_physician

SCREENS = [("light", (1280, 900)), ("dark", (390, 844))]


def signs_in(page, person):
    person.set_password(PASSWORD)
    person.save()
    page.goto("/staff/account/login/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    presses(page, "Sign in")


def presses(page, words):
    """Presses a button by its key; axe reads the page that comes."""
    button = page.locator("main").get_by_role("button", name=words, exact=True).last
    button.focus()
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.keyboard.press("Enter")
    nothing_found(page)


def looks_at(page, *addresses):
    for address in addresses:
        page.goto(address)
        nothing_found(page)
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{address} is {width} px too wide"


@pytest.mark.parametrize(("scheme", "size"), SCREENS)
def test_two_physicians_change_a_threshold(phone, scheme, size):
    page = phone(color_scheme=scheme)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    signs_in(page, made(Role.PHYSICIAN))
    looks_at(page, "/staff/rules/policy/setting/bp_stop_systolic/")
    page.get_by_label("It should be").fill("999")
    presses(page, "Go on")
    expect(page.locator("#errors")).to_contain_text("must be from 140 to 180")
    page.get_by_label("It should be").fill("160")
    page.get_by_label("Why").fill("Our cardiologist asked for an earlier stop.")
    presses(page, "Go on")
    presses(page, "Propose this change")
    expect(page.get_by_text("Nothing changes until another physician approves it.")).to_be_visible()
    expect(page.get_by_role("button", name="Approve this change")).to_have_count(0)
    change = PolicyChange.objects.get()
    page.context.clear_cookies()
    signs_in(page, second_physician())
    looks_at(page, f"/staff/rules/policy/{change.pk}/")
    presses(page, "Approve this change")
    expect(page.get_by_text("It is in force from now on.")).to_be_visible()
    assert policy_in_force().bp_stop_systolic == 160


@pytest.mark.parametrize(("scheme", "size"), SCREENS)
def test_a_stop_is_lowered_only_by_who_says_they_know(phone, scheme, size):
    page = phone(color_scheme=scheme)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    signs_in(page, made(Role.PHYSICIAN))
    looks_at(page, "/staff/rules/policy/level/CV-07/")
    page.get_by_label("review", exact=True).check()
    page.get_by_label("Why").fill("We see many small, stable ones.")
    presses(page, "Go on")
    presses(page, "Propose this change")
    expect(page.locator("#errors")).to_contain_text("Tick that you know")
    page.get_by_label("I know what this change does").check()
    presses(page, "Propose this change")
    looks_at(page, "/staff/rules/policy/", "/staff/rules/CV-07/")
    change = PolicyChange.objects.get()
    page.context.clear_cookies()
    signs_in(page, second_physician())
    looks_at(page, f"/staff/rules/policy/{change.pk}/")
    presses(page, "Approve this change")
    expect(page.locator("#errors")).to_contain_text("Tick that you know")
    presses(page, "Refuse this change")
    page.get_by_label("Why you refuse it").fill("A tear is a tear, and kills.")
    presses(page, "Refuse this change")
    expect(page.get_by_text("The policy stays as it was.")).to_be_visible()


@pytest.mark.parametrize(("scheme", "size"), SCREENS)
def test_the_bench_and_the_insights(phone, scheme, size):
    page = phone(color_scheme=scheme)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    signs_in(page, made(Role.NURSE))
    looks_at(page, "/staff/insights/")
    filled({"about.first_name": "Ida", "mind.asq": {"1": "yes"}})
    for _ in range(5):
        sent(COMPLEX)
    looks_at(page, "/staff/rules/", "/staff/rules/?words=nothing+holds+this", "/staff/rules/?level=stop")
    looks_at(page, "/staff/rules/BP-01/", "/staff/rules/CV-06/", "/staff/rules/MED-01/", "/staff/rules/ADM-01/")
    looks_at(page, "/staff/rules/try/", "/staff/rules/try/?person=1&section=medicines", "/staff/rules/try/?rule=CV-08")
    presses(page, "Weigh the rules")
    looks_at(page, "/staff/insights/?days=365", "/staff/insights/")
    for summary in page.get_by_text("The numbers").all():
        summary.focus()
        page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Nine in ten within")).to_be_visible()
    nothing_found(page)
