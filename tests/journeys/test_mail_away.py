"""The mail server goes away for a while: staff see it on every page, and then everything leaves, in order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F
from playwright.sync_api import expect

from clinic.roles import Role
from intake.models import Message
from intake.models.message import OVERDUE
from tests.intake.filling import sent_in_silence
from tests.journeys.axe import nothing_found
from tests.journeys.clinician import Clinician
from tests.people import WELL_MAN

PEOPLE = [f"p{number}@example.org" for number in range(4)]
EACH = ("received", "decided_call_us", "received")


def goes_away(office, how):
    """Nothing answers at its door, or it answers that it is too busy."""
    if how == "gone":
        office.close()
    else:
        office.answers = dict.fromkeys(PEOPLE, "421 too busy, come back later")


def comes_back(office, how):
    if how == "gone":
        office.open()
    office.answers = {}


@pytest.mark.parametrize("how", ["gone", "busy"])
def test_staff_see_that_mail_does_not_leave_and_then_all_of_it_does_in_order(desk, post, how):
    goes_away(post.office, how)
    wanted = {}
    for who in PEOPLE:
        intake = sent_in_silence(WELL_MAN | {"about.contact_by": "email", "about.email": who})
        wanted[who] = [f"<{Message.put(kind, intake=intake).pk}@clinic.example>" for kind in EACH]
    nurse = Clinician(desk(), Role.NURSE)
    page = nurse.page
    banner = page.get_by_text("Messages are not leaving.")
    for _ in range(8):
        post.goes()
    page.goto("/staff/")
    expect(banner).to_have_count(0)
    Message.objects.update(at=F("at") - OVERDUE - timedelta(minutes=1))
    post.goes()
    for address in ("/staff/", "/staff/today/", "/staff/outbox/"):
        page.goto(address)
        expect(banner).to_be_visible()
        nothing_found(page)
    expect(page.locator("main")).to_contain_text("waiting to be sent, by e-mail")
    assert not post.office.arrived and not Message.objects.exclude(state="waiting").exists()
    assert set(Message.objects.values_list("attempts", flat=True)) == {0}, "nobody is given up because a server is away"

    comes_back(post.office, how)
    post.goes()
    for who, keys in wanted.items():
        assert post.office.to(who) == keys
    page.goto("/staff/outbox/")
    expect(banner).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("waiting to be sent")
