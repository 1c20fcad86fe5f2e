"""A clinician asks for more; the patient answers just that on a phone; the rules are weighed again. And: a safety alert
from hand to hand."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from clinic.roles import Role
from intake.models import Intake, Submission
from tests.intake.filling import filled, sent
from tests.journeys.axe import nothing_found
from tests.journeys.clinician import Clinician
from tests.journeys.hands import Fingers, Keys
from tests.journeys.patient import takes_no_notice
from tests.people import WELL_MAN

UNSURE_OF_A_CLOT = WELL_MAN | {"heart.high_bp": "yes", "heart.high_bp_controlled": "unsure"}
WHY = "You were not sure about your blood pressure. We need to know before your visit."
YEAR, MONTH, DAY = WELL_MAN["about.birth_date"].split("-")
BORN = {"month": MONTH, "day": DAY, "year": YEAR}


def presses(page, button):
    """Leads to another page."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.locator("main").get_by_role("button", name=button, exact=True).last.click()


def comes_in(page, hands, link, look):
    """By the link, with the birth date."""
    page.goto(urlsplit(link).path)
    look(page)
    for part, value in BORN.items():
        hands.write(page, f"birth_date.{part}", value)
    with page.expect_navigation(wait_until="domcontentloaded"):
        hands.press(page, page.locator("main .actions .button"))
    expect(page.get_by_role("heading", name="Why we ask")).to_be_visible()
    look(page)


@pytest.mark.parametrize(
    ("javascript", "hands"), [(True, Keys), (False, Fingers)], ids=["by-keyboard", "no-javascript"]
)
def test_a_patient_answers_what_was_asked_and_it_is_weighed_anew(phone, desk, javascript, hands):
    look = nothing_found if javascript else takes_no_notice
    sent(UNSURE_OF_A_CLOT)
    nurse = Clinician(desk(java_script_enabled=javascript), Role.NURSE, look)
    nurse.opens_the_record_of("Tom Example")
    page = nurse.page
    page.locator("#requests").get_by_role("link", name="Ask for more").click()
    look(page)
    presses(page, "Ask the patient")
    expect(page.locator("#errors")).to_be_visible()
    look(page)
    page.locator("summary").filter(has_text="Heart").first.click()
    page.locator('label[for="id_codes_heart.high_bp"]').click()
    page.get_by_label("A question of your own").fill("Who checks your blood pressure?")
    page.get_by_label("Why you ask").fill(WHY)
    presses(page, "Ask the patient")
    link = page.locator(".link-shown").inner_text()
    look(page)

    tom, fingers = phone(java_script_enabled=javascript), hands()
    comes_in(tom, fingers, link, look)
    expect(tom.locator("main")).to_contain_text(WHY)
    assert tom.locator("[data-question]:visible").count() == 1
    fingers.choose(tom, "high_bp", "yes")
    if javascript:
        expect(tom.locator('[data-question="high_bp_controlled"]')).to_be_visible()
        tom.locator('[data-saved][data-state="saved"]').wait_for()
    else:
        presses(tom, "Continue")
        expect(tom.get_by_text("A few more questions came up")).to_be_visible()
    fingers.choose(tom, "high_bp_controlled", "untreated")
    presses(tom, "Continue")
    fingers.write(tom, "reply", "Nobody at the moment")
    presses(tom, "Continue")
    expect(tom.get_by_role("heading", name="Check your answers")).to_be_visible()
    look(tom)
    presses(tom, "Send my answers")
    expect(tom.get_by_role("heading", name="Thank you")).to_be_visible()
    look(tom)
    assert "Nobody at the moment" not in tom.content()

    nurse.opens_the_record_of("Tom Example")
    asked = page.locator("#requests")
    expect(asked).to_contain_text("answered")
    expect(asked).to_contain_text("Nobody at the moment")
    assert Submission.objects.filter(number=2).count() == 1
    flags = page.locator("#flags")
    expect(flags).to_contain_text("CV-01")
    look(page)


def test_a_request_is_called_off_while_the_patient_is_at_it(phone, desk):
    intake = sent(UNSURE_OF_A_CLOT)
    nurse = Clinician(desk(), Role.NURSE)
    page = nurse.page
    page.goto(f"/staff/intakes/{intake.reference}/ask/?code=heart.high_bp")
    page.get_by_label("Why you ask").fill(WHY)
    presses(page, "Ask the patient")
    link = page.locator(".link-shown").inner_text()
    tom = phone()
    comes_in(tom, Fingers(), link, takes_no_notice)
    page.goto(f"/staff/intakes/{intake.reference}/ask/")
    nothing_found(page)
    presses(page, "Call off what was asked")
    expect(page.get_by_text("Called off: the patient is not asked any more.")).to_be_visible()
    Fingers().choose(tom, "high_bp", "no")
    expect(tom.locator("[data-saved]")).to_have_attribute("data-state", "failed")
    assert Intake.objects.get().status == "in_review" and Submission.objects.count() == 1


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_a_safety_alert_goes_from_hand_to_hand(desk, javascript):
    look = nothing_found if javascript else takes_no_notice
    filled({"about.first_name": "Ida", "about.last_name": "Draft", "mind.asq": {"1": "yes", "5": "yes"}})
    nurse = Clinician(desk(java_script_enabled=javascript), Role.NURSE, look)
    physician = Clinician(desk(java_script_enabled=javascript), Role.PHYSICIAN)
    page, banner = nurse.page, nurse.page.locator("body > .banner-stop")
    expect(banner).to_contain_text("1 safety alert waits for somebody to take it on")
    banner.get_by_role("link").click()
    expect(page.locator(".clocks")).to_contain_text("First call: due")
    look(page)
    presses(page, "I am dealing with this")
    expect(banner).to_have_count(0)

    page.locator("#act-call > summary").click()
    presses(page, "Log this call")
    expect(page.locator("#errors")).to_be_visible()
    look(page)
    page.locator("#act-call label").filter(has_text="and no message was left").click()
    presses(page, "Log this call")
    expect(page.locator(".clocks")).to_contain_text("Next call: due")

    page.locator("#act-hand_over > summary").click()
    page.locator("#act-hand_over select").select_option(label=f"{physician.staff.name}, Physician")
    presses(page, "Hand it over")
    expect(banner).to_have_count(1)
    expect(page.locator(".clocks")).to_contain_text("The clinician it was handed to takes it on: due")

    there = physician.page
    there.goto(page.url)
    presses(there, "I am dealing with this")
    there.locator("#act-assess > summary").click()
    there.get_by_label("Tool, or how you asked").fill("ASQ brief suicide safety assessment")
    there.get_by_label("Result").fill("Thoughts, no plan, no intent. Her sister is with her.")
    there.get_by_label("Plan", exact=True).fill("Safety plan made; she comes in tomorrow at 9.")
    presses(there, "Keep this assessment")
    steps = there.locator("#steps li strong").all_inner_texts()
    assert steps == [
        "Took it on",
        "No answer, and no message was left",
        f"Handed it over to {physician.staff.name}",
        "Took it on",
        "Assessed the patient",
    ]
    look(there)
    there.locator("#close label").filter(has_text="Same-day evaluation").click()
    there.locator("#close").get_by_label("What was done").fill("She comes in today with her sister.")
    presses(there, "Close this alert")
    expect(there.get_by_text("The alert is closed.")).to_be_visible()
