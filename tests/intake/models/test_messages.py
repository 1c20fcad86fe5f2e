"""Messages: written with the act, as the person chose, in neutral words, and nothing of them in the clear."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from clinic.models import Event
from intake.models import Message, NotAllowed, Patient, Reach, Wording
from intake.wording.kinds import KINDS, Words
from tests.intake.filling import filled, staff
from tests.intake.filling import sent_in_silence as sent
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db
LINK = "https://intake.clinic.example/r/secret-token"
BY_MAIL = WELL_MAN | {"about.contact_by": "email", "about.email": "ann@example.org"}
DRIVER = Reach(phone="+12025550144")
DATES = {"date": "Tuesday 3 May", "time": "9:30 am"}


def put(values=BY_MAIL, kind="more_needed", **more):
    return Message.put(kind, intake=sent(values), context={"link": LINK, **more.pop("context", {})}, **more)


def read(message):
    """As it comes from the database."""
    return Message.objects.select_related("intake__patient").get(pk=message.pk)


def test_who_chose_mail_gets_mail_in_the_words_in_force():
    message = put()
    assert (message.way, message.state, message.number) == ("mail", "waiting", 1)
    subject, text = read(message).words()
    assert subject == "Lakeside Clinic has a question for you"
    assert LINK in text and "{" not in text and "(212)" in text
    assert [event.action for event in message.intake.events()][-1] == "message.written"


def test_who_chose_text_gets_one_line_without_a_subject():
    subject, text = read(put(WELL_MAN | {"about.contact_by": "text"})).words()
    assert subject == "" and LINK in text and "\n" not in text


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ({"about.contact_by": "phone"}, "chose_call"),
        ({"about.contact_by": "none"}, "chose_nobody"),
        ({"about.contact_by": "email", "about.email": None}, "no_address"),
    ],
)
def test_who_cannot_or_does_not_want_to_get_one_stands_in_a_line_for_staff(chosen, why):
    values = {code: value for code, value in (WELL_MAN | chosen).items() if value is not None}
    message = put(values)
    assert (message.state, message.why) == ("not_sent", why)
    assert list(Message.objects.for_staff()) == [message]
    assert LINK not in read(message).words()[1], "its link is a key that nobody needs any more"
    message.settle(staff("front_desk"))
    assert not Message.objects.for_staff().exists()
    with pytest.raises(NotAllowed, match="already"):
        message.settle(staff("nurse"))


def test_a_clinic_without_a_gateway_calls_who_wants_text_messages(settings):
    from dataclasses import replace

    settings.MESSAGES = replace(settings.MESSAGES, texts=None)
    assert put(WELL_MAN | {"about.contact_by": "text"}).why == "no_texts"


def test_a_draft_says_as_well_how_to_reach_somebody():
    message = Message.put("draft_reminder", intake=filled(BY_MAIL), context={"link": LINK})
    assert message.reach_now().address == "ann@example.org"


def test_the_address_that_staff_confirmed_counts():
    intake = sent(BY_MAIL)
    person = {code: str(BY_MAIL[code]) for code in ("about.first_name", "about.last_name", "about.birth_date")}
    intake.patient = Patient.confirmed(staff("nurse"), person | {"about.email": "right@example.org"})
    intake.save()
    assert Message.put("received", intake=intake).reach_now().address == "right@example.org"


def test_a_driver_is_reached_by_what_the_ride_says():
    with pytest.raises(ValueError, match="driver"):
        put(kind="driver_asked", context=DATES | {"place": "12 Elm Street"})
    message = put(kind="driver_asked", context=DATES | {"place": "12 Elm Street"}, to=DRIVER)
    assert (message.way, message.to_driver, read(message).reach_now()) == ("text", True, DRIVER)
    assert "12 Elm Street" in read(message).words()[1]


def test_what_staff_typed_may_not_say_what_the_clinic_does():
    for place in ("Ketamine room", "Lakeside Infusion Clinic"):
        with pytest.raises(NotAllowed, match="open on a screen"):
            put(kind="driver_asked", context=DATES | {"place": place}, to=DRIVER)
    assert not Message.objects.exists()


def test_a_message_that_lacks_what_it_is_for_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="date, time"):
        put(kind="visit_planned")


def test_no_act_no_message():
    intake = sent(BY_MAIL)
    with pytest.raises(RuntimeError), transaction.atomic():
        Message.put("received", intake=intake)
        raise RuntimeError
    assert not Message.objects.exists()


def test_nothing_of_it_stands_in_the_clear():
    message = put()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text FROM intake_message m")
        row = "".join(text for (text,) in cursor.fetchall())
    for secret in ("ann@example.org", LINK, "secret-token", "question for you"):
        assert secret not in row and secret.encode().hex() not in row
    assert not Event.objects.about(message.intake).filter(detail__contains="example").exists()


def test_what_is_not_needed_any_more_is_called_off():
    message = put()
    assert Message.call_off(intake=message.intake, kinds=["received"]) == 0
    assert Message.call_off(intake=message.intake, kinds=["more_needed"]) == 1
    assert (read(message).state, read(message).letter["link"]) == ("called_off", "")


def test_an_administrator_words_a_kind_and_every_version_is_kept():
    ada = staff("administrator")
    words = Words("{clinic} asks", "Please open {link}", "{clinic}: {link}")
    Wording.write("more_needed", words, ada, seen=0)
    assert read(put()).words() == ("Lakeside Clinic asks", f"Please open {LINK}\n")
    with pytest.raises(NotAllowed, match="Somebody worded"):
        Wording.write("more_needed", words, ada, seen=0)
    assert Wording.write("more_needed", words, ada, seen=1).number == 2
    with pytest.raises(NotAllowed, match="administrator"):
        Wording.write("more_needed", words, staff("nurse"), seen=2)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"subject": "Your ketamine visit"}, "ketamine"),
        ({"text": "About your DEPRESSIONS: {link}"}, "depressions"),
        ({"short": "Spravato® {link}"}, "spravato"),
        ({"subject": "From Lakeside Infusion Clinic"}, "lakeside infusion clinic"),
        ({"text": "Hello {name}, {link}"}, r"\{name\} is not known"),
        ({"text": "Hello"}, r"Keep \{link\}"),
        ({"text": "Open {link} or {"}, "brace"),
        ({"subject": "One\r\nBcc: all@example.org"}, "one line"),
        ({"subject": ""}, "Write something"),
        ({"short": "{link}" + "x" * 300}, "at most 300"),
    ],
)
def test_words_that_may_not_be_sent_are_refused(change, says):
    words = {"subject": "A question", "text": "Open {link}", "short": "{clinic}: {link}"} | change
    with pytest.raises(NotAllowed, match=f"(?i){says}"):
        Wording.write("more_needed", Words(**words), staff("administrator"), seen=0)
    assert not Wording.objects.exists()


def test_a_message_that_comes_too_late_is_not_sent_again():
    message = put(until=timezone.now() - timedelta(seconds=1))
    assert message.is_late() and not message.can_go_again()


def test_every_kind_can_be_written():
    intake = sent(BY_MAIL)
    values = {"link": LINK, "place": "12 Elm Street", "until": "5 pm", **DATES}
    for number, kind in enumerate(KINDS, 1):
        message = Message.put(kind, intake=intake, context=values, to=DRIVER if KINDS[kind].to_driver else None)
        assert message.number == number and "{" not in "".join(read(message).words())
