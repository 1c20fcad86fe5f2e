"""A clinician fills in a form for a patient, without JavaScript: begin, sections, check, agree, send."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from clinic.roles import Role
from intake.models import Filling, Intake, SafetyAlert
from intake.questionnaire import section_called
from tests.intake.filling import filled, sent
from tests.intake.posting import boxes
from tests.people import COMPLEX, WELL_MAN
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
NEW = "/staff/intakes/new/"


@pytest.fixture
def nurse() -> Client:
    return signed_in(Role.NURSE)


def begun(nurse: Client, **given: str) -> Intake:
    """The form that the nurse has opened."""
    answer = nurse.post(NEW, {"route": "phone"} | given)
    assert answer.status_code == 302, answer.context["form"].errors
    return Intake.objects.get(reference=answer.url.split("/")[3])


def hidden(page: str, name: str) -> list[str]:
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"(?! disabled)', page)


def write(nurse: Client, url: str, values: dict[str, Any], page: str = "") -> Any:
    """Writes down the answers to one screen as it is shown, and presses the button."""
    page = page or nurse.get(url).content.decode()
    match = re.search(r"/fill/([a-z]+)/", url)
    assert match
    shown = hidden(page, "shown")
    posted: dict[str, Any] = {name: hidden(page, name)[0] for name in ("revision", "page")}
    posted |= {name: hidden(page, name) for name in ("shown", "seen", "after_help")}
    for question in section_called(match[1]).questions:
        if question.name in shown:
            posted |= boxes(question, values)
    return nurse.post(url, posted)


@pytest.mark.parametrize("person", [WELL_MAN, COMPLEX], ids=["well", "complex"])
def test_a_nurse_fills_in_everything_and_sends_it(nurse: Client, person: dict[str, Any]) -> None:
    intake = begun(nurse)
    url = reverse("fill_section", args=[intake.reference, "about"])
    for _screen in range(120):
        answer = write(nurse, url, person)
        for _again in range(5):
            if answer.status_code == 302:
                break
            answer = write(nurse, url, person, answer.content.decode())
        assert answer.status_code == 302, (url, answer.context["form"].errors)
        url = answer.url
        if url.endswith("/fill/check/"):
            page = nurse.get(url)
            assert not page.context["missing"] and "by phone, Nurse," in page.content.decode()
            url = reverse("fill_section", args=[intake.reference, "agree"])
            assert "Read each sentence aloud" in nurse.get(url).content.decode()
        elif url == reverse("record", args=[intake.reference]):
            break
    kept = intake.submissions.get()
    assert kept.content["sent_by"]["by"] == "Nurse" and kept.content["pages"] == []
    said = nurse.get(url).content.decode()
    assert said.count("by phone, Nurse,") > 20
    assert "Sent for the patient: by phone, Nurse," in said


def test_danger_is_told_of_on_the_same_page_with_what_to_do(nurse: Client) -> None:
    intake = begun(nurse)
    intake.save_section(section_called("about"), {"about.birth_date": "1988-04-12"}, revision=0)
    url = reverse("fill_section_page", args=[intake.reference, "mind", 3])
    page = write(nurse, url, WELL_MAN | {"mind.asq": {"1": "yes"}}).content.decode()
    assert "A safety alert is open" in page and "Stay on the line." in page and "I am safe for now" not in page
    assert SafetyAlert.objects.count() == 1


def test_one_answer_at_a_time_is_kept_as_the_patients_are(nurse: Client) -> None:
    intake = begun(nurse)
    intake.save_section(section_called("about"), {"about.birth_date": "1988-04-12"}, revision=0)
    url = reverse("fill_save_answer", args=[intake.reference, "heart"])
    told = nurse.post(url, {"shown": "clot", "clot": "no", "revision": "0", "page": "1"}).json()
    assert told["revision"] == 1 and told["wrong"] == []
    assert Intake.objects.get().marks()["heart.clot"]["route"] == "phone"
    stranger = signed_in(Role.PHYSICIAN).post(url, {"shown": "clot", "clot": "yes", "revision": "1", "page": "1"})
    assert stranger.status_code == 409 and Intake.objects.get().answers()["heart.clot"] == "no"


def test_a_form_that_the_patient_began_is_shown_only_after_saying_how_it_was_made_sure_who_asks(nurse: Client) -> None:
    intake = filled(WELL_MAN)
    answer = nurse.get(reverse("fill_check_answers", args=[intake.reference]))
    assert answer.url == f"{NEW}?reference={intake.reference}"
    page = nurse.post(NEW, {"route": "phone", "reference": intake.reference})
    assert page.status_code == 200 and "Say how you made sure who it is." in page.content.decode()
    assert begun(nurse, reference=intake.reference.lower(), how_checked="call") == intake
    assert "Left foot, burning" in nurse.get(reverse("fill_check_answers", args=[intake.reference])).content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Say how the patient gives the answers."),
        ({"route": "smoke"}, "Say how the patient gives the answers."),
        ({"route": "phone", "reference": "x", "how_checked": "call"}, "eight letters and numbers"),
        ({"route": "phone", "reference": "AAAA-AAAA", "how_checked": "call"}, "no form with this reference"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(nurse: Client, given: dict[str, str], sentence: str) -> None:
    page = nurse.post(NEW, given).content.decode()
    assert sentence in page and given.get("reference", "") in page
    assert not Intake.objects.exists()


def test_a_form_that_was_sent_is_not_opened(nurse: Client) -> None:
    intake = sent(WELL_MAN)
    given = {"route": "phone", "reference": intake.reference, "how_checked": "call"}
    assert "This form has been sent" in nurse.post(NEW, given).content.decode()


def test_what_the_patient_sends_meanwhile_ends_the_filling_in(nurse: Client) -> None:
    intake = filled(WELL_MAN)
    begun(nurse, reference=intake.reference, how_checked="call")
    url = reverse("fill_section", args=[intake.reference, "heart"])
    page = nurse.get(url).content.decode()
    intake.submit()
    answer = write(nurse, url, WELL_MAN | {"heart.clot": "yes"}, page)
    assert answer.url == reverse("record", args=[intake.reference])
    assert intake.submissions.get().answers()["heart.clot"] == "no"


def test_patient_and_nurse_on_one_answer_see_both(nurse: Client) -> None:
    intake, _sitting, token = Intake.start("self")
    intake.save_section(section_called("about"), {"about.birth_date": "1988-04-12"}, revision=0)
    begun(nurse, reference=intake.reference, how_checked="known")
    url = reverse("fill_section", args=[intake.reference, "heart"])
    page = nurse.get(url).content.decode()
    patient = Client()
    patient.cookies[settings.SITTING_COOKIE_NAME] = token
    own = reverse("section", args=["heart"])
    stands = patient.get(own).content.decode()
    posted = {"for": intake.form_mark, "revision": "0", "page": "1", "shown": "clot", "clot": "yes"}
    patient.post(own, posted)
    text = write(nurse, url, {"heart.clot": "no"}, page).content.decode()
    assert "Two answers were given" in text and "By the patient, online</span> Yes" in text
    intake.save_section(
        section_called("heart"), {"heart.valve": "no"}, revision=5, filling=Filling.objects.get()
    )
    text = patient.post(own, posted | {"shown": "valve", "valve": "yes"}).content.decode()
    assert "Written down by the clinic, for you</span> No" in text and stands


def test_under_the_minimum_age_nothing_more_is_asked(nurse: Client) -> None:
    intake = begun(nurse)
    about = {code: value for code, value in WELL_MAN.items() if code.startswith("about.")}
    intake.save_section(section_called("about"), about | {"about.birth_date": "2020-04-12"}, revision=0)
    call = reverse("fill_please_call", args=[intake.reference])
    for name in ("fill_intake", "fill_check_answers"):
        assert nurse.get(reverse(name, args=[intake.reference])).url == call
    assert nurse.get(reverse("fill_section", args=[intake.reference, "heart"])).url == call
    assert nurse.post(call).url == reverse("record", args=[intake.reference])
    assert Intake.objects.get().status != "draft"
