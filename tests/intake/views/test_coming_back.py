"""The pages by which a patient comes back: what they say, and what they never tell."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.models import Intake, Pin, ReturnLink, Sitting, WayBack
from intake.models.status import Status
from tests.intake.filling import filled, sent
from tests.people import WELL_MAN
from tests.test_server_owned import rows

pytestmark = pytest.mark.django_db
EMAIL = "sam.sample@example.org"
PERSON = WELL_MAN | {"about.email": EMAIL}
YEAR, MONTH, DAY = WELL_MAN["about.birth_date"].split("-")
BORN = {"birth_date.year": YEAR, "birth_date.month": MONTH, "birth_date.day": DAY}
WRONG = BORN | {"birth_date.year": "1950"}


def link_to(intake):
    return reverse("back", args=[ReturnLink.make(intake, intake.email_index)])


def without_marks(answer):
    body = re.sub(rb'value="[A-Za-z0-9]{64}"|data-token="[A-Za-z0-9]{64}"', b"", answer.content)
    headers = {name: value for name, value in answer.headers.items() if name != "Date"}
    return answer.status_code, headers, body, sorted(answer.cookies)


def with_a_sitting(intake, **how):
    browser = Client()
    browser.cookies[settings.SITTING_COOKIE_NAME] = Sitting.begin(intake, **how)[1]
    return browser


@pytest.mark.parametrize("state", ["draft", "sent", "abandoned"])
def test_the_reply_and_the_work_are_the_same_whether_there_is_a_form(state):
    intake = sent(PERSON) if state == "sent" else filled(PERSON)
    if state == "abandoned":
        Intake.objects.update(status=Status.ABANDONED)
    told = []
    for address in (EMAIL, "nobody.here@example.org"):
        with CaptureQueriesContext(connection) as queries:
            answer = Client().post(reverse("come_back"), {"reach": address})
        told.append((without_marks(answer), [re.sub(r"'[^']*'", "", each["sql"]) for each in queries]))
    assert told[0] == told[1] and told[0][0][0] == 302
    assert WayBack.objects.count() == 2 and intake.pk


@pytest.mark.parametrize(
    "typed",
    ["", "sam", "a@b", f"{EMAIL},x@example.org", f"{EMAIL}\nBcc: x@example.org", "ſam.ſample@example.org"]
    + ["saﬁ@example.org", "m\u0131ke@example.org", "555", "<a@example.org>"],
)
def test_one_address_in_plain_letters_is_asked_for(typed):
    answer = Client().post(reverse("come_back"), {"reach": typed})
    assert answer.status_code in (200, 400) and not WayBack.objects.exists()


def test_two_addresses_in_one_post_are_none():
    Client().post(reverse("come_back"), {"reach": [EMAIL, "x@example.org"]})
    assert not WayBack.objects.exists()


def test_too_many_wishes_get_the_same_page_whether_there_is_a_form():
    filled(PERSON)
    pages = []
    for address in (EMAIL, "nobody.here@example.org"):
        near = {"REMOTE_ADDR": f"192.0.2.{len(pages)}"}
        answers = [Client().post(reverse("come_back"), {"reach": address}, **near) for _ in range(7)]
        assert [each.status_code for each in answers] == [302] * 6 + [429]
        pages.append(without_marks(answers[-1]))
    assert pages[0] == pages[1]


def test_a_claimed_address_does_not_evade_the_limit():
    hits = [
        Client().post(reverse("come_back"), {"reach": f"n{n}@example.org"}, headers={"X-Forwarded-For": f"192.0.2.{n}"})
        for n in range(21)
    ]
    assert [each.status_code for each in hits] == [302] * 20 + [429]


def test_looking_at_a_link_changes_nothing_and_says_the_same_for_every_link():
    intake = filled(PERSON)
    valid, used, expired = link_to(intake), link_to(intake), link_to(intake)
    Client().post(used, BORN)
    late = ReturnLink.objects.order_by("made_at").last()
    ReturnLink.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    before = rows()
    pages = []
    for where in (valid, used, expired, reverse("back", args=["no-such-link"])):
        browser = Client()
        pages += [without_marks(browser.get(where)) for _ in range(5)]
        assert browser.head(where).status_code == 200 and browser.options(where).status_code == 405
        assert settings.SITTING_COOKIE_NAME not in browser.cookies
    assert all(page == pages[0] for page in pages) and rows() == before
    assert Client().post(valid, BORN).status_code == 303


def test_the_right_birth_date_leads_to_an_address_without_the_token():
    intake = filled(PERSON)
    where, browser = link_to(intake), Client()
    answer = browser.post(where, BORN)
    assert (answer.status_code, answer["Location"], answer["Referrer-Policy"]) == (303, reverse("intake"), "no-referrer")
    page = browser.get(answer["Location"])
    assert page.status_code == 200 and where.split("/")[2] not in page.content.decode()


def test_every_refusal_looks_the_same():
    intake = filled(PERSON)
    used, wrong = link_to(intake), link_to(intake)
    Client().post(used, BORN)
    pages = [without_marks(Client().post(where, WRONG)) for where in (used, wrong, reverse("back", args=["none"]))]
    assert pages[0] == pages[1] == pages[2] and b"does not open this link" in pages[0][2]
    assert b"1950" in pages[0][2]


def test_opening_a_link_ends_the_form_of_another_patient_in_the_same_browser():
    theirs = Intake.start("self")[0]
    theirs.sittings.all().delete()
    browser = with_a_sitting(theirs)
    browser.post(link_to(filled(PERSON)), BORN)
    assert theirs.sittings.get().ended_at
    page = browser.post(reverse("section", args=["heart"]), {"for": theirs.form_mark})
    assert page.status_code == 409


def test_a_pin_is_chosen_typed_twice_and_opens_the_link():
    intake = filled(PERSON)
    browser = with_a_sitting(intake)
    form = {"for": intake.form_mark, "pin": "blue teapot 7"}
    page = browser.post(reverse("pin"), form | {"again": "blue teapot 8"})
    assert "two different" in page.content.decode() and "teapot" not in page.content.decode()
    assert browser.post(reverse("pin"), form | {"again": "blue teapot 7"}).status_code == 302
    assert Pin.of(intake)
    assert Client().post(link_to(intake), BORN).status_code == 200
    assert Client().post(link_to(intake), {"pin": "blue teapot 7"}).status_code == 303


def test_who_came_by_a_link_reads_that_private_sections_are_answered_and_not_what():
    intake = filled(PERSON)
    open_, masked = with_a_sitting(intake), with_a_sitting(intake, masked=True)
    where = reverse("section", args=["substances"])
    assert b"checked" in open_.get(where).content
    page = masked.get(where).content
    assert b"You have answered this" in page and b"checked" not in page
    again = masked.get(where + "?change=1").content
    assert b"<form" in again and b"checked" not in again
    check = masked.get(reverse("check_answers")).content.decode()
    assert check.count("Not shown, for your privacy") > 5
    assert b"checked" in masked.get(reverse("section", args=["heart"])).content


def test_a_clinic_may_switch_hiding_off(settings):
    settings.SHOWN_ON_RETURN = True
    masked = with_a_sitting(filled(PERSON), masked=True)
    assert b"checked" in masked.get(reverse("section", args=["substances"])).content


def test_what_a_page_does_by_itself_does_not_keep_the_form_open():
    intake = filled(PERSON)
    browser = with_a_sitting(intake)
    ago = timezone.now() - timedelta(minutes=19)
    Sitting.objects.update(last_seen_at=ago)
    asks = {"headers": {"Accept": "application/json"}}
    form = {"for": intake.form_mark, "shown": "clot", "clot": "no", "revision": "1"}
    browser.post(reverse("save_answer", args=["heart"]), form, **asks)
    left = browser.get(reverse("go_on"), **asks).json()["left"]
    assert 55 <= left <= 60 and set(Sitting.objects.values_list("last_seen_at", flat=True)) == {ago}
    assert browser.post(reverse("go_on"), **asks).json()["left"] > 1190


def test_who_was_away_too_long_reads_that_the_form_is_closed_and_how_to_go_on():
    browser = with_a_sitting(filled(PERSON))
    Sitting.objects.update(last_seen_at=timezone.now() - timedelta(minutes=20, seconds=1))
    assert browser.get(reverse("intake"))["Location"] == reverse("ended")
    asked = browser.get(reverse("go_on"), headers={"Accept": "application/json"})
    assert (asked.status_code, asked.json()) == (401, {"go_to": reverse("ended")})
    page = browser.get(reverse("ended"))
    assert reverse("come_back") in page.content.decode() and not browser.cookies[settings.SITTING_COOKIE_NAME].value


def test_links_in_messages_begin_with_the_site_that_was_set_and_not_with_what_a_request_claims():
    assert Client().get(reverse("come_back"), headers={"Host": "evil.example"}).status_code == 400
    assert "evil" not in settings.MESSAGES.link(reverse("come_back"))
