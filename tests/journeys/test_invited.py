"""A patient is invited by e-mail: the mail says nothing of health, a scanner does not use its link up, and it works once."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from clinic.roles import Role
from intake.models import Intake
from tests.journeys.axe import nothing_found
from tests.journeys.clinician import Clinician
from tests.journeys.post import body_of, subject_of

EMAIL = "ida.new@example.org"


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_ida_is_invited_and_begins_her_form_from_the_mail(phone: Any, desk: Any, post: Any, javascript: bool) -> None:
    look = nothing_found if javascript else (lambda page: None)
    nurse = Clinician(desk(java_script_enabled=javascript), Role.NURSE)
    nurse.page.goto("/staff/invitations/")
    look(nurse.page)
    nurse.page.get_by_role("button", name="Send the invitation").click()
    expect(nurse.page.locator("#errors")).to_contain_text("Write the patient’s e-mail address.")
    look(nurse.page)
    nurse.page.locator("#id_email").fill(EMAIL)
    nurse.page.locator("#id_last_name").fill("Newman")
    nurse.page.get_by_role("button", name="Send the invitation").click()
    expect(nurse.page.locator("#all li")).to_contain_text(EMAIL)
    look(nurse.page)

    [mail] = post.brings(EMAIL)
    assert "Newman" not in subject_of(mail) + body_of(mail)
    link = post.link_to(EMAIL)
    scanner = phone()
    for _ in range(3):
        assert scanner.request.head(link).status == 200 and scanner.request.get(link).status == 200

    ida = phone(java_script_enabled=javascript)
    ida.goto(link)
    look(ida)
    ida.get_by_text("for myself").click()
    ida.get_by_role("button", name="Begin").click()
    expect(ida.get_by_role("heading", name="Your form")).to_be_visible()
    assert Intake.objects.get().for_whom == "self"

    ida.context.clear_cookies()
    ida.goto(link)
    ida.get_by_text("for myself").click()
    ida.get_by_role("button", name="Begin").click()
    expect(ida.get_by_role("heading", name="This link has ended")).to_be_visible()
    look(ida)
    nurse.page.goto("/staff/invitations/")
    expect(nurse.page.locator("#all li")).not_to_contain_text("link until")
