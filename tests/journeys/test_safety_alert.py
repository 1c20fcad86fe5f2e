"""Safety does not wait for Send: an answer about suicide stands in the queue, whatever the patient does next."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from clinic.roles import Role
from tests.journeys.clinician import Clinician
from tests.journeys.patient import Patient
from tests.people import WELL_MAN

WISHED_TO_BE_DEAD = WELL_MAN | {"mind.asq": {"1": "yes", "2": "no", "3": "no", "4": "no", "5": "no"}}
TO_THE_LAST_SCREEN_OF_MIND = ("/intake/mind/", "/intake/mind/2/")


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_a_patient_who_stops_after_the_asq_stays_in_the_queue_until_a_clinician_closes_the_alert(
    phone, desk, javascript
):
    tom = Patient(phone(java_script_enabled=javascript), WISHED_TO_BE_DEAD)
    tom.begins()
    while tom.path.startswith("/intake/about/"):
        tom.answers_this_screen()
    tom.opens_the_section("Mental health history")
    while tom.path in TO_THE_LAST_SCREEN_OF_MIND:
        tom.answers_this_screen()

    tom.answers("asq.1")
    if not javascript:
        tom.goes_on()
    help_at_once = tom.page.locator("[data-told] h2")
    expect(help_at_once).to_have_text("Thank you for telling us. You are not in trouble.")

    nurse = Clinician(desk(), Role.NURSE)
    stands_in_the_queue(nurse)

    tom.hands.choose(tom.page, "asq.1", "no")
    tom.waits_until_saved()
    tom.goes_on()
    stands_in_the_queue(nurse)

    tom.leaves_quickly()
    stands_in_the_queue(nurse)

    nurse.opens_the_record_of("Tom Example", show="urgent")
    nurse.page.locator("main").get_by_role("link", name="Open the alert").click()
    expect(nurse.page.get_by_text("Answered differently since")).to_be_visible()
    nurse.opens_the_record_of("Tom Example", show="urgent")
    assert nurse.closes_every_alert("Assessed by a clinician", "Called him: no danger now, he will call us.") == 1
    expect(nurse.row_of("Tom Example", show="urgent")).to_have_count(0)


def stands_in_the_queue(nurse):
    """As a safety alert on a form that was not sent."""
    row = nurse.row_of("Tom Example", show="urgent")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Safety alert:")
    expect(row).to_contain_text("not sent yet")
