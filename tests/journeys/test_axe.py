"""axe finds nothing on any page, as it is first shown and with its problems showing, in the light and in the dark."""

from __future__ import annotations

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from playwright.sync_api import expect

from clinic.errors import Refused
from clinic.roles import Role
from intake import urls as intake_urls
from intake.models import SafetyAlert, Sitting
from intake.models.queue import LISTINGS
from intake.questionnaire import SECTIONS
from tests.intake.filling import filled, sent
from tests.journeys.axe import nothing_found
from tests.journeys.clinician import Clinician
from tests.people import COMPLEX, TYPICAL, WELL_MAN

SCREENS = [(section, page) for section in SECTIONS for page in section.pages]
A_WOMAN_WITH_DEPRESSION = {
    code: value for code, value in TYPICAL.items() if code.startswith("about.") or code == "reason.wanted"
}
A_CHILD = {code: value for code, value in WELL_MAN.items() if code.startswith("about.")} | {
    "about.birth_date": "2014-03-02"
}


def has_a_form_open(page, values):
    """In this browser a form is open in which these answers were given."""
    intake = filled(values)
    _sitting, token = Sitting.begin(intake)
    page.context.add_cookies([{"name": "sitting", "value": token, "domain": "127.0.0.1", "path": "/"}])
    return intake


def looks_at(page, *addresses):
    """axe reads each page."""
    for address in addresses:
        page.goto(address)
        nothing_found(page)


def presses(page, words, on="main"):
    """Presses a button that leads to another page, which axe reads too."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.locator(on).get_by_role("button", name=words, exact=True).last.click()
    nothing_found(page)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_each_screen_blank_and_with_its_problems(phone, part):
    page = phone()
    has_a_form_open(page, A_WOMAN_WITH_DEPRESSION)
    for section, screen in SCREENS[part::3]:
        looks_at(page, f"/intake/{section.code}/{screen.number}/")
        presses(page, "Send my answers" if section.code == "agree" else "Continue")
        if any(question.required for question in screen.questions) and section.code != "about":
            expect(page.locator("#errors")).to_be_visible()
            assert page.title().startswith("Problem:")


def test_the_way_to_the_form_and_back(phone):
    page = phone()
    looks_at(page, "/", "/help-now/", "/privacy/", "/accessibility/", "/start/back/", "/start/")
    presses(page, "Begin")
    page.locator("label").filter(has_text="for myself").click()
    presses(page, "Begin")
    looks_at(page, "/", "/start/", "/intake/check/", "/start/back/")
    page.get_by_label("Reference").fill("K7QF-3M2X")
    presses(page, "Open my form")
    expect(page.locator("#errors")).to_be_visible()


def test_a_form_half_done_all_done_and_sent(phone):
    page = phone()
    intake = has_a_form_open(page, COMPLEX)
    looks_at(page, "/intake/", "/intake/check/", "/intake/mind/?from=check")
    intake.submit()
    looks_at(page, "/intake/sent/")
    has_a_form_open(page, A_WOMAN_WITH_DEPRESSION)
    looks_at(page, "/intake/", "/intake/check/")
    has_a_form_open(page, A_CHILD)
    looks_at(page, "/intake/please-call/")


@pytest.mark.parametrize(
    ("screen", "answers", "help_title"),
    [
        ("heart/", ["angina", "angina_worse"], "Chest pain now can be an emergency."),
        ("mind/3/", ["asq.1", "asq.5"], "Thank you for telling us. You are not in trouble."),
    ],
    ids=["chest pain", "suicide"],
)
def test_help_that_opens_at_once_and_stands_on_the_next_page(phone, screen, answers, help_title):
    page = phone()
    has_a_form_open(page, WELL_MAN)
    page.goto(f"/intake/{screen}")
    for name in answers:
        page.locator(f'label:has([name="{name}"][value="yes"])').click()
    expect(page.locator("[data-told] h2")).to_contain_text(help_title)
    nothing_found(page)
    presses(page, "Continue")
    expect(page.locator("[data-told] h2")).to_contain_text(help_title)


def test_an_answer_that_is_asked_about_once_more(phone):
    page = phone()
    has_a_form_open(page, WELL_MAN)
    page.goto("/intake/body/")
    page.get_by_label("Centimeters", exact=True).fill("215")
    presses(page, "Continue")
    expect(page.get_by_role("heading", name="Look at this once more")).to_be_visible()


def test_two_answers_from_two_windows_and_a_form_that_is_not_open_any_more(phone):
    first = phone()
    has_a_form_open(first, WELL_MAN)
    second = first.context.new_page()
    for window in (first, second):
        window.goto("/intake/eyes/")
    for window, answer in ((second, "yes"), (first, "unsure")):
        window.locator(f'label:has([name="injury"][value="{answer}"])').click()
        expect(window.locator("[data-saved]")).not_to_have_attribute("data-state", "saving")
    presses(first, "Continue")
    expect(first.locator(".conflict")).to_be_visible()
    has_a_form_open(first, A_WOMAN_WITH_DEPRESSION)
    presses(first, "Continue")
    expect(first.get_by_role("heading", name="Another form is open in this browser")).to_be_visible()


TROUBLES = {
    400: SuspiciousOperation(),
    403: Refused(403),
    413: RequestDataTooBig(),
    429: Refused(429),
    500: ValueError(),
    503: OperationalError(),
}


def test_pages_that_tell_of_trouble(phone, monkeypatch):
    page = phone()
    looks_at(page, "/nothing-here/", "/leave/", "/start/")
    page.context.clear_cookies()
    presses(page, "Begin")
    expect(page).to_have_title("This page was open too long")
    home = next(each for each in intake_urls.urlpatterns if each.name == "home")
    for status, trouble in TROUBLES.items():
        monkeypatch.setattr(home, "callback", raises(trouble))
        assert page.goto("/").status == status
        expect(page.locator("#help")).to_be_visible()
        nothing_found(page)


def raises(trouble):
    """A page on which this goes wrong."""

    def view(request):
        raise trouble

    return view


def test_pages_of_staff_with_and_without_patients(desk):
    page = desk()
    page.goto("/staff/account/login/")
    page.get_by_label("Email").fill("nobody@example.org")
    page.get_by_label("Password").fill("not the password")
    presses(page, "Sign in")
    nurse = Clinician(page, Role.NURSE, nothing_found)
    for show in LISTINGS:
        looks_at(page, f"/staff/?show={show}")
    looks_at(page, "/staff/?status=sent&sent=soon", "/staff/handover/", "/staff/search/", "/staff/desk/", "/staff/account/password/", "/staff/account/logout/")
    looks_at(page, "/staff/nothing-here/", "/staff/account/inactive/")
    draft = filled({"about.first_name": "Ida", "about.last_name": "Draft", "mind.asq": {"1": "yes"}})
    intake = sent(COMPLEX)
    sent(WELL_MAN)
    looks_at(page, "/staff/", "/staff/handover/", f"/staff/intakes/{draft.reference}/")
    looks_at(page, "/staff/desk/", f"/staff/desk/{intake.reference}/", "/staff/reopen/")
    presses(page, "Make a code")
    page.get_by_label("Reference", exact=True).fill(draft.reference)
    page.locator("label").filter(has_text="document").first.click()
    presses(page, "Make a code")
    expect(page.get_by_text("The form is open again for 30 minutes")).to_be_visible()
    nurse.opens_the_record_of("Tom Example")
    nurse.goes_to_decide()
    presses(page, "Record this decision")
    looks_at(page, f"/staff/alerts/{SafetyAlert.objects.first().pk}/")
    presses(page, "Close this alert")


def test_in_the_dark(phone, desk):
    page = phone(color_scheme="dark")
    has_a_form_open(page, WELL_MAN)
    looks_at(page, "/", "/help-now/", "/intake/", "/intake/check/", "/intake/mind/2/", "/intake/reason/2/")
    has_a_form_open(page, A_WOMAN_WITH_DEPRESSION)
    for screen in ("heart", "medicines", "body"):
        page.goto(f"/intake/{screen}/")
        presses(page, "Continue")
    intake = sent(COMPLEX)
    physician = Clinician(desk(color_scheme="dark"), Role.PHYSICIAN, nothing_found)
    physician.opens_the_record_of("Jo Sample")
    physician.goes_to_decide()
    looks_at(physician.page, f"/staff/alerts/{intake.alerts.first().pk}/", "/staff/desk/")
