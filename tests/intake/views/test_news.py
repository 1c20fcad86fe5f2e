"""*Is anything new?* on the patient's pages and on those of staff: what was said is not shown back to the patient."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.roles import Role
from intake.models import AnythingNew, Course, Intake, SafetyAlert, Sitting, Submission, Visit
from tests.intake.filling import filled, sent, staff
from tests.intake.readying import cleared
from tests.intake.views.test_after_sending import asked_for_more
from tests.intake.views.test_rides import at_work
from tests.people import WELL_MAN
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys(("health", "medicines", "cold", "ride"), "no")
WHERE = "/visit/new/"


def at(intake: Intake) -> Client:
    browser = Client()
    browser.cookies[settings.SITTING_COOKIE_NAME] = Sitting.begin(intake)[1]
    return browser


def planned(intake: Intake, hours: float = 30) -> Visit:
    return Course.plan(intake, staff("physician"), [timezone.now() + timedelta(hours=hours)], minutes=60)[0]


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.fixture
def intake() -> Intake:
    return cleared()


@pytest.fixture
def visit(intake: Intake) -> Visit:
    return planned(intake)


def test_the_visit_and_the_form_lead_to_the_questions_until_they_are_answered(intake: Intake, visit: Visit) -> None:
    patient = at(intake)
    assert f'href="{WHERE}"' in patient.get("/visit/").content.decode()
    assert f'href="{WHERE}"' in patient.get("/intake/sent/").content.decode()
    answer = patient.post(WHERE, NOTHING | {"for": intake.form_mark})
    assert answer["Location"] == "/visit/"
    assert "We have your answer" in said(patient.get("/visit/"))
    after = said(patient.get("/intake/sent/"))
    assert "Is anything new?" not in after and "Something has changed since: tell us again" in after


def test_nothing_is_chosen_beforehand_and_a_blank_is_asked_for(intake: Intake, visit: Visit) -> None:
    patient = at(intake)
    assert "checked" not in patient.get(WHERE).content.decode()
    answer = patient.post(WHERE, {"for": intake.form_mark, "health": "no", "medicines": "unsure", "cold": "maybe"})
    page = answer.content.decode()
    assert answer.status_code == 200 and not AnythingNew.objects.exists()
    assert "There is a problem" in page and 'href="#id_ride' in page and "Choose yes, no or not sure." in page
    assert re.search(r'name="medicines" value="unsure"[^>]*checked', page), "what was chosen stays chosen"


def test_something_new_goes_on_to_what_it_opens_and_is_never_shown_back(intake: Intake, visit: Visit) -> None:
    patient = at(intake)
    answer = patient.post(WHERE, NOTHING | {"for": intake.form_mark, "medicines": "unsure"})
    assert answer["Location"] == "/reply/"
    page = patient.get("/reply/", follow=True)
    assert "List each medicine" in said(page) and "something may be new before your visit" in said(page)
    for where in ("/visit/", "/visit/new/", "/intake/sent/"):
        shown = patient.get(where, follow=True).content.decode()
        assert "checked" not in shown and "Not sure:" not in shown
    assert "We need a little more from you" in said(patient.get("/visit/"))


def test_a_woman_who_may_be_pregnant_is_asked_in_full(intake: Intake) -> None:
    woman = WELL_MAN | {"about.sex_at_birth": "female", "pregnancy.could_be": "no", "pregnancy.with_high_bp": "no"}
    woman |= {"pregnancy.breastfeeding": "no", "substances.taps1": {"1": "never", "2_women": "never", "3": "never", "4": "never"}}
    other = sent(woman)
    planned(other)
    patient = at(other)
    patient.post(WHERE, NOTHING | {"for": other.form_mark, "pregnancy": "unsure"})
    assert "Could you become pregnant?" in said(patient.get("/reply/", follow=True))
    assert other.requests.get().codes >= {"pregnancy.could_be"}


def test_danger_told_on_the_way_shows_help_and_raises_the_alert(intake: Intake, visit: Visit) -> None:
    patient = at(intake)
    patient.post(WHERE, NOTHING | {"for": intake.form_mark, "health": "yes"})
    asked = intake.requests.get()
    asked.intake = intake
    screens = asked.blank().screens
    number = next(page.number for _section, page in screens if any(each.name == "asq" for each in page.questions))
    told = {"asq.1": "yes", "asq.2": "no", "asq.3": "no", "asq.4": "no", "asq.5": "yes"}
    answer = patient.post(f"/reply/{number}/", {"for": asked.form_mark, "revision": "0", "shown": ["asq", *told], **told})
    assert 'id="help"' in answer.content.decode() and SafetyAlert.objects.filter(intake=intake).exists()


def test_who_has_no_visit_soon_or_no_sitting_is_not_asked(intake: Intake) -> None:
    assert at(intake).get(WHERE)["Location"] == "/visit/"
    planned(intake, hours=24 * 20)
    assert at(intake).get(WHERE)["Location"] == "/visit/"
    assert at(intake).post(WHERE, NOTHING | {"for": intake.form_mark})["Location"] == "/visit/"
    assert Client().get(WHERE).status_code == 302 and not AnythingNew.objects.exists()
    draft = filled(WELL_MAN)
    planned(draft)
    assert at(draft).get(WHERE)["Location"] == "/visit/"


def test_a_form_of_another_intake_is_refused(intake: Intake, visit: Visit) -> None:
    other = sent(WELL_MAN)
    planned(other)
    assert at(intake).post(WHERE, NOTHING | {"for": other.form_mark}).status_code == 409
    assert at(intake).post(WHERE, NOTHING).status_code == 409
    assert not AnythingNew.objects.exists()


# Staff


def day(visit: Visit) -> str:
    return f"/staff/today/?day={timezone.localdate(visit.at).isoformat()}"


@pytest.mark.parametrize("role", [Role.NURSE, Role.FRONT_DESK])
def test_the_board_and_the_visit_say_that_nobody_has_answered(intake: Intake, visit: Visit, role: Role) -> None:
    browser = signed_in(role)
    for where in (day(visit), reverse("visit", args=[visit.pk])):
        assert "Anything new? Not answered yet" in said(browser.get(where))
    AnythingNew.say(visit, NOTHING)
    for where in (day(visit), reverse("visit", args=[visit.pk])):
        assert "Not answered yet" not in said(browser.get(where))


def test_clinicians_read_what_is_new_and_the_front_desk_that_it_was_answered(intake: Intake, visit: Visit) -> None:
    AnythingNew.say(visit, NOTHING | {"medicines": "yes", "health": "unsure"})
    nurse, desk = signed_in(Role.NURSE), signed_in(Role.FRONT_DESK)
    for where in (day(visit), reverse("visit", args=[visit.pk]), reverse("record", args=[intake.reference])):
        assert "New, the patient says: health (not sure), medicines" in said(nurse.get(where))
    for where in (day(visit), reverse("visit", args=[visit.pk]), reverse("desk_record", args=[intake.reference])):
        shown = said(desk.get(where))
        assert "Questions before the visit: answered" in shown
        assert "New, the patient says" not in shown and "Nothing new" not in shown


def test_the_front_desk_cannot_tell_news_from_no_news(intake: Intake, visit: Visit) -> None:
    other = cleared(sent(WELL_MAN))
    second = planned(other)
    AnythingNew.say(visit, NOTHING)
    AnythingNew.say(second, NOTHING | {"ride": "no"})
    desk = signed_in(Role.FRONT_DESK)
    assert said(desk.get(day(visit))).count("Questions before the visit: answered") == 2


def test_the_record_shows_before_and_after_and_who_asked(intake: Intake, visit: Visit) -> None:
    patient, nurse = at(intake), signed_in(Role.NURSE)
    patient.post(WHERE, NOTHING | {"for": intake.form_mark, "cold": "yes"})
    record = said(nurse.get(reverse("record", args=[intake.reference])))
    assert "Clearway, when the patient said that something is new" in record and "To tell in their own words" in record
    asked = intake.requests.get()
    asked.intake = intake
    for number, (_section, page) in enumerate(asked.blank().screens, start=1):
        boxes: dict[str, Any] = {"cold": "yes", "belly_symptoms": "no", "reply": "A cough since Monday."}
        boxes = {each.name: boxes[each.name] for each in page.questions if each.name in boxes}
        patient.post(f"/reply/{number}/", {"for": asked.form_mark, "revision": "0", "shown": list(boxes), **boxes})
    assert patient.post("/reply/check/", {"for": asked.form_mark})["Location"] == "/reply/sent/"
    assert Submission.newest(Intake.objects.get(pk=intake.pk)).answers()["lungs.cold"] == "yes"
    record = said(nurse.get(reverse("record", args=[intake.reference])))
    assert "Before: No Now: Yes" in record and "A cough since Monday." in record
    for where in ("/visit/", "/intake/sent/", "/reply/sent/", "/reply/", "/reply/check/"):
        assert "cough since" not in patient.get(where, follow=True).content.decode()


def test_the_queue_says_why(intake: Intake, visit: Visit) -> None:
    AnythingNew.say(visit, NOTHING | {"medicines": "yes"})
    assert "New before the visit: medicines" in said(signed_in(Role.NURSE).get("/staff/?show=to_review"))


# As a patient tells it to a clinician


def told(visit: Visit) -> str:
    return reverse("visit_news", args=[visit.pk])


def test_who_is_to_be_called_leads_to_where_it_is_written_down(intake: Intake, visit: Visit) -> None:
    nurse, desk = at_work("nurse"), at_work("front_desk")
    for where in (day(visit), reverse("visit", args=[visit.pk]), reverse("record", args=[intake.reference])):
        assert f'href="{told(visit)}"' in nurse.get(where).content.decode()
        assert f'href="{told(visit)}"' not in desk.get(where).content.decode()
    answer = nurse.post(told(visit), NOTHING | {"route": "phone"})
    assert answer["Location"] == reverse("visit", args=[visit.pk])
    shown = said(nurse.get(answer["Location"]))
    assert "Nothing new, the patient says" in shown and "written down by Nurse Example (by phone)" in shown
    assert "as the patient tells you" in shown, "what comes up later can be written down as well"
    for where in (day(visit), reverse("visit", args=[visit.pk])):
        assert "written down by" not in said(desk.get(where))


def test_something_new_leads_to_the_link_for_what_is_asked_in_full(intake: Intake, visit: Visit) -> None:
    nurse = at_work("nurse")
    answer = nurse.post(told(visit), NOTHING | {"route": "in_person", "medicines": "yes"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("ask", args=[intake.reference])
    assert "asked in full what is new" in said(answer) and "medicine" in said(answer)
    shown = said(nurse.get(reverse("record", args=[intake.reference])))
    assert "New, the patient says: medicines" in shown and "written down by Nurse Example (in person)" in shown


def test_what_one_wrote_down_and_the_patient_said_is_not_laid_on_one_of_them(intake: Intake, visit: Visit) -> None:
    AnythingNew.say(visit, NOTHING | {"medicines": "yes"})
    nurse = at_work("nurse")
    nurse.post(told(visit), NOTHING | {"route": "phone", "health": "yes"})
    shown = said(nurse.get(reverse("visit", args=[visit.pk])))
    assert "medicines, health" in shown and "in part written down by Nurse Example (by phone)" in shown


def test_while_something_else_is_asked_it_is_said_that_it_is_not_asked_in_full(intake: Intake, visit: Visit) -> None:
    asked_for_more(intake)
    answer = at_work("nurse").post(told(visit), NOTHING | {"route": "phone", "health": "yes"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("ask", args=[intake.reference])
    assert "The patient is asked for something else already" in said(answer) and intake.requests.count() == 1


def test_what_was_chosen_as_the_visit_began_is_shown_once_more(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    nurse = at_work("nurse")
    begun = visit.at + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: begun)
    shown = said(nurse.post(told(visit), NOTHING | {"route": "phone", "health": "unsure"}))
    assert "The visit has begun" in shown and "Nothing of it was kept." in shown and "Not sure" in shown


def test_a_ride_that_differs_leads_back_to_the_visit(intake: Intake, visit: Visit) -> None:
    answer = at_work("nurse").post(told(visit), NOTHING | {"route": "phone", "ride": "yes"})
    assert answer["Location"] == reverse("visit", args=[visit.pk]) and AnythingNew.objects.get().ride_differs


def test_a_blank_is_asked_for_and_what_was_chosen_stays(visit: Visit) -> None:
    nurse = at_work("nurse")
    assert "checked" not in nurse.get(told(visit)).content.decode()
    answer = nurse.post(told(visit), NOTHING | {"medicines": "unsure"})
    page = answer.content.decode()
    assert answer.status_code == 200 and page.count("Say how: by phone or in person.") == 2
    assert re.search(r'name="medicines" value="unsure"[^>]*checked', page) and not AnythingNew.objects.exists()


def test_it_says_why_nothing_can_be_written_down_now(
    intake: Intake, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurse = at_work("nurse")
    late, draft = planned(intake, hours=24 * 20), planned(filled(WELL_MAN))
    begun = planned(sent(WELL_MAN), hours=2)
    over = planned(sent(WELL_MAN))
    over.cancel(staff("nurse"), "The patient asked for it.", seen=1)
    later = timezone.now() + timedelta(hours=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    board = f"/staff/today/?day={timezone.localdate(begun.at)}"
    assert f'href="{reverse("visit_check", args=[begun.pk])}">Anything new?' in nurse.get(board).content.decode()
    for each, words in (
        (late, "days before the visit"),
        (draft, "belongs in the form"),
        (begun, "The visit has begun"),
        (over, "not ahead any more"),
    ):
        for answer in (nurse.get(told(each)), nurse.post(told(each), NOTHING | {"route": "phone"})):
            assert answer.status_code == 200 and words in said(answer) and "<form class" not in answer.content.decode().split("<main")[1]
    assert not AnythingNew.objects.exists()


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.EDITOR])
def test_nobody_else_writes_it_down(visit: Visit, role: Role) -> None:
    browser = signed_in(role)
    assert browser.get(told(visit)).status_code == 404
    assert browser.post(told(visit), NOTHING | {"route": "phone"}).status_code == 404 and not AnythingNew.objects.exists()
