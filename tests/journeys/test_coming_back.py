"""A patient comes back to their form on another device, and is warned before it closes; somebody else does not get in."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from intake.models import ReturnLink, Sitting
from intake.models.pin import Pin
from intake.questionnaire.answers import Answers
from tests.intake.filling import filled
from tests.journeys.axe import nothing_found
from tests.journeys.test_axe import has_a_form_open
from tests.people import WELL_MAN

EMAIL = "tom.example@example.org"
TOM = WELL_MAN | {"about.email": EMAIL}
with_and_without_javascript = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])


def asks_for_a_link(page, look=nothing_found):
    page.goto("/")
    page.locator("main").get_by_role("link", name="Come back to my form").click()
    look(page)
    page.get_by_label("Email or phone that you gave us").fill(EMAIL)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", name="Look for a message from us")).to_be_visible()
    look(page)


def says_when_born(page, year=None):
    born = dict(zip(("year", "month", "day"), TOM["about.birth_date"].split("-"), strict=True))
    for part, value in born.items():
        page.locator(f'[name="birth_date.{part}"]').fill((year or value) if part == "year" else value)
    page.get_by_role("button", name="Go on").click()


@with_and_without_javascript
def test_tom_resumes_on_his_computer_what_he_began_on_his_phone(phone, desk, post, javascript):
    look = nothing_found if javascript else (lambda page: None)
    first = phone(java_script_enabled=javascript)
    intake = has_a_form_open(first, TOM)
    computer = desk(java_script_enabled=javascript)
    asks_for_a_link(computer, look)
    computer.goto(post.link_to(EMAIL))
    look(computer)
    says_when_born(computer)
    assert urlsplit(computer.url).path == "/intake/"
    look(computer)

    computer.goto("/intake/substances/")
    expect(computer.get_by_role("heading", name="You have answered this")).to_be_visible()
    look(computer)
    computer.get_by_role("link", name="Change: answer this screen again").click()
    assert not computer.locator("main input:checked").count()
    computer.goto("/intake/check/")
    assert computer.get_by_text("Not shown, for your privacy").count() > 5
    look(computer)

    first.goto("/intake/")
    expect(first.get_by_role("heading", name="Your form is closed here")).to_be_visible()
    look(first)
    assert intake.answers() == {code: TOM[code] for code in intake.answers()}


def test_five_wrong_birth_dates_end_the_link_and_a_new_one_works(phone, post):
    page = phone()
    filled(TOM)
    asks_for_a_link(page)
    link = post.link_to(EMAIL)
    said = set()
    for _ in range(5):
        page.goto(link)
        says_when_born(page, year="1951")
        said.add(page.locator("#errors").inner_text())
    nothing_found(page)
    says_when_born(page)
    said.add(page.locator("#errors").inner_text())
    assert len(said) == 1 and "does not open this link" in said.pop(), "the right date is refused in the same words"
    page.get_by_role("link", name="Ask for a new link").click()
    page.get_by_label("Email or phone that you gave us").fill(EMAIL)
    page.get_by_role("button", name="Send me a link").click()
    page.goto(post.link_to(EMAIL))
    says_when_born(page)
    expect(page.get_by_role("heading", name="Your form")).to_be_visible()


def test_a_scanner_that_opens_the_link_first_does_not_use_it_up(phone, post):
    page = phone()
    filled(TOM)
    asks_for_a_link(page)
    link = post.link_to(EMAIL)
    scanner = phone()
    for _ in range(3):
        assert scanner.request.head(link).status == 200
        assert scanner.request.get(link).status == 200
    assert scanner.goto(link).status == 200
    assert not [each for each in scanner.context.cookies() if each["name"] == "sitting"]
    page.goto(link)
    says_when_born(page)
    expect(page.get_by_role("heading", name="Your form")).to_be_visible()


def test_an_expired_link_leads_to_a_new_one(phone, post):
    page = phone()
    filled(TOM)
    asks_for_a_link(page)
    link = post.link_to(EMAIL)
    ReturnLink.objects.update(expires_at=timezone.now())
    page.goto(link)
    says_when_born(page)
    expect(page.locator("#errors")).to_contain_text("does not open this link")
    page.get_by_role("link", name="Ask for a new link").click()
    expect(page.get_by_role("heading", name="Come back to your form")).to_be_visible()


def test_tom_chooses_a_pin_and_comes_back_with_it(phone, post):
    page = phone()
    intake = has_a_form_open(page, TOM)
    page.goto("/intake/")
    page.get_by_role("link", name="Choose a PIN instead of your date of birth").click()
    nothing_found(page)
    page.get_by_label("Your PIN").fill("123456")
    page.get_by_label("The same again").fill("123456")
    page.get_by_role("button", name="Use this PIN").click()
    expect(page.locator("#errors")).to_contain_text("too easy to guess")
    nothing_found(page)
    page.get_by_label("Your PIN").fill("blue teapot 7")
    page.get_by_label("The same again").fill("blue teapot 7")
    page.get_by_role("button", name="Use this PIN").click()
    expect(page.get_by_role("heading", name="Your form")).to_be_visible()
    assert Pin.of(intake)
    elsewhere = phone()
    asks_for_a_link(elsewhere)
    elsewhere.goto(post.link_to(EMAIL))
    elsewhere.get_by_label("Or your PIN").fill("blue teapot 7")
    elsewhere.get_by_role("button", name="Go on").click()
    expect(elsewhere.get_by_role("heading", name="Your form")).to_be_visible()


def away_for(minutes):
    Sitting.objects.update(last_seen_at=timezone.now() - timedelta(minutes=minutes))


def test_who_is_away_is_warned_goes_on_with_one_press_and_is_closed_out_later(phone):
    page = phone()
    has_a_form_open(page, TOM)
    page.clock.install()
    page.goto("/intake/heart/")
    warning = page.get_by_role("alertdialog", name="Are you still there?")
    expect(warning).to_be_hidden()
    away_for(18)
    page.clock.fast_forward("18:01")
    expect(warning).to_be_visible()
    expect(page.get_by_role("button", name="I am still here")).to_be_focused()
    nothing_found(page)
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    assert Sitting.objects.latest("last_seen_at").last_seen_at > timezone.now() - timedelta(minutes=1)
    away_for(21)
    page.clock.fast_forward("18:01")
    expect(page.get_by_role("heading", name="Your form is closed here")).to_be_visible()
    nothing_found(page)


def test_the_form_says_what_is_kept_when_it_closed_without_javascript(phone):
    page = phone(java_script_enabled=False)
    intake = has_a_form_open(page, TOM)
    page.goto("/intake/heart/")
    away_for(21)
    page.locator("main .actions .button").click()
    expect(page.get_by_role("heading", name="Your form is closed here")).to_be_visible()
    assert isinstance(intake.read(), Answers) and intake.answers()
