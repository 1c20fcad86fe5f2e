"""A patient who comes back, and one who answers by phone: a nurse at a desk, in a real browser, axe on every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinic.roles import Role
from intake.models import Intake, Matching, Patient
from intake.models.patient import told_by
from intake.questionnaire import section_called
from tests.intake.filling import sent, staff
from tests.journeys.axe import nothing_found
from tests.journeys.clinician import Clinician
from tests.people import TYPICAL, WELL_MAN


def came_before(monkeypatch: pytest.MonkeyPatch) -> Intake:
    """A form of 90 days ago, of a patient whom staff know."""
    now = timezone.now()
    with monkeypatch.context() as then:
        then.setattr("django.utils.timezone.now", lambda: now - timedelta(days=90))
        earlier = sent(TYPICAL | {"reason.peg": {"1": "4", "2": "3", "3": "3"}})
        Matching.make(earlier, staff("physician"), told_by(earlier))
    return earlier


def test_a_nurse_matches_a_patient_who_comes_back_and_reads_what_changed(
    desk: Callable[..., Page], live: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = came_before(monkeypatch)
    later = sent(TYPICAL | {"body.systolic": 150, "mind.phq9": {str(item): "2" for item in range(1, 10)}})
    page = desk()
    Clinician(page, Role.NURSE, nothing_found)
    page.goto(f"/staff/intakes/{later.reference}/")
    nothing_found(page)
    page.locator("#patient").get_by_role("button", name="Match").click()
    expect(page.get_by_text("Matched. You can undo it")).to_be_visible()
    nothing_found(page)
    expect(page.locator("#changed tbody th[scope=row]").first).to_be_visible()
    expect(page.locator("#over-time svg").first).to_be_visible()
    page.locator("#patient").get_by_role("link", name=earlier.name).click()
    expect(page.get_by_role("link", name=earlier.reference)).to_be_visible()
    nothing_found(page)
    twin = Patient.confirmed(staff("physician"), earlier.patient.person)
    page.get_by_role("link", name="Merge with another patient").click()
    nothing_found(page)
    page.get_by_role("link", name="Look at both side by side").click()
    nothing_found(page)
    page.locator("label.card-choice").first.click()
    page.get_by_label("How do you know").fill("The same card was seen today.")
    page.get_by_role("button", name="Merge the two").click()
    page.get_by_role("link", name="Undo this merge").click()
    nothing_found(page)
    page.get_by_label("Why are they two").fill("Two people after all.")
    page.get_by_role("button", name="Undo the merge").click()
    expect(page.get_by_text("The merge is undone.")).to_be_visible()
    assert Patient.objects.get(pk=twin.pk).survivor is None


def test_a_nurse_writes_down_what_a_patient_says_on_the_phone(desk: Callable[..., Page], live: Any) -> None:
    page = desk()
    Clinician(page, Role.NURSE, nothing_found)
    page.get_by_role("link", name="Fill in a form").click()
    nothing_found(page)
    page.locator("label").filter(has_text="By phone").click()
    page.get_by_role("button", name="Open the form").click()
    nothing_found(page)
    page.get_by_role("link", name="Begin").click()
    page.get_by_label("Legal first name").fill(WELL_MAN["about.first_name"])
    page.get_by_label("Legal last name").fill(WELL_MAN["about.last_name"])
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    nothing_found(page)
    intake = Intake.objects.get()
    assert intake.marks()["about.first_name"]["route"] == "phone"
    about = {code: value for code, value in WELL_MAN.items() if code.startswith("about.")}
    intake.save_section(section_called("about"), about, revision=intake.revision_of(section_called("about")))
    page.goto(f"/staff/intakes/{intake.reference}/fill/mind/3/")
    page.locator('input[name="asq.1"][value="yes"]').check(force=True)
    expect(page.get_by_text("The patient may be in danger. A safety alert is open.")).to_be_visible()
    nothing_found(page)
    page.goto(f"/staff/intakes/{intake.reference}/fill/check/")
    expect(page.get_by_text("by phone, Nurse").first).to_be_visible()
    nothing_found(page)
    page.goto(f"/staff/intakes/{intake.reference}/fill/agree/")
    expect(page.get_by_text("Read each sentence aloud")).to_be_visible()
    nothing_found(page)

