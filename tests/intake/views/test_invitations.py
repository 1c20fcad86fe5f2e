"""Inviting from the staff's pages, and the link that the patient opens."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from clinic.roles import Role
from intake.models import Intake, Invitation, InvitationLink, Message, Sitting
from tests.intake.filling import staff
from tests.intake.models.test_invitation import ANN, invited, token_of
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
MARKS = re.compile(rb'value="[A-Za-z0-9]{64}"|data-token="[A-Za-z0-9]{64}"')


def text(answer):
    return answer.content.decode()


def without_marks(answer):
    return answer.status_code, MARKS.sub(b"", answer.content)


def address(token):
    return reverse("invited", args=[token])


def test_the_front_desk_invites_and_sees_how_it_stands():
    desk = signed_in(Role.FRONT_DESK)
    assert "Nobody was invited yet." in text(desk.get(reverse("invitations")))
    page = text(desk.post(reverse("invitations"), {"email": ANN, "last_name": "Sample"}, follow=True))
    assert "The invitation is written" in page and ANN in page and "Sample" in page and "waiting to be sent" in page
    assert Message.objects.get().kind == "invitation"


@pytest.mark.parametrize("wrong", ["", "ann", "a@b", "ann@example.org, bob@example.org", "añn@example.org", "a\nb@c.org"])
def test_what_is_no_address_is_said_beside_the_field_and_nothing_typed_is_lost(wrong):
    page = text(signed_in(Role.NURSE).post(reverse("invitations"), {"email": wrong, "last_name": "Sample"}))
    assert "There is a problem" in page and 'value="Sample"' in page
    assert not Intake.objects.exists()


def test_one_address_is_written_to_three_times_a_day():
    desk = signed_in(Role.FRONT_DESK)
    for _each in range(3):
        desk.post(reverse("invitations"), {"email": ANN, "last_name": ""})
    page = text(desk.post(reverse("invitations"), {"email": ANN.upper(), "last_name": ""}))
    assert "written to three times today" in page and Invitation.objects.count() == 3


def test_it_is_sent_again_and_called_off_from_the_list():
    desk, invitation = signed_in(Role.FRONT_DESK), invited()
    act = reverse("invitation_act", args=[invitation.pk])
    assert "with a new link" in text(desk.post(act, {"act": "again"}, follow=True))
    page = text(desk.post(act, {"act": "call_off"}, follow=True))
    assert "its link does not work any more" in page and "called off" in page and 'value="again"' not in page
    assert "Invite again" in text(desk.post(act, {"act": "again"}, follow=True))


def test_opening_the_link_changes_nothing_however_often_a_scanner_looks():
    token = token_of(invited())
    for method in ("head", "get", "get", "options"):
        answer = getattr(Client(), method)(address(token))
        assert settings.SITTING_COOKIE_NAME not in answer.cookies
    assert not Sitting.objects.exists() and InvitationLink.objects.get().used_at is None
    assert Client().post(address(token), {"for_whom": "self"}).status_code == 303


def test_pressing_begin_opens_the_form_at_an_address_without_the_token():
    token = token_of(invited())
    browser = Client()
    answer = browser.post(address(token), {"for_whom": "self"})
    assert answer["Location"] == reverse("intake") and token not in text(browser.get(reverse("intake")))


def test_without_a_choice_the_link_is_not_used_up():
    token = token_of(invited())
    assert "Choose who this is for." in text(Client().post(address(token), {}))
    assert InvitationLink.objects.get().tries == 0


def test_every_link_looks_the_same_and_every_refusal_too():
    used, off = invited(), invited()
    Client().post(address(token_of(used)), {"for_whom": "self"})
    dead = token_of(off)
    off.call_off(staff("nurse"))
    tokens = [token_of(used), dead, "no-such-link"]
    assert len({without_marks(Client().get(address(each))) for each in [*tokens, token_of(invited())]}) == 1
    refused = [Client().post(address(each), {"for_whom": "self"}) for each in tokens]
    assert len({without_marks(each) for each in refused}) == 1
    assert "does not open a form any more" in text(refused[0]) and reverse("start") in text(refused[0])


def test_who_had_a_form_open_in_this_browser_leaves_it():
    browser = Client()
    browser.post(reverse("start"), {"for_whom": "self"})
    before = Sitting.objects.get()
    browser.post(address(token_of(invited())), {"for_whom": "self"})
    before.refresh_from_db()
    assert before.ended_at is not None


def test_a_clinician_reads_on_the_record_that_the_patient_was_invited():
    invitation = invited()
    Client().post(address(token_of(invitation)), {"for_whom": "self"})
    page = text(signed_in(Role.NURSE).get(reverse("record", args=[invitation.intake.reference])))
    assert "Invited the patient by e-mail" in page and "Began the form with the link of an invitation" in page


def test_the_list_goes_on_page_by_page():
    desk = signed_in(Role.FRONT_DESK)
    for _each in range(51):
        invited()
    first = desk.get(reverse("invitations"))
    assert len(first.context["rows"]) == 50 and first.context["next"]
    assert len(desk.get(reverse("invitations") + "?" + first.context["next"]).context["rows"]) == 1
    assert desk.get(reverse("invitations"), {"before": "nonsense"}).status_code == 200
