"""After sending: where it stands and who has opened it, and no answer anywhere."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from clinic.audit import record
from intake.models import InformationRequest, Intake, ReturnLink, Sitting, Submission
from intake.models.status import PATIENT_READS, SENT_ONCE, Status
from intake.questionnaire import SECTIONS
from tests.intake.filling import filled, sent, staff
from tests.intake.views.test_coming_back import BORN, PERSON

pytestmark = pytest.mark.django_db
BIRD = "Canary7731"


def at_home(intake):
    browser = Client()
    browser.cookies[settings.SITTING_COOKIE_NAME] = Sitting.begin(intake, masked=True)[1]
    return browser


def asked_for_more(intake):
    why = "We need to be sure about this."
    return InformationRequest.ask(intake, staff("nurse"), ["heart.clot"], "", why, on=Submission.newest(intake).pk)[0]


@pytest.mark.parametrize("status", SENT_ONCE)
def test_the_page_says_where_it_stands_in_plain_words(status):
    intake = sent(PERSON)
    Intake.objects.update(status=status)
    page = at_home(intake).get(reverse("sent")).content.decode()
    assert str(PATIENT_READS[Status(status)]) in page and intake.reference in page
    assert ("Answer now" in page) == (status == Status.WAITING)


def test_the_same_link_and_birth_date_lead_there():
    intake = sent(PERSON)
    browser = Client()
    browser.post(reverse("back", args=[ReturnLink.make(intake, intake.email_index)]), BORN)
    page = browser.get(reverse("intake"), follow=True)
    assert page.redirect_chain[-1][0] == reverse("sent") and "We have your answers" in page.content.decode()


def test_what_a_clinician_asked_is_answered_from_there():
    intake = sent(PERSON)
    asked = asked_for_more(intake)
    browser = at_home(intake)
    answer = browser.post(reverse("answer_now"), {"for": intake.form_mark})
    assert answer["Location"] == reverse("reply")
    assert Sitting.of(browser.cookies[settings.SITTING_COOKIE_NAME].value).request == asked
    assert intake.sittings.filter(ended_at=None).count() == 1


def test_where_nothing_is_asked_one_stays_there():
    intake = sent(PERSON)
    assert at_home(intake).post(reverse("answer_now"), {"for": intake.form_mark})["Location"] == reverse("sent")
    assert at_home(intake).post(reverse("answer_now"), {"for": "another"}).status_code == 409


def test_who_has_opened_it_is_told_by_role_and_time_and_never_by_name():
    intake = sent(PERSON)
    browser = at_home(intake)
    assert "Nobody has opened it yet" in browser.get(reverse("who_opened")).content.decode()
    for _ in range(2):
        record("record.read", staff=staff("nurse"), subject=intake)
    record("card.read", staff=staff("front_desk"), subject=intake)
    page = browser.get(reverse("who_opened")).content.decode()
    assert len(re.findall("<time", page)) in (2, 3) and "Nurse" in page and "Front desk" in page
    assert "Example" not in page.split("<main")[1].split("</main>")[0]


def test_no_page_of_the_patient_shows_an_answer_after_sending():
    intake = filled(PERSON | {"about.preferred_name": BIRD, "heart.aneurysm_where": BIRD, "about.gender": BIRD})
    intake.submit()
    browser = at_home(intake)
    names = "home start come_back come_back_asked intake check_answers please_call sent who_opened pin go_on reply"
    pages = [reverse(name) for name in f"{names} check_reply reply_sent".split()]
    pages += [reverse("section", args=[section.code]) + "?change=1" for section in SECTIONS]
    for where in pages:
        answer = browser.get(where, follow=True)
        assert answer.status_code == 200 and BIRD not in answer.content.decode(), where
