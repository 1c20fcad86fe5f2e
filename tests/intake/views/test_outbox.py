"""The outbox: what left, what could not, what to tell in another way; and nothing clinical for the front desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.roles import Role
from intake.models import Message, Reach, Wording
from intake.models.sending import take, was_refused
from intake.wording.kinds import KINDS
from tests.intake.filling import sent_in_silence as sent
from tests.people import WELL_MAN
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
BY_MAIL = WELL_MAN | {"about.contact_by": "email", "about.email": "ann@example.org"}
WORDS = {"subject": "A question", "text": "Open {link}", "short": "{clinic}: {link}", "seen": "0"}


def said(browser, name, *args):
    return browser.get(reverse(name, args=args)).content.decode()


def refused():
    message = Message.put("decided_call_us", intake=sent(BY_MAIL))
    was_refused(take(), for_good=True)
    return message


def test_the_front_desk_sees_kind_whom_when_and_state():
    intake = sent(BY_MAIL)
    Message.put("received", intake=intake)
    page = said(signed_in(Role.FRONT_DESK), "outbox")
    assert "Your form has arrived" in page and intake.reference in page and intake.name in page
    assert "waiting to be sent, by e-mail" in page and "Nobody waits for a call" in page


def test_who_wants_a_call_is_a_line_for_staff_until_somebody_has_called():
    intake = sent(WELL_MAN | {"about.contact_by": "phone", "about.voicemail_ok": "no"})
    message = Message.put("decided_call_us", intake=intake)
    nurse = signed_in(Role.NURSE)
    for page in (said(nurse, "outbox"), said(nurse, "hand_over"), said(nurse, "record", intake.reference)):
        assert "Call the patient and tell them." in page and "The patient said: No." in page
    back = nurse.post(reverse("outbox_settle", args=[message.pk]), {"act": "told", "back": "record"})
    assert back.url == reverse("record", args=[intake.reference]) + "#messages"
    assert "Call the patient" not in said(nurse, "outbox") + said(nurse, "hand_over")
    assert "told in another way" in said(nurse, "record", intake.reference)
    nurse.post(reverse("outbox_settle", args=[message.pk]), {"act": "told"})
    assert "Somebody has done this already." in said(nurse, "outbox")


def test_who_does_not_want_to_be_contacted_stands_on_the_record_and_nobody_is_told_to_call():
    intake = sent(WELL_MAN | {"about.contact_by": "none"})
    Message.put("decided_call_us", intake=intake)
    nurse = signed_in(Role.NURSE)
    assert "Do not call. Tell the patient when they call." in said(nurse, "record", intake.reference)
    assert "To tell by phone" not in said(nurse, "hand_over")


def test_what_could_not_be_sent_stands_in_a_banner_and_can_be_sent_again():
    message = refused()
    desk = signed_in(Role.FRONT_DESK)
    assert "1 message could not be sent." in said(desk, "desk")
    assert "the address was refused" in said(desk, "outbox")
    desk.post(reverse("outbox_settle", args=[message.pk]), {"act": "again"})
    assert Message.objects.get().state == "waiting"
    assert "could not be sent." not in said(desk, "desk")


def test_a_banner_says_that_messages_do_not_leave():
    message = Message.put("decided_call_us", intake=sent(BY_MAIL))
    desk = signed_in(Role.FRONT_DESK)
    assert "not leaving" not in said(desk, "desk")
    Message.objects.filter(pk=message.pk).update(at=timezone.now() - timedelta(minutes=11))
    assert "Messages are not leaving." in said(desk, "desk")
    assert "not leaving" not in said(signed_in(Role.ADMINISTRATOR), "wordings")


def test_the_link_of_a_message_is_nobodys_to_read_once_it_is_of_no_use():
    link = "https://intake.clinic.example/r/secret"
    Message.put("more_needed", intake=sent(BY_MAIL), context={"link": link}, until=timezone.now())
    was_refused(take(), for_good=True)
    assert "secret" not in said(signed_in(Role.NURSE), "outbox")


def test_older_messages_follow_page_by_page():
    intake = sent(BY_MAIL)
    for _ in range(51):
        Message.put("received", intake=intake)
    nurse = signed_in(Role.NURSE)
    first = nurse.get(reverse("outbox"))
    assert len(first.context["rows"]) == 50
    second = nurse.get(f"{reverse('outbox')}?{first.context['next']}")
    assert len(second.context["rows"]) == 1 and not second.context["next"]
    for wrong in ("x", "~", "2026-01-01~x", "2026-01-01~" + "0" * 32):
        assert nurse.get(reverse("outbox"), {"before": wrong}).status_code == 200


def test_a_driver_is_told_of_by_the_patients_name_and_no_number_of_theirs():
    place = {"place": "12 Elm Street", "date": "3 May", "time": "noon", "link": "https://x.example/"}
    Message.put("driver_asked", intake=sent(BY_MAIL), context=place, to=Reach(by="phone", phone="+12025550144"))
    page = said(signed_in(Role.NURSE), "outbox")
    assert "Call the driver." in page and "to the driver of" in page


def test_an_administrator_looks_at_new_words_and_keeps_them():
    ada = signed_in(Role.ADMINISTRATOR)
    page = said(ada, "wordings")
    assert all(kind.called in page for kind in KINDS.values()) and "Lakeside Infusion Clinic" in page
    where = reverse("wording", args=["more_needed"])
    seen = ada.post(where, WORDS | {"preview": "1"}).content.decode()
    assert "Open https://clinic.example/link" in seen and not Wording.objects.exists()
    ada.post(where, WORDS | {"keep": "1"})
    assert Wording.objects.get().text == "Open {link}\n"
    assert "Version 1, by Administrator" in said(ada, "wording", "more_needed")
    again = ada.post(where, WORDS | {"keep": "1", "subject": "Mine"}).content.decode()
    assert "Somebody worded this message" in again and "Mine" in again and Wording.objects.count() == 1


def test_a_health_word_is_refused_beside_the_field_and_nothing_typed_is_lost():
    ada = signed_in(Role.ADMINISTRATOR)
    page = ada.post(reverse("wording", args=["received"]), WORDS | {"keep": "1", "text": "About your Infusion"})
    assert "Leave out infusion" in page.content.decode() and "About your Infusion" in page.content.decode()
    assert not Wording.objects.exists()


def test_there_is_no_kind_that_is_not_known():
    assert signed_in(Role.ADMINISTRATOR).get("/staff/messages/nothing/").status_code == 404


@pytest.mark.parametrize("address", ["outbox", "invitations"])
@pytest.mark.parametrize(
    "moment", ["2026-11-25T10:00:00+23:59", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"]
)
def test_a_place_in_an_odd_zone_or_time_is_a_page_and_no_error(address, moment):
    browser = signed_in(Role.NURSE)
    before = f"{moment}~5f0c8f4e-3d0a-4c5e-9d0a-0c2f3b6e7a11"
    assert browser.get(reverse(address), {"before": before}).status_code == 200


def test_a_link_is_for_the_person_it_is_sent_to_and_for_nobody_in_the_clinic(settings):
    told = {"link": "https://clinic.example/back/secret-key/", "date": "Friday", "time": "10:00"}
    message = Message.put("anything_new", intake=sent(BY_MAIL), context=told)
    settings.DEMO = False
    for role, name, args in ((Role.FRONT_DESK, "outbox", ()), (Role.NURSE, "record", (message.intake.reference,))):
        page = said(signed_in(role), name, *args)
        assert "secret-key" not in page and ("[a link that only they get]" in page) is (name == "outbox")
    assert "secret-key" in message.words()[1], "the patient gets it"
    settings.DEMO = True
    browser = signed_in(Role.PHYSICIAN)
    assert "secret-key" in said(browser, "outbox")
