"""Coming back by a link: who is sent one, what opens it, and what ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.models import Event
from intake.models import (
    Course,
    InformationRequest,
    Message,
    NotAllowed,
    Pin,
    Proof,
    ReturnLink,
    Sitting,
    WayBack,
)
from intake.questionnaire import section_called
from tests.intake.filling import filled, sent, staff
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db
EMAIL, OTHER = "sam.sample@example.org", "someone.else@example.org"
PERSON = WELL_MAN | {"about.email": EMAIL}
BORN = WELL_MAN["about.birth_date"]
KNOWN, WRONG = Proof(birth_date=BORN), Proof(birth_date="1950-01-01")


def made(intake):
    token = ReturnLink.make(intake, intake.email_index)
    assert token
    return token


def test_a_link_goes_to_the_address_on_record_and_opens_the_form_once():
    intake = filled(PERSON)
    WayBack.ask("email", EMAIL.upper())
    assert WayBack.answer_waiting() == 1 and WayBack.answer_waiting() == 0
    message = Message.objects.select_related("intake__patient").get()
    assert (message.reach_now().address, message.kind, message.state) == (EMAIL, "way_back", "waiting")
    token = message.words()[1].split("/back/")[1].split("/")[0]
    sitting, cookie = ReturnLink.come_in(token, KNOWN)
    assert (sitting.intake, sitting.masked, Sitting.of(cookie)) == (intake, True, sitting)
    assert ReturnLink.come_in(token, KNOWN) is None
    assert {"return.link_made", "return.opened", "return.link_refused"} <= {e.action for e in Event.objects.all()}


def test_nobody_is_sent_a_link_whose_address_is_on_no_form():
    filled(PERSON)
    WayBack.ask("email", OTHER)
    assert WayBack.answer_waiting() == 1
    assert not Message.objects.exists() and not ReturnLink.objects.exists()


def test_who_does_not_want_to_hear_from_us_is_sent_no_link():
    filled(PERSON | {"about.contact_by": "none"})
    WayBack.ask("email", EMAIL)
    WayBack.answer_waiting()
    assert not Message.objects.exists() and not ReturnLink.objects.exists()


def test_who_asked_by_phone_gets_a_text_to_the_number_on_record():
    filled(PERSON)
    WayBack.ask("phone", WELL_MAN["about.phone"])
    WayBack.answer_waiting()
    message = Message.objects.select_related("intake__patient").get()
    assert (message.way, message.reach_now().address) == ("text", WELL_MAN["about.phone"])


def test_a_kelvin_sign_on_record_is_no_letter_k():
    filled(PERSON | {"about.email": "\u212aim@example.org"})
    WayBack.ask("email", "kim@example.org")
    WayBack.answer_waiting()
    assert not ReturnLink.objects.exists()


def test_what_was_typed_is_kept_as_a_keyed_index_alone():
    WayBack.ask("email", EMAIL)
    assert "sample" not in str(WayBack.objects.values())


def test_each_patient_of_a_shared_address_gets_a_link_to_the_newest_form():
    older, newest = filled(PERSON), filled(PERSON)
    other = filled(PERSON | {"about.first_name": "Ann", "about.birth_date": "1984-02-29"})
    WayBack.ask("email", EMAIL)
    WayBack.answer_waiting()
    assert {link.intake for link in ReturnLink.objects.all()} == {newest, other}
    assert older not in {link.intake for link in ReturnLink.objects.all()}


def test_who_has_a_visit_ahead_gets_a_link_to_its_form_beside_that_to_a_newer_one():
    planned, unplanned, newest = sent(PERSON), filled(PERSON), filled(PERSON)
    Course.plan(planned, staff("nurse"), [timezone.now() + timedelta(days=2)], minutes=105)
    WayBack.ask("email", EMAIL)
    WayBack.answer_waiting()
    assert {link.intake for link in ReturnLink.objects.all()} == {planned, newest}
    assert unplanned not in {link.intake for link in ReturnLink.objects.all()}


def test_of_a_token_only_its_hash_is_kept():
    token = made(filled(PERSON))
    assert len(token) >= 43 and token not in str(ReturnLink.objects.values())


def test_three_links_work_at_once_and_a_new_wish_ends_none_of_them():
    intake = filled(PERSON)
    tokens = [made(intake) for _ in range(3)]
    assert ReturnLink.make(intake, intake.email_index) is None
    assert ReturnLink.come_in(tokens[0], KNOWN)
    assert ReturnLink.make(intake, intake.email_index)


@pytest.mark.parametrize(("early", "lets_in"), [(timedelta(seconds=1), True), (-timedelta(seconds=1), False)])
def test_a_link_lasts_half_an_hour(early, lets_in):
    token = made(filled(PERSON))
    link = ReturnLink.objects.get()
    assert link.expires_at - link.made_at == timedelta(minutes=30)
    ReturnLink.objects.update(expires_at=timezone.now() + early)
    assert (ReturnLink.come_in(token, KNOWN) is not None) is lets_in


def test_five_wrong_tries_end_that_link_and_no_other():
    intake = filled(PERSON)
    token, other = made(intake), made(intake)
    assert [ReturnLink.come_in(token, WRONG) for _ in range(5)] == [None] * 5
    assert ReturnLink.come_in(token, KNOWN) is None
    assert ReturnLink.come_in(other, KNOWN)


def test_a_dead_link_cannot_use_up_the_tries_of_a_day():
    intake = filled(PERSON)
    dead = made(intake)
    for _ in range(20):
        ReturnLink.come_in(dead, WRONG)
    assert ReturnLink.come_in(made(intake), KNOWN)


def test_new_links_do_not_bring_more_than_fifteen_tries_a_day():
    intake = filled(PERSON)
    for _ in range(3):
        token = made(intake)
        for _ in range(5):
            ReturnLink.come_in(token, WRONG)
    last = made(intake)
    assert ReturnLink.come_in(last, KNOWN) is None
    assert ReturnLink.objects.order_by("made_at").last().tries == 0


def test_another_address_in_the_form_ends_the_links_to_the_one_before():
    intake = filled(PERSON)
    token, about = made(intake), section_called("about")
    intake.save_section(about, {"about.email": OTHER}, revision=intake.revision_of(about))
    assert ReturnLink.come_in(token, KNOWN) is None


def test_a_link_back_is_no_link_to_a_request_and_the_other_way_round():
    intake = sent(PERSON)
    token = made(intake)
    assert InformationRequest.come_in(token, BORN) is None
    assert ReturnLink.come_in("no-such-link", KNOWN) is None
    assert ReturnLink.come_in(token, KNOWN)


def test_coming_in_ends_every_other_sitting_of_the_form():
    intake = filled(PERSON)
    before = Sitting.objects.get()
    ReturnLink.come_in(made(intake), KNOWN)
    before.refresh_from_db()
    assert before.ended_at


def test_a_pin_takes_the_place_of_the_birth_date():
    intake = filled(PERSON)
    pin = Pin.choose(intake, "blue teapot 7")
    assert pin.secret.startswith("argon2$") and "teapot" not in pin.secret
    token = made(intake)
    assert ReturnLink.come_in(token, KNOWN) is None
    assert ReturnLink.come_in(token, Proof(pin="blue teapot 8")) is None
    assert ReturnLink.come_in(token, Proof(pin="blue teapot 7"))


@pytest.mark.parametrize("easy", ["", "12345", "111111", "121212", "123456", "987654", "abcdef", "x" * 65, BORN])
def test_a_pin_that_others_would_guess_is_refused(easy):
    intake = filled(PERSON)
    with pytest.raises(NotAllowed):
        Pin.choose(intake, easy)
    assert not Pin.objects.exists()


def test_a_form_without_a_birth_date_is_opened_by_none():
    intake = filled({"about.email": EMAIL})
    assert ReturnLink.come_in(made(intake), Proof(birth_date="")) is None
