"""Working together on a record: who has it, who else is at it, handing it over."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from clinic.roles import Role
from intake.models import Holding, Intake, Presence
from tests.intake.filling import filled, sent
from tests.people import WELL_MAN
from tests.staff import made

pytestmark = pytest.mark.django_db


class Desk:
    """Somebody at work on one record."""

    def __init__(self, role: Role, intake: Intake) -> None:
        self.staff, self.intake, self.browser = made(role), intake, Client()
        self.browser.force_login(self.staff)

    def at(self, name: str) -> str:
        return reverse(name, args=[self.intake.reference])

    def reads(self) -> str:
        return unescape(self.browser.get(self.at("record")).content.decode())

    def does(self, name: str, **posted: object) -> str:
        return unescape(self.browser.post(self.at(name), posted, follow=True).content.decode())


@pytest.fixture
def intake() -> Intake:
    return sent(WELL_MAN)


@pytest.fixture
def nurse(intake: Intake) -> Desk:
    return Desk(Role.NURSE, intake)


@pytest.fixture
def physician(intake: Intake) -> Desk:
    return Desk(Role.PHYSICIAN, intake)


def test_a_clinician_takes_a_form_and_lets_it_go(nurse):
    assert "Nobody has it now." in nurse.reads() and "I work on this" in nurse.reads()
    assert "You have this form now" in nurse.does("claim", seen="")
    assert "You have it." in nurse.reads() and "Free again at" in nurse.reads()
    assert "Nobody has this form now" in nurse.does("release")


def test_who_was_slower_reads_who_has_it_and_may_take_it_over(nurse, physician):
    nurse.does("claim", seen="")
    page = physician.does("claim", seen="")
    assert "Somebody was faster. Nurse has it since" in page and "Take it over from Nurse" in page
    assert "You have this form now" in physician.does("claim", seen=nurse.staff.pk)
    assert "Physician has it since" in nurse.reads() and "took it over" in nurse.reads()
    assert "You do not have this form any more. Physician has it since" in nurse.does("release")


def test_a_form_is_handed_over_with_a_note_that_its_new_holder_reads(nurse, physician):
    nurse.does("claim", seen="")
    assert "Hand over" in unescape(nurse.browser.get(nurse.at("give")).content.decode())
    page = nurse.does("give", to=physician.staff.pk, note="Call Dr Field back.", seen=nurse.staff.pk)
    assert "Physician has this form now." in page
    page = physician.reads()
    assert "Nurse handed it over to Physician." in page and "Call Dr Field back." in page


def test_a_note_is_not_lost_when_handing_over_is_refused(nurse, physician):
    page = nurse.does("give", note="Call Dr Field back.", seen="")
    assert "Choose a nurse or a physician" in page and "Call Dr Field back." in page
    physician.does("claim", seen="")
    other = made(Role.EDITOR)
    page = nurse.does("give", to=other.pk, note="Call Dr Field back.", seen=physician.staff.pk)
    assert "Choose a nurse or a physician" in page and "Call Dr Field back." in page
    page = nurse.does("give", to=nurse.staff.pk, note="Call Dr Field back.", seen="")
    assert "Somebody was faster. Physician has it" in page and "Call Dr Field back." in page
    assert Holding.objects.count() == 1


def test_without_a_colleague_there_is_nobody_to_give_it_to(nurse):
    nurse.does("claim", seen="")
    assert "nobody to give it to" in nurse.browser.get(nurse.at("give")).content.decode()


def test_who_else_has_it_open_is_shown_and_asked_for(nurse, physician):
    assert "has it open too" not in nurse.reads()
    assert "Nurse has it open too." in physician.reads()
    told = nurse.browser.get(nurse.at("here"), {"seen": ""}).json()
    assert told == {"others": "Physician has it open too.", "moved": ""}
    physician.does("claim", seen="")
    told = nurse.browser.get(nurse.at("here"), {"seen": ""}).json()
    assert told["moved"].startswith("Physician has it since")
    assert Presence.objects.count() == 2


@pytest.mark.parametrize("name", ["claim", "release", "give", "here"])
@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.EDITOR, Role.ADMINISTRATOR])
def test_nobody_else_learns_who_works_on_it(intake, name, role):
    desk = Desk(role, intake)
    for answer in (desk.browser.get(desk.at(name)), desk.browser.post(desk.at(name))):
        assert answer.status_code in (404, 405)
    assert not Holding.objects.exists() and not Presence.objects.exists()


def test_a_form_that_does_not_exist_is_nobodys(nurse):
    assert nurse.browser.post("/staff/intakes/AAAA-AAAA/claim/").status_code == 404
    assert nurse.browser.get("/staff/intakes/AAAA-AAAA/here/").status_code == 404


@pytest.mark.parametrize("seen", ["x", "-1", "9" * 40, "\u0663"])
def test_whatever_is_posted_as_seen_is_no_more_than_a_guess(nurse, physician, seen):
    nurse.does("claim", seen="")
    assert "Somebody was faster" in physician.does("claim", seen=seen)


def test_a_closed_form_is_nobodys_to_take():
    draft = filled({"about.first_name": "Ida"})
    Intake.objects.filter(pk=draft.pk).update(status="withdrawn")
    nurse = Desk(Role.NURSE, draft)
    assert "The patient has withdrawn the answers." in nurse.does("claim", seen="")
    assert "Nothing is left to do here." in nurse.reads() and "I work on this" not in nurse.reads()
