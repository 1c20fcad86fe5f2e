"""A morning's work in the clinic, on the invented patients of the demonstration: front desk, nurse, physician."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clinic.roles import CLINICAL, Role
from intake.demo.acting import act_out
from intake.demo.people import PEOPLE
from intake.models import Assessment, Intake, Lapse, Resolution
from tests.journeys.axe import nothing_found
from tests.journeys.clinician import Clinician
from tests.journeys.hands import Keys
from tests.journeys.patient import takes_no_notice
from tests.staff import PASSWORD, made

WHY = "Spoke with the patient and the cardiologist today."


@pytest.fixture
def colleagues(live: Any) -> dict[str, Any]:
    """A nurse and a physician, and what they and the invented patients have done so far."""
    people = {role: made(role) for role in CLINICAL}
    by_role = {str(role): person for role, person in people.items()}
    for person in PEOPLE:
        act_out(person, by_role)
    return by_role


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_a_nurse_works_a_record_through_and_clears_it(colleagues, desk, javascript):
    look = nothing_found if javascript else takes_no_notice
    nurse = Clinician(desk(java_script_enabled=javascript), Role.NURSE, look, staff=colleagues["nurse"])
    nurse.opens_the_record_of("Dolores Marchetti", show="to_review")
    nurse.takes_it()
    nurse.writes_a_note("Her daughter is in the waiting room.")
    nurse.measures_a_pressure(128, 76)
    nurse.settles_every_flag("plan", WHY)
    assert nurse.marks_every_section_reviewed() > 10
    nurse.writes_the_assessment("Stable heart disease, many medicines, well looked after.")
    expect(nurse.page.locator("#assessment")).to_contain_text("well looked after")
    nurse.goes_to_decide()
    expect(nurse.page.locator("#checklist .is-stop")).to_have_count(0)
    nurse.decides("Cleared with conditions", WHY, conditions="An ECG on the day.")
    expect(nurse.row_of("Dolores Marchetti", show="to_review")).to_have_count(0)
    expect(nurse.row_of("Dolores Marchetti", show="decided")).to_have_count(1)
    assert not Resolution.objects.exclude(outcome="plan").filter(flag__intake__in=decided("Dolores")).exists()


def decided(name: str) -> list[Intake]:
    return [intake for intake in Intake.objects.filter(status="decided") if name in intake.name]


def test_a_nurse_settles_and_decides_by_the_keyboard_alone(colleagues, desk):
    nurse = Clinician(desk(), Role.NURSE, hands=Keys(), staff=colleagues["nurse"])
    nurse.page.goto("/staff/?show=to_review")
    nurse.hands.press(nurse.page, nurse.page.locator("a.queue-link", has_text="Maya Lindqvist"))
    expect(nurse.page.locator(".record-head h1")).to_contain_text("Maya Lindqvist")
    assert nurse.settles_every_flag("not_an_issue", WHY)
    nurse.hands.press(nurse.page, nurse.page.locator("#decision a.button"))
    nurse.hands.choose(nurse.page, "outcome", "cleared")
    nurse.hands.write(nurse.page, "reason", WHY)
    nurse.hands.press(nurse.page, nurse.page.get_by_role("button", name="Record this decision"))
    expect(nurse.page.locator("#decision .decision h3")).to_have_text("Cleared for treatment")


def test_a_physician_decides_over_a_stop_and_sees_every_rule_that_was_weighed(colleagues, desk):
    physician = Clinician(desk(), Role.PHYSICIAN, nothing_found, staff=colleagues["physician"])
    physician.opens_the_record_of("Harold Whitfield", show="to_review")
    expect(physician.page.locator(".record-head .has-stop")).to_contain_text("2 open")
    physician.page.get_by_role("link", name="Every rule that was weighed").click()
    expect(physician.page.get_by_role("heading", name="Stayed quiet")).to_be_visible()
    physician.look(physician.page)
    physician.page.get_by_role("link", name="Back to the record").click()
    physician.measures_a_pressure(126, 80)
    assert physician.settles_every_flag("not_an_issue", "126/80 on three readings here today.") >= 2
    expect(physician.page.locator(".record-head")).to_contain_text("all settled")
    physician.goes_to_decide()
    physician.decides("Cleared for treatment", WHY)


def test_two_reviewers_on_one_record_lose_nothing(colleagues, desk):
    nurse = Clinician(desk(), Role.NURSE, nothing_found, staff=colleagues["nurse"])
    physician = Clinician(desk(), Role.PHYSICIAN, nothing_found, staff=colleagues["physician"])
    for person in (nurse, physician):
        person.opens_the_record_of("Grace Mbeki", show="to_review")
        person.opens_the_assessment()
    nurse.page.get_by_label("Assessment").fill("Thyroid not under control yet.")
    physician.page.get_by_label("Assessment").fill("Wait for the thyroid values of Friday.")
    nurse.keeps_the_assessment()
    physician.keeps_the_assessment()
    conflict = physician.page.locator("#conflict")
    expect(conflict).to_contain_text("Thyroid not under control yet.")
    expect(conflict).to_contain_text("Wait for the thyroid values of Friday.")
    expect(physician.page.get_by_label("Assessment")).to_have_value("Wait for the thyroid values of Friday.")
    physician.look(physician.page)
    both = "Thyroid not under control yet; wait for the values of Friday."
    physician.page.get_by_label("Assessment").fill(both)
    physician.keeps_the_assessment()
    expect(physician.page.locator("#assessment")).to_contain_text(both)
    wordings = Assessment.objects.filter(intake__in=[each for each in Intake.objects.all() if "Mbeki" in each.name])
    assert sorted(each.number for each in wordings) == [1, 2, 3]


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_a_clearance_that_is_too_old_stands_in_the_queue_again(colleagues, desk, javascript):
    (lapsing,) = decided("Linda Castellanos")
    ahead = timezone.now() + timedelta(days=3)
    Intake.objects.filter(pk=lapsing.pk).update(lapses_at=timezone.now(), visit_at=ahead)
    nurse = Clinician(desk(java_script_enabled=javascript), Role.NURSE, staff=colleagues["nurse"])
    nurse.page.goto(f"/staff/intakes/{lapsing.reference}/")
    expect(nurse.page.get_by_text("This decision has lapsed.")).to_be_visible()
    assert Lapse.objects.filter(intake=lapsing).count() == 1
    expect(nurse.row_of(lapsing.reference, show="to_review")).to_have_count(1)
    nurse.opens_the_record_of(lapsing.name, show="to_review")
    nurse.page.locator("#decision a.button").click()
    nurse.decides("Not suitable", WHY)
    expect(nurse.row_of(lapsing.reference, show="to_review")).to_have_count(0)


def test_the_front_desk_finds_who_calls_and_sees_nothing_of_health(colleagues, desk, live):
    page = desk()
    clerk = made(Role.FRONT_DESK)
    at_the_desk(page, clerk)
    nothing_found(page)
    expect(page.get_by_role("heading", name="Front desk", level=1)).to_be_visible()
    page.get_by_role("searchbox").or_(page.locator("#id_find")).first.fill("Whitfield")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Harold Whitfield").click()
    expect(page.locator(".record-head h1")).to_contain_text("Harold Whitfield")
    nothing_found(page)
    said = page.locator("main").inner_text()
    assert "+1 202-555-0102" in said
    assert not [word for word in ("186", "pressure", "STOP", "gabapentin", "severe") if word in said]


def at_the_desk(page: Any, clerk: Any) -> None:
    page.goto("/staff/")
    page.get_by_label("Email").fill(clerk.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
