"""A screen in a real browser: answers are kept as they are given, questions open at once, help comes at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from intake.models import Intake, SafetyAlert
from intake.questionnaire import section_called
from tests.intake.filling import filled
from tests.people import COMPLEX, WELL_MAN
from tests.slow_line import holds_back

ABOUT = {code: value for code, value in WELL_MAN.items() if code.startswith("about.")}
SAVED = re.compile(r"^Saved \d\d:\d\d$")


@pytest.fixture
def patient(live, page):
    """A phone on which *About you* is done; violations of the content policy fail the test."""
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if "Content Security" in message.text else None)
    page.goto(live.url + "/start/")
    page.locator('input[name="for_whom"][value="self"]').check(force=True)
    page.locator("main button").last.click()
    page.wait_for_url("**/intake/**")
    intake = Intake.objects.get()
    intake.save_section(section_called("about"), ABOUT, revision=0)
    page.base = live.url
    yield page
    assert not troubles


def choose(page, name, value):
    page.locator(f'input[name="{name}"][value="{value}"]').check(force=True)


def saved(page):
    says(page, SAVED)


def says(page, words):
    """The line that tells whether answers are kept comes to say this."""
    expect(page.locator("[data-saved]")).to_have_text(words)


def kept():
    return Intake.objects.get().answers()


def test_an_answer_is_kept_and_its_follow_up_opens_at_once(patient):
    patient.goto(patient.base + "/intake/heart/")
    follow_up = patient.locator('[data-question="high_bp_controlled"]')
    assert follow_up.is_hidden()
    choose(patient, "high_bp", "yes")
    follow_up.wait_for(state="visible")
    saved(patient)
    assert SAVED.match(patient.locator("[data-saved]").inner_text())
    assert kept()["heart.high_bp"] == "yes"
    choose(patient, "high_bp", "no")
    follow_up.wait_for(state="hidden")


@pytest.mark.parametrize("scrolled", [0, 2000], ids=["gate in sight", "gate out of sight"])
def test_what_has_the_focus_stays_in_its_place_when_a_question_opens_above_it(patient, scrolled):
    patient.goto(patient.base + "/intake/contacts/2/")
    patient.route("**/save/", lambda route: (patient.wait_for_timeout(300), route.continue_()))
    choose(patient, "main_doctor", "yes")
    name = "mind_clinician" if not scrolled else "heard_of_us"
    patient.locator(f'[name="{name}"]').first.focus()
    patient.evaluate("by => scrollBy(0, by)", scrolled)
    where = "document.activeElement.getBoundingClientRect().top"
    before = patient.evaluate(where)
    patient.locator('[data-question="main_doctor_name"]').wait_for(state="visible")
    two_frames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    after = patient.evaluate(f"async () => {{ await {two_frames}; return {where} }}")
    assert abs(after - before) < 2


@pytest.fixture
def slow_scripts(patient):
    """Holds back the files that make the page more than a form, as a slow line does; call it to let them come."""
    return holds_back(patient, "answers", "alone", "choices")


def is_opened(page, path):
    """The page is drawn; its scripts may still be on their way."""
    page.goto(page.base + path, wait_until="commit")
    page.locator("main form .actions").wait_for()


def test_what_was_answered_before_the_page_had_its_scripts_is_kept_when_they_come(patient, slow_scripts):
    is_opened(patient, "/intake/about/")
    patient.get_by_label("Legal first name").fill("Ottilie")
    patient.get_by_label("Legal last name").fill("Brandt")
    slow_scripts()
    saved(patient)
    assert kept()["about.first_name"] == "Ottilie"
    assert kept()["about.last_name"] == ABOUT["about.last_name"], "it is still being typed"
    patient.keyboard.press("Tab")
    for _ in range(50):
        if kept()["about.last_name"] == "Brandt":
            break
        patient.wait_for_timeout(100)
    assert kept()["about.last_name"] == "Brandt"


def test_help_comes_for_an_answer_given_before_the_page_had_its_scripts(patient, slow_scripts):
    is_opened(patient, "/intake/mind/3/")
    choose(patient, "asq.1", "yes")
    slow_scripts()
    expect(patient.locator('[data-told="self"]')).to_be_visible()
    assert SafetyAlert.objects.count() == 1


def test_none_of_these_unticks_the_rest_and_the_other_way_round(patient):
    patient.goto(patient.base + "/intake/heart/")
    choose(patient, "symptoms", "fainting")
    choose(patient, "symptoms", "none")
    assert not patient.locator('input[name="symptoms"][value="fainting"]').is_checked()
    choose(patient, "symptoms", "leg_swelling")
    assert not patient.locator('input[name="symptoms"][value="none"]').is_checked()


def test_an_answer_about_suicide_opens_help_at_once_and_takes_the_focus(patient):
    patient.goto(patient.base + "/intake/mind/3/")
    choose(patient, "asq.3", "yes")
    told = patient.locator('[data-told="self"]')
    told.wait_for(state="visible")
    assert "You are not in trouble" in told.inner_text() and "988" in told.inner_text()
    assert told.evaluate("node => node === document.activeElement")
    assert patient.locator("#help").count() == 1
    assert SafetyAlert.objects.count() == 1


def test_worsening_chest_pain_opens_the_emergency_number_at_once(patient):
    patient.goto(patient.base + "/intake/heart/")
    choose(patient, "angina", "yes")
    patient.locator('[data-question="angina_worse"]').wait_for(state="visible")
    choose(patient, "angina_worse", "yes")
    patient.locator('[data-told="chest"]').wait_for(state="visible")


def test_two_windows_that_answer_different_questions_merge(patient, context):
    first, second = patient, context.new_page()
    for window in (first, second):
        window.goto(patient.base + "/intake/eyes/")
    names = ["glaucoma", "injury"]
    choose(second, names[1], "yes")
    saved(second)
    choose(first, names[0], "no")
    saved(first)
    first.get_by_role("button", name="Continue").last.click()
    first.wait_for_url(lambda url: "/eyes/" not in url)
    assert {name: kept().get(f"eyes.{name}") for name in names} == {"glaucoma": "no", "injury": "yes"}
    first.goto(patient.base + "/intake/eyes/")
    assert first.locator('input[name="injury"][value="yes"]').is_checked()


def test_the_same_question_in_two_windows_shows_both_and_asks(patient, context):
    first, second = patient, context.new_page()
    for window in (first, second):
        window.goto(patient.base + "/intake/eyes/")
    name = "glaucoma"
    choose(second, name, "yes")
    saved(second)
    choose(first, name, "no")
    says(first, re.compile("another window"))
    first.get_by_role("button", name="Continue").last.click()
    first.wait_for_selector(".conflict")
    assert kept()[f"eyes.{name}"] == "yes"
    assert first.evaluate("document.activeElement.id") in ("errors", "conflicts")
    choose(first, f"{name}.right", "here")
    first.get_by_role("button", name="Continue").last.click()
    first.wait_for_load_state()
    assert kept()[f"eyes.{name}"] == "no"


def test_a_quick_change_of_mind_on_a_slow_line_is_no_clash_of_windows(patient):
    patient.goto(patient.base + "/intake/eyes/")
    patient.route("**/save/", lambda route: (patient.wait_for_timeout(400), route.continue_()))
    names = ["glaucoma", "injury"]
    for name in names:
        choose(patient, name, "yes")
    for name in names:
        choose(patient, name, "no")
    patient.get_by_role("button", name="Continue").last.click()
    patient.wait_for_url(lambda url: "/eyes/" not in url)
    assert {kept()[f"eyes.{name}"] for name in names} == {"no"}


def test_without_a_connection_the_page_says_so_and_saves_later(patient):
    patient.goto(patient.base + "/intake/eyes/")
    name = "glaucoma"
    patient.route("**/save/", lambda route: route.abort())
    choose(patient, name, "yes")
    says(patient, re.compile("no connection"))
    patient.get_by_role("button", name="Continue").last.click()
    assert patient.url.endswith("/eyes/") and f"eyes.{name}" not in kept()
    patient.unroute("**/save/")
    expect(patient.locator("#errors")).to_be_visible()
    assert kept()[f"eyes.{name}"] == "yes"


def test_rows_are_added_and_removed_without_leaving_the_page(patient):
    patient.goto(patient.base + "/intake/medicines/")
    patient.get_by_label("Name").first.fill("Zinc")
    patient.get_by_role("button", name="Add another").click()
    second = patient.locator('[name="taken.1.name"]')
    assert second.evaluate("node => node === document.activeElement")
    second.fill("Sertraline")
    second.blur()
    saved(patient)
    patient.get_by_role("button", name="Remove Medicine 1").click()
    assert patient.locator(".row legend").all_inner_texts() == ["Medicine 1"]
    patient.wait_for_timeout(300)
    saved(patient)
    assert [row["name"] for row in kept()["medicines.taken"]] == ["Sertraline"]


def test_after_a_reload_what_stands_in_the_boxes_waits_for_continue(patient, slow_scripts):
    """Browsers put back what a page once held, which may be older than what is saved by now."""
    patient.goto(patient.base + "/privacy/")
    is_opened(patient, "/intake/mind/3/")
    patient.reload(wait_until="commit")
    patient.locator("main form .actions").wait_for()
    choose(patient, "asq.3", "yes")
    slow_scripts()
    patient.wait_for_load_state()
    patient.wait_for_timeout(500)
    assert not SafetyAlert.objects.exists()
    patient.get_by_role("button", name="Continue").last.click()
    patient.locator('[data-told="self"]').wait_for(state="visible")
    assert SafetyAlert.objects.count() == 1


def test_what_matters_most_offers_what_was_ticked_before_the_page_had_its_scripts(patient, slow_scripts):
    is_opened(patient, "/intake/reason/")
    choose(patient, "wanted", "ptsd")
    choose(patient, "wanted", "ocd")
    slow_scripts()
    patient.locator('[data-question="matters_most"]').wait_for(state="visible")
    shown = patient.locator('input[name="matters_most"]:not(:disabled)')
    assert [box.get_attribute("value") for box in shown.all()] == ["ptsd", "ocd"]


def test_what_matters_most_offers_what_was_ticked(patient):
    patient.goto(patient.base + "/intake/reason/")
    choose(patient, "wanted", "ptsd")
    choose(patient, "wanted", "ocd")
    patient.locator('[data-question="matters_most"]').wait_for(state="visible")
    shown = patient.locator('input[name="matters_most"]:not(:disabled)')
    assert [box.get_attribute("value") for box in shown.all()] == ["ptsd", "ocd"]


def test_a_link_in_the_list_of_problems_goes_to_its_control(patient):
    patient.goto(patient.base + "/intake/eyes/")
    patient.get_by_role("button", name="Continue").last.click()
    patient.wait_for_selector("#errors")
    assert patient.evaluate("document.activeElement.id") == "errors"
    patient.locator("#errors a").first.click()
    assert patient.evaluate("document.activeElement.name") == "glaucoma"


def test_nothing_typed_comes_back_with_the_back_button(patient):
    patient.goto(patient.base + "/intake/about/")
    patient.locator("#id_gender").fill("canary")
    patient.goto(patient.base + "/privacy/")
    patient.go_back()
    patient.wait_for_load_state()
    assert "canary" not in patient.locator("#id_gender").input_value()


def test_nothing_is_kept_in_the_browser(patient):
    patient.goto(patient.base + "/intake/about/")
    patient.locator("#id_gender").fill("canary")
    patient.locator("#id_gender").blur()
    saved(patient)
    kept_here = patient.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,"
        " (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length, history.state]"
    )
    assert kept_here == [0, 0, 0, 0, 0, None]
    assert "canary" not in patient.url + patient.title()


def test_leaving_quickly_blanks_the_page_and_ends_the_sitting(patient):
    patient.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.fulfill(body="weather"))
    patient.goto(patient.base + "/intake/heart/")
    for _ in range(3):
        patient.keyboard.press("Shift")
    patient.wait_for_url(lambda url: "127.0.0.1" not in url)
    patient.goto(patient.base + "/intake/")
    for _ in range(50):  # the page does not wait for the sitting's end; it is a matter of a moment
        if "/start/" in patient.url:
            break
        patient.wait_for_timeout(100)
        patient.goto(patient.base + "/intake/")
    assert "/start/" in patient.url


@pytest.mark.parametrize("width", [390, 1280])
def test_no_screen_scrolls_sideways(live, page, context, width):
    intake = filled(COMPLEX)
    from intake.models.sitting import Sitting

    _sitting, token = Sitting.begin(intake)
    context.add_cookies([{"name": "sitting", "value": token, "url": live.url}])
    page.set_viewport_size({"width": width, "height": 900})
    for url in ("about/", "body/", "reason/2/", "heart/", "mind/2/", "medicines/", "agree/"):
        page.goto(f"{live.url}/intake/{url}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url
