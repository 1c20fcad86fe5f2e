"""A nurse is called away in the middle of a sentence, is signed out, or sends another form: no word is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from playwright.sync_api import Dialog, Page, expect

from clinic.models import StaffSession
from clinic.roles import Role
from clinic.sessions import IDLE
from intake.models import Assessment, Intake, Note
from tests.intake.filling import sent
from tests.journeys.axe import nothing_found
from tests.journeys.clinician import Clinician
from tests.journeys.patient import takes_no_notice
from tests.people import COMPLEX
from tests.staff import PASSWORD, made

WORDS = "Her sister drives her; call before four."


@pytest.fixture
def intake(live: Any) -> Intake:
    """A form with a safety alert."""
    return sent(COMPLEX)


def is_signed_out() -> None:
    """A quarter of an hour went by in which nobody pressed anything."""
    StaffSession.objects.update(active_at=F("active_at") - IDLE - timedelta(seconds=1))


def asks(page: Page, *, leave: bool) -> list[str]:
    """Answers what the browser asks before a page is left; the kinds of question it asked."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept() if leave else dialog.dismiss()

    page.on("dialog", answer)
    return asked


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_a_note_that_took_longer_than_the_session_is_sent_after_the_sign_in(intake, desk, javascript):
    look = nothing_found if javascript else takes_no_notice
    nurse = Clinician(desk(java_script_enabled=javascript), Role.NURSE, look)
    page = nurse.page
    page.goto(f"/staff/intakes/{intake.reference}/notes/")
    page.locator("textarea").fill(WORDS)
    is_signed_out()
    page.locator("main form button").last.click()
    expect(page.get_by_text("Nothing you wrote is lost.")).to_be_visible()
    look(page)
    page.get_by_label("Email").fill(nurse.staff.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Not saved yet")).to_be_visible()
    expect(page.locator("main")).to_contain_text(WORDS)
    look(page)
    if javascript:
        asked = asks(page, leave=False)
        page.get_by_role("link", name="Queue").click(no_wait_after=True)
        page.wait_for_timeout(300)
        assert asked == ["beforeunload"], "what was not sent yet is not left behind without a question"
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator("#notes")).to_contain_text(WORDS)
    assert Note.objects.get().by == nurse.staff


def test_a_page_from_before_a_sign_in_in_another_window_is_sent_all_the_same(intake, desk):
    nurse = Clinician(desk(), Role.NURSE)
    page = nurse.page
    page.goto(f"/staff/intakes/{intake.reference}/notes/")
    page.locator("textarea").fill(WORDS)
    is_signed_out()
    Clinician(page.context.new_page(), Role.NURSE, staff=nurse.staff)
    page.locator("main form button").last.click()
    expect(page.get_by_role("heading", name="Not saved yet")).to_be_visible()
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator("#notes")).to_contain_text(WORDS)


def test_who_is_signed_out_comes_back_to_the_record_they_were_at(intake, desk):
    nurse = Clinician(desk(), Role.NURSE)
    is_signed_out()
    nurse.page.goto(f"/staff/intakes/{intake.reference}/")
    nurse.page.get_by_label("Email").fill(nurse.staff.email)
    nurse.page.get_by_label("Password").fill(PASSWORD)
    nurse.page.get_by_role("button", name="Sign in").click()
    expect(nurse.page.locator(".record-head h1")).to_be_visible()


def test_words_in_one_form_are_not_left_behind_by_another_or_by_a_link(intake, desk):
    page = Clinician(desk(), Role.NURSE).page
    page.goto(f"/staff/alerts/{intake.alerts.first().pk}/")
    closing = page.locator("#close textarea")
    closing.fill(WORDS)
    asked = asks(page, leave=False)
    page.get_by_role("button", name="I am dealing with this").click(no_wait_after=True)
    expect(closing).to_have_value(WORDS)
    page.get_by_role("link", name="Back to the record").click(no_wait_after=True)
    expect(closing).to_have_value(WORDS)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload", "beforeunload"] and "/alerts/" in page.url


def test_a_form_that_is_sent_and_a_page_on_which_nothing_was_written_ask_nothing(intake, desk):
    page = Clinician(desk(), Role.NURSE).page
    asked = asks(page, leave=True)
    page.goto(f"/staff/alerts/{intake.alerts.first().pk}/")
    page.get_by_role("button", name="I am dealing with this").click()
    expect(page.get_by_text("Recorded: you are dealing with this alert.")).to_be_visible()
    page.goto(f"/staff/intakes/{intake.reference}/notes/")
    page.locator("textarea").fill(WORDS)
    page.locator("main form button").last.click()
    expect(page.locator("#notes")).to_contain_text(WORDS)
    assert asked == []


def test_the_second_of_two_who_wrote_is_asked_before_they_leave_their_words(intake, desk):
    page = Clinician(desk(), Role.NURSE).page
    page.goto(f"/staff/intakes/{intake.reference}/assessment/")
    page.locator("main textarea").first.fill(WORDS)
    Assessment.write(intake, made(Role.PHYSICIAN), "Well looked after.", based_on=0)
    page.locator("main form button").last.click()
    expect(page.locator("#conflict")).to_be_visible()
    asked = asks(page, leave=True)
    page.get_by_role("link", name="Queue").click()
    expect(page.get_by_role("heading", name="Queue", level=1)).to_be_visible()
    assert asked == ["beforeunload"]


def test_nobody_is_asked_at_the_sign_in(live, desk):
    page = desk()
    asked = asks(page, leave=True)
    page.goto("/staff/account/login/")
    page.get_by_label("Email").fill("nurse@example.org")
    page.get_by_role("link", name="Go to the patients").click()
    page.wait_for_url(lambda url: "/staff/" not in url)
    assert asked == []


def test_words_that_could_not_be_kept_are_not_left_behind_either(intake, desk):
    page = Clinician(desk(), Role.NURSE).page
    page.goto(f"/staff/alerts/{intake.alerts.first().pk}/")
    page.locator("#close textarea").fill(WORDS)
    page.get_by_role("button", name="Close this alert").click()
    expect(page.locator("#errors")).to_be_visible()
    asked = asks(page, leave=True)
    page.get_by_role("link", name="Back to the record").click()
    expect(page.locator(".record-head h1")).to_be_visible()
    assert asked == ["beforeunload"]
