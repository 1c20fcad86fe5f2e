"""A patient looks where their form stands, and answers there what a clinician asked."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.audit import record
from intake.models import ReturnLink
from tests.intake.filling import sent, staff
from tests.intake.views.test_after_sending import asked_for_more
from tests.journeys.axe import nothing_found
from tests.journeys.test_coming_back import TOM, says_when_born


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_tom_reads_where_it_stands_and_answers_what_was_asked(phone, javascript):
    look = nothing_found if javascript else (lambda page: None)
    page = phone(java_script_enabled=javascript)
    intake = sent(TOM)
    record("record.read", staff=staff("nurse"), subject=intake)
    asked_for_more(intake)
    page.goto(reverse("back", args=[ReturnLink.make(intake, intake.email_index)]))
    says_when_born(page)
    expect(page.get_by_role("heading", name="We need a little more from you.")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Who has opened my record").click()
    expect(page.locator("main")).to_contain_text("Nurse")
    look(page)
    page.get_by_role("link", name="Back", exact=True).click()
    page.get_by_role("button", name="Answer now").click()
    expect(page.locator("main")).to_contain_text("We need to be sure about this.")
    look(page)
