"""What is asked and told by mail and text, with a real mail server: a request, a series of visits, a driver's answer."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clinic.roles import Role
from intake.models import DriverLink, Intake, Submission, Visit, stands_confirmed
from intake.models.ride_effects import look_for_silence
from intake.triage import Urgency
from intake.visiting.prep import day_in_words
from tests.intake.filling import sent
from tests.intake.models.test_rides import GOOD
from tests.intake.models.test_visits import decided, planned
from tests.journeys.axe import nothing_found
from tests.journeys.clinician import Clinician
from tests.journeys.hands import Fingers
from tests.journeys.post import body_of, link_in, subject_of
from tests.journeys.test_asking import WHY, comes_in, presses
from tests.journeys.test_coming_back import EMAIL, TOM, asks_for_a_link, says_when_born

BY_MAIL = TOM | {"about.contact_by": "email"}
UNSURE = BY_MAIL | {"heart.high_bp": "yes", "heart.high_bp_controlled": "unsure"}


def at_home_by_link(page, post):
    """Asks for a link, takes it out of the mail, says when born; on the page of where it stands."""
    asks_for_a_link(page)
    page.goto(post.link_to(EMAIL))
    says_when_born(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    nothing_found(page)


# What a clinician asks


def test_tom_answers_what_was_asked_from_the_link_in_his_mail(phone, desk, post):
    sent(UNSURE)
    nurse = Clinician(desk(), Role.NURSE)
    page = nurse.page
    nurse.opens_the_record_of("Tom Example")
    page.locator("#requests").get_by_role("link", name="Ask for more").click()
    page.locator("summary").filter(has_text="Heart").first.click()
    page.locator('label[for="id_codes_heart.high_bp_controlled"]').click()
    page.get_by_label("Why you ask").fill(WHY)
    presses(page, "Ask the patient")

    _received, mail = post.brings(EMAIL)
    assert subject_of(mail) == "Lakeside Clinic has a question for you" and "pressure" not in body_of(mail)
    tom = phone()
    scanner = phone()
    assert scanner.request.head(link_in(body_of(mail))).status == scanner.request.get(link_in(body_of(mail))).status == 200
    comes_in(tom, Fingers(), link_in(body_of(mail)), nothing_found)
    Fingers().choose(tom, "high_bp_controlled", "untreated")
    presses(tom, "Continue")
    nothing_found(tom)
    presses(tom, "Send my answers")
    expect(tom.get_by_role("heading", name="Thank you")).to_be_visible()
    nothing_found(tom)
    assert Submission.objects.filter(number=2).count() == 1
    tom.goto(link_in(body_of(mail)))
    says_when_born(tom)
    expect(tom.locator("#errors")).to_be_visible()


# Six visits


def in_two_weeks():
    """A Monday, far enough off."""
    today = timezone.localdate()
    return today + timedelta(days=14 - today.weekday())


def test_six_visits_are_planned_and_tom_reads_how_to_get_ready(phone, desk, post):
    intake = sent(BY_MAIL)
    nurse = Clinician(desk(), Role.NURSE)
    page = nurse.page
    nurse.opens_the_record_of("Tom Example")
    page.locator("#visits").get_by_role("link", name="Plan").first.click()
    nothing_found(page)
    first = in_two_weeks()
    page.get_by_label("First day").fill(first.isoformat())
    page.get_by_label("Time", exact=True).fill("10:00")
    page.locator("label").filter(has_text="A series: on weekdays").click()
    page.get_by_label("How many visits").fill("6")
    for name in ("Monday", "Thursday"):
        page.locator("label").filter(has_text=name).click()
    presses(page, "Show the list first")
    nothing_found(page)
    days = page.locator(".series input[type=checkbox]:checked").count()
    assert days == 6 or page.locator(".series-warning").count(), "a day that is not ticked says why"
    for box in page.locator(".series input[type=checkbox]:not(:checked)").all():
        box.check()
    presses(page, "Plan the ticked days")
    expect(page.locator(".notice").first).to_contain_text("6 visits are planned")
    nothing_found(page)
    visits = list(intake.visits.order_by("at"))
    assert [timezone.localtime(each.at).strftime("%a %H:%M") for each in visits] == ["Mon 10:00", "Thu 10:00"] * 3

    tom = phone()
    at_home_by_link(tom, post)
    expect(tom.locator("#visits li")).to_have_count(6)
    tom.get_by_role("link", name="Getting ready, hour by hour").click()
    nothing_found(tom)
    for part in (f"2:00 am on {day_in_words(first)}", f"8:00 am on {day_in_words(first)}", "11:45 am"):
        expect(tom.locator(".sheet")).to_contain_text(part)
    with tom.expect_download() as coming:
        tom.get_by_role("link", name="in my calendar").click()
    file = coming.value.path().read_text()
    assert file.count("BEGIN:VEVENT") == 6 and f"DTSTART:{visits[0].at:%Y%m%dT%H%M%SZ}" in file
    tom.get_by_role("link", name="Back", exact=True).click()
    expect(tom.locator("#visits")).to_be_visible()


# The driver


def driver_is_asked(page, visit):
    """The nurse writes down the ride and has the driver asked by text message."""
    page.goto(f"/staff/rides/{visit.pk}/")
    page.get_by_label("Who takes them home").fill(GOOD.name)
    page.get_by_label("Their mobile phone").fill(GOOD.phone)
    page.get_by_label("The patient accepts the rules").select_option("yes")
    page.get_by_role("button", name="Save the ride").click()
    page.locator("label").filter(has_text="Send it to their mobile phone").click()
    page.get_by_role("button", name="Make a link and a code").click()
    expect(page.get_by_role("heading", name="The driver gets a text message")).to_be_visible()


@pytest.fixture
def visit(live, post):
    """Of Tom, cleared, in five days; the mail about all that has arrived."""
    [ahead] = planned(5, intake=decided(sent(BY_MAIL)))
    post.forgets()
    return ahead


def answers(page, link, says, words=""):
    """The driver opens the link in the text message and says so."""
    page.goto(link)
    nothing_found(page)
    page.get_by_label(says).check()
    page.get_by_label("Your words to us").fill(words)
    page.locator("main .actions .button").click()
    expect(page.get_by_role("status")).to_be_visible()
    nothing_found(page)


def test_a_driver_says_yes_and_nobody_has_to_do_anything(phone, desk, post, visit):
    nurse = Clinician(desk(), Role.NURSE)
    driver_is_asked(nurse.page, visit)
    text = post.text_to(GOOD.phone)
    assert "Tom" not in text and "Example" not in text
    answers(phone(), link_in(text), "Yes, I will be there")
    assert stands_confirmed(Visit.objects.get()) and Intake.objects.get().turn == "waiting_visit"
    assert post.brings(EMAIL) == []
    tom = phone()
    at_home_by_link(tom, post)
    expect(tom.locator("#visits")).to_contain_text("The person who takes you home has said yes.")


def test_a_driver_says_no_and_the_patient_is_told_and_stands_first_in_the_queue(phone, desk, post, visit):
    nurse = Clinician(desk(), Role.NURSE)
    driver_is_asked(nurse.page, visit)
    answers(phone(), link_in(post.text_to(GOOD.phone)), "No, I cannot", "My car is broken.")
    is_told_and_stands_up(phone(), nurse, post, "the driver said no")
    assert "car" not in body_of(post.brings(EMAIL)[0])


def test_a_driver_says_nothing_and_the_patient_is_told_once(phone, desk, post, visit):
    nurse = Clinician(desk(), Role.NURSE)
    driver_is_asked(nurse.page, visit)
    link = link_in(post.text_to(GOOD.phone))
    assert look_for_silence() == 0 and post.brings(EMAIL) == []
    DriverLink.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert look_for_silence() == 1 and look_for_silence() == 0
    is_told_and_stands_up(phone(), nurse, post, "is silent")
    answers(phone(), link, "Yes, I will be there")
    assert stands_confirmed(Visit.objects.get()), "late is not too late"


def is_told_and_stands_up(page, nurse, post, why):
    """One mail to the patient, whose link leads to where it stands; the reason on the queue."""
    [mail] = post.brings(EMAIL)
    assert subject_of(mail).startswith("About your way home on ")
    assert urlsplit(link_in(body_of(mail))).path == "/start/back/"
    page.goto(link_in(body_of(mail)))
    nothing_found(page)
    at_home_by_link(page, post)
    expect(page.locator(".own-ride")).to_have_class("own-ride is-open")
    assert Intake.objects.get().urgency_rank == -Urgency.TODAY
    expect(nurse.row_of("Tom Example", show="waiting_ride")).to_contain_text(why)
    nothing_found(nurse.page)
