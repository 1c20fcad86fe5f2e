"""The page by which a patient stops, and what the patient and the staff read after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from clinic.roles import Role
from intake.models import Course, Intake, Matching, Patient, Sitting, Status, Visit, Withdrawal
from intake.models.patient import told_by
from tests.intake.filling import filled, sent, staff
from tests.intake.readying import cleared, ready
from tests.intake.views.test_after_sending import asked_for_more, at_home
from tests.intake.views.test_coming_back import PERSON
from tests.intake.views.test_rides import at_work
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
DANGER = {"mind.asq": {"1": "yes"}}


def text(answer):
    return answer.content.decode()


def stopped(intake):
    return at_home(intake).post(reverse("stop"), {"for": intake.form_mark})


@pytest.mark.parametrize(("begin", "page"), [(filled, "intake"), (sent, "sent")])
def test_the_way_there_stands_on_the_page_of_a_draft_and_of_a_sent_form(begin, page):
    browser = at_home(begin(PERSON))
    assert reverse("stop") in text(browser.get(reverse(page)))
    asked = text(browser.get(reverse("stop")))
    assert "Nothing is deleted." in asked and "Yes, stop" in asked and reverse(page) in asked


def test_looking_changes_nothing_and_pressing_stops_it():
    intake = sent(PERSON)
    at_home(intake).get(reverse("stop"))
    assert not Withdrawal.objects.exists()
    assert stopped(intake)["Location"] == reverse("sent")
    assert Withdrawal.objects.get().from_status == Status.SENT


def test_during_a_visit_the_page_says_whom_to_tell_and_offers_no_press(monkeypatch):
    visit = ready(cleared(sent(PERSON)))
    during = visit.at + timedelta(minutes=30)
    monkeypatch.setattr(timezone, "now", lambda: during)
    browser = at_home(visit.intake)
    for answer in (browser.get(reverse("stop")), browser.post(reverse("stop"), {"for": visit.intake.form_mark})):
        page = text(answer)
        assert "Tell the person who is with you" in page and "Yes, stop" not in page
    assert not Withdrawal.objects.exists()


def test_visits_that_will_be_cancelled_are_named_before():
    intake = sent(PERSON)
    assert "visits to come" not in text(at_home(intake).get(reverse("stop")))
    Course.plan(intake, staff("nurse"), [timezone.now() + timedelta(days=3)], minutes=60)
    assert "Your visits to come are cancelled." in text(at_home(intake).get(reverse("stop")))


def test_a_form_of_another_patient_does_not_stop_this_one():
    intake, other = sent(PERSON), filled(PERSON)
    assert at_home(intake).post(reverse("stop"), {"for": other.form_mark}).status_code == 409
    assert not Withdrawal.objects.exists()


def test_who_stopped_reads_so_and_may_call_or_start_again():
    intake = filled(PERSON)
    stopped(intake)
    page = text(at_home(intake).get(reverse("intake"), follow=True))
    assert "You have stopped this form." in page and reverse("start") in page
    assert reverse("stop") not in page
    assert at_home(intake).get(reverse("stop"))["Location"] == reverse("sent")


def test_a_browser_that_answers_a_request_goes_on_with_that():
    intake = sent(PERSON)
    asked = asked_for_more(intake)
    browser = at_home(intake)
    browser.cookies[settings.SITTING_COOKIE_NAME] = Sitting.begin(intake, asked)[1]
    assert browser.get(reverse("stop"))["Location"] == reverse("reply")


def test_a_clinician_reads_it_in_the_queue_and_on_the_record_and_says_so():
    intake = sent(PERSON)
    stopped(intake)
    nurse = signed_in(Role.NURSE)
    assert "The patient has stopped" in text(nurse.get(reverse("queue"), {"tab": "to_review"}))
    record = reverse("record", args=[intake.reference])
    page = text(nurse.get(record))
    assert "The patient has stopped" in page and "I have seen this" in page and "Stopped: withdrew the form" in page
    page = text(nurse.post(reverse("withdrawal_seen", args=[intake.reference]), follow=True))
    assert "Seen by" in page and "I have seen this" not in page
    assert Intake.objects.get().turn == ""


def test_a_record_that_was_withdrawn_offers_nothing_that_would_be_refused():
    """Answers to a form that its patient has stopped are read, and worked with no more."""
    intake = sent(PERSON | {"body.systolic": 200})
    record = reverse("record", args=[intake.reference])
    nurse = signed_in(Role.NURSE)
    Course.plan(intake, staff("nurse"), [timezone.now() + timedelta(days=3)], minutes=60)
    acts = ("/consent/", "/medicines/", "/flags/", "/measured/", "/decide/", "/ask/", "/sections/", "/assessment/", "/weigh-again/")
    pages = (record, reverse("weighed", args=[intake.reference]))

    def offered():
        shown = "".join(nurse.get(page).content.decode() for page in pages)
        return {act for act in acts if act in shown}

    assert offered() == set(acts)
    stopped(intake)
    assert not offered() and "flag-why" in text(nurse.get(record)), "what fired is still read"


def test_a_visit_of_a_patient_who_stopped_is_not_offered_to_be_put_back():
    intake = sent(PERSON)
    visit = Course.plan(intake, staff("nurse"), [timezone.now() + timedelta(days=3)], minutes=60)[0]
    nurse, back = at_work("nurse"), reverse("visit_restore", args=[visit.pk])
    visit.cancel(staff("nurse"), "She called.", seen=1)
    page = text(nurse.get(reverse("visit", args=[visit.pk])))
    assert back in page and "Explain and write down the consent" in page
    stopped(intake)
    page = text(nurse.get(reverse("visit", args=[visit.pk])))
    assert back not in page and "Explain and write down the consent" not in page
    assert "The patient has withdrawn the answers." in text(nurse.get(back))


def test_the_record_of_a_stopped_draft_with_an_alert_says_that_the_alert_is_open():
    intake = filled(PERSON | DANGER)
    stopped(intake)
    page = text(signed_in(Role.NURSE).get(reverse("record", args=[intake.reference])))
    assert "A safety alert is still open." in page and "Stopping does not close it" in page


def test_the_front_desk_reads_withdrawn_and_nothing_more():
    intake = sent(PERSON)
    stopped(intake)
    page = text(signed_in(Role.FRONT_DESK).get(reverse("desk")))
    assert intake.reference in page and "withdrawn" in page


# As a patient tells it to a clinician


def test_a_clinician_writes_down_that_the_patient_stops():
    intake = sent(PERSON)
    visit = Course.plan(intake, staff("nurse"), [timezone.now() + timedelta(days=3)], minutes=60)[0]
    nurse, where = at_work("nurse"), reverse("patient_stops", args=[intake.reference])
    record = reverse("record", args=[intake.reference])
    assert where in nurse.get(record).content.decode()
    page = text(nurse.get(where))
    born = date_format(parse_date(PERSON["about.birth_date"]), "j M Y")
    assert f"The birth date is {born}." in page, "who tells it by phone says it first"
    assert "These visits are cancelled:" in page and f"{timezone.localtime(visit.at):%H:%M}" in page
    answer = nurse.post(where, {"route": "phone", "said": "I do not want it any more."}, follow=True)
    page = text(answer)
    assert answer.redirect_chain[-1][0] == record and "Written down: the patient has stopped." in page
    assert "Told by phone, written down by Nurse Example:" in page and "I do not want it any more." in page
    assert "I have seen this" not in page and "Wrote down that the patient stops" in page
    assert where not in answer.content.decode() and "cannot be written down now" in text(nurse.get(where))
    again = nurse.post(where, {"route": "phone", "said": "Tell my sister, too."}, follow=True)
    assert again.status_code == 200 and Withdrawal.objects.count() == 1
    assert "Nothing of it was kept." in text(again) and "Tell my sister, too." in text(again)


def test_a_blank_is_asked_for_and_what_was_typed_stays():
    intake = sent(PERSON)
    nurse, where = at_work("nurse"), reverse("patient_stops", args=[intake.reference])
    page = text(nurse.post(where, {"said": "She called just now."}))
    assert page.count("Say how: by phone or in person.") == 2 and "She called just now." in page
    page = text(nurse.post(where, {"route": "phone", "said": " "}))
    assert page.count("Write what was said, in a few words.") == 2 and not Withdrawal.objects.exists()


def test_visits_that_have_begun_or_are_of_another_form_are_named_and_stay(monkeypatch):
    intake, other, nurse = sent(PERSON), sent(PERSON), staff("nurse")
    begun, ahead = (Course.plan(intake, nurse, [timezone.now() + timedelta(hours=each)], minutes=60)[0] for each in (2, 50))
    elsewhere = Course.plan(other, nurse, [timezone.now() + timedelta(hours=70)], minutes=60)[0]
    person = Patient.confirmed(nurse, told_by(intake))
    for each in (intake, other):
        Matching.match(each, nurse, person)
    later = begun.at + timedelta(minutes=5)
    monkeypatch.setattr(timezone, "now", lambda: later)
    browser, where = at_work("nurse"), reverse("patient_stops", args=[intake.reference])
    page = text(browser.get(where))
    cancelled, staying = page.split("These visits are cancelled:")[1].split("These visits stay, and are for you to settle:")
    hour = {each: f"{timezone.localtime(each.at):%b %Y, %H:%M}" for each in (begun, ahead, elsewhere)}
    assert f"{timezone.localtime(ahead.at).day} {hour[ahead]}" in cancelled and hour[begun] in staying and hour[elsewhere] in staying
    browser.post(where, {"route": "phone", "said": "No more."})
    left = dict(Visit.objects.values_list("pk", "status"))
    assert left == {begun.pk: "planned", ahead.pk: "cancelled", elsewhere.pk: "planned"}


def test_during_a_visit_it_is_said_what_comes_first(monkeypatch):
    visit = ready()
    during = visit.at + timedelta(minutes=30)
    monkeypatch.setattr(timezone, "now", lambda: during)
    nurse, where = at_work("nurse"), reverse("patient_stops", args=[visit.intake.reference])
    assert "write down how they went home" in text(nurse.get(where))
    page = text(nurse.post(where, {"route": "in_person", "said": "I have had enough."}))
    assert "write down how they went home" in page and "I have had enough." in page
    assert not Withdrawal.objects.exists()


def test_the_front_desk_does_not_read_what_the_patient_said():
    intake = sent(PERSON)
    Withdrawal.write_down(intake, staff("nurse"), "phone", "I do not want it any more.")
    desk = at_work("front_desk")
    assert desk.get(reverse("patient_stops", args=[intake.reference])).status_code == 404
    for where in (reverse("desk"), reverse("desk_record", args=[intake.reference])):
        assert "want it any more" not in text(desk.get(where))
