"""Inviting a patient: one link for seven days, into an empty form, by a letter that says nothing of health."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.roles import Role
from intake.models import (
    Abandonment,
    Intake,
    Invitation,
    InvitationLink,
    Message,
    NotAllowed,
    Status,
    Withdrawal,
)
from intake.models.sending import take, was_refused, was_sent
from intake.questionnaire import section_called
from tests.intake.filling import staff

pytestmark = pytest.mark.django_db
ANN = "ann@example.org"


def invited(**more):
    return Invitation.send(staff("front_desk"), ANN, "Sample", **more)


def token_of(invitation):
    letter = Message.objects.filter(intake=invitation.intake, kind="invitation").order_by("-number").first().letter
    return letter["link"].rstrip("/").rsplit("/", 1)[1]


def stands(invitation):
    return Invitation.objects.as_listed().get(pk=invitation.pk).stands()


@pytest.fixture
def later(monkeypatch):
    real = timezone.now
    return lambda span: monkeypatch.setattr(timezone, "now", lambda: real() + span)


def test_the_letter_goes_to_the_address_and_names_nobody():
    invitation = invited()
    letter = Message.objects.get()
    subject, text = letter.words()
    assert letter.reach_now().address == ANN and abs(letter.until - invitation.until) < timedelta(seconds=5)
    assert "Sample" not in subject + text and "/invited/" in text
    assert [each.action for each in invitation.intake.events()] == ["invitation.sent", "message.written"]


@pytest.mark.parametrize("role", Role)
def test_who_meets_patients_invites_and_nobody_else(role):
    if role in (Role.FRONT_DESK, Role.NURSE, Role.PHYSICIAN):
        assert Invitation.send(staff(role), ANN).email == ANN
    else:
        with pytest.raises(NotAllowed):
            Invitation.send(staff(role), ANN)
        assert not Intake.objects.exists()


def test_the_link_opens_the_empty_form_once():
    invitation = invited()
    token = token_of(invitation)
    sitting, _key = InvitationLink.open(token, "other")
    assert sitting.intake_id == invitation.intake_id and not sitting.masked
    assert Intake.objects.get().for_whom == "other" and Intake.objects.get().invitation == invitation
    assert InvitationLink.open(token, "self") is None
    assert InvitationLink.open("no-such-link", "self") is None


@pytest.mark.parametrize(("span", "opens"), [(timedelta(days=7, seconds=-1), True), (timedelta(days=7), False)])
def test_it_works_for_seven_days(later, span, opens):
    token = token_of(invited())
    later(span)
    assert (InvitationLink.open(token, "self") is not None) == opens


def test_a_form_in_which_somebody_wrote_is_opened_by_no_invitation():
    invitation = invited()
    invitation.intake.save_section(section_called("heart"), {"heart.clot": "no"}, revision=0)
    assert InvitationLink.open(token_of(invitation), "self") is None
    assert stands(invitation).startswith("opened")
    with pytest.raises(NotAllowed, match="begun already"):
        invitation.send_again(staff("nurse"))


def test_sent_again_it_has_a_new_link_and_the_old_one_is_dead():
    invitation = invited()
    old = token_of(invitation)
    invitation.send_again(staff("nurse"))
    assert Message.objects.order_by("number").first().state == "called_off"
    assert InvitationLink.open(old, "self") is None
    assert InvitationLink.open(token_of(invitation), "self") is not None


def test_called_off_its_link_is_dead_and_it_is_not_sent_again():
    invitation = invited()
    token = token_of(invitation)
    invitation.call_off(staff("nurse"))
    assert Message.objects.get().state == "called_off"
    assert InvitationLink.open(token, "self") is None
    for act in (invitation.send_again, invitation.call_off):
        with pytest.raises(NotAllowed, match="called off"):
            act(staff("nurse"))
    assert stands(invitation) == "called off"


def test_the_list_says_how_each_stands(later):
    invitation = invited()
    assert stands(invitation) == "waiting to be sent"
    was_sent(take())
    assert stands(invitation) == "sent"
    invitation.send_again(staff("nurse"))
    was_refused(take(), for_good=True)
    assert stands(invitation) == "could not be sent"
    invitation.send_again(staff("nurse"))
    token = token_of(invitation)
    later(timedelta(days=8))
    assert stands(invitation).startswith("lapsed")
    later(timedelta(0))
    InvitationLink.open(token, "self")
    assert stands(invitation) == "opened: the form is begun"
    Intake.objects.update(status=Status.SENT)
    assert stands(invitation) == "used: the form was sent"
    Withdrawal.make(Intake.objects.get())
    assert stands(invitation) == "used: the patient has stopped"


def test_an_invitation_nobody_opened_is_closed_with_its_empty_form(later):
    invitation = invited()
    later(timedelta(days=15))
    assert Abandonment.if_due(invitation.intake) is not None
    assert stands(invitation).startswith("lapsed")
    with pytest.raises(NotAllowed, match="too old"):
        invitation.send_again(staff("nurse"))


def test_a_form_is_not_closed_while_a_link_that_was_sent_again_still_opens_it(later):
    invitation = invited()
    later(timedelta(days=12))
    invitation.send_again(staff("nurse"))
    token = token_of(invitation)
    later(timedelta(days=15))
    assert Abandonment.if_due(Intake.objects.get()) is None
    assert stands(invitation) in ("sent", "waiting to be sent")
    later(timedelta(days=18, hours=12))
    assert InvitationLink.open(token, "self") is not None


def test_a_form_whose_links_have_lapsed_is_closed(later):
    invitation = invited()
    later(timedelta(days=5))
    invitation.send_again(staff("nurse"))
    later(timedelta(days=20))
    assert Abandonment.if_due(Intake.objects.get()) is not None
    assert stands(invitation) == "lapsed: nobody opened it"
