"""A list of words about health, kept apart from the code: none stands in a message, a calendar file, or on a page of a
driver; no administrator can word a message with one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from clinic.delivery import Letter, as_mail, deliver
from intake.models import Message, NotAllowed, Reach, Wording
from intake.models.sitting import Sitting
from intake.models.wording import faults
from intake.wording.kinds import KINDS, Kind, Words
from tests.intake.drivers import STATES, Driver
from tests.intake.filling import sent, staff
from tests.intake.models.test_visits import WHY, planned
from tests.people import COMPLEX
from tests.test_canary import CLINICAL, CONTACT, answers

pytestmark = pytest.mark.django_db
LISTED = [
    line
    for line in (Path(__file__).parent / "words_of_health.txt").read_text().splitlines()
    if line and not line.startswith("#")
]
SICK = COMPLEX | {"about.email": "ann@example.org", "about.contact_by": "email"}
VALUES = {"link": "https://clinic.example/l", "date": "Tuesday 3 May", "time": "9:30 am", "until": "5 pm"}
VALUES |= {"place": "12 Harbor Road"}
DRIVER = Reach(email="ruth@example.org")
SLIPPED_IN: dict[str, Callable[[str], str]] = {
    "as it is": lambda word: f"About {word}.",
    "in capitals": lambda word: f"ABOUT {word.upper()}!",
    "first": lambda word: f"{word}: today",
    "with a sign that is not seen": lambda word: f"about {word[0]}\u200b{word[1:]}",
    "with a soft hyphen": lambda word: f"about {word[0]}\u00ad{word[1:]}",
    "over two lines": lambda word: f"about {word.replace(' ', chr(10))}\n",
}


def told_in(text: str) -> list[str]:
    """Every listed word in a text, and the clinic's own name, which is set to a neutral one in messages."""
    plain = " ".join(unescape(text).split())
    found = [word for word in LISTED if re.search(rf"(?<![\w]){re.escape(word)}(?!\w)", plain, re.I)]
    return found + [settings.CLINIC.name] * (settings.CLINIC.name.lower() in plain.lower())


def all_of(answer: Any) -> str:
    """Everything that a browser gets: headers, cookies and page."""
    return "\n".join([str(answer.headers), str(answer.cookies), *answer.content.decode().splitlines()])


def test_the_list_is_long_and_is_found() -> None:
    assert len(LISTED) > 100 and len(set(LISTED)) == len(LISTED)
    assert told_in("Your KETAMINE\ninfusion &amp; pain\nclinic at Lakeside Infusion Clinic") == [
        "ketamine", "infusion", "pain clinic", "Lakeside Infusion Clinic"
    ]
    assert settings.CLINIC.name != settings.MESSAGES.name


# Messages


@pytest.mark.parametrize("kind", KINDS)
def test_no_mail_tells_in_its_headers_its_subject_or_its_text(kind: str) -> None:
    driver = KINDS[kind].to_driver
    message = Message.put(kind, intake=sent(SICK), context=VALUES, to=DRIVER if driver else None)
    mail = message_from_bytes(as_mail(Letter(str(message.pk), message.reach_now().address, *message.words())).as_bytes())
    headers = [f"{name}: {make_header(decode_header(words))}" for name, words in mail.items()]
    body = mail.get_payload(decode=True)
    assert isinstance(body, bytes) and "12" in body.decode() and len(headers) > 6
    assert told_in("\n".join([*headers, body.decode()])) == []
    assert not [word for word in patients_words() if word in "\n".join([*headers[2:], body.decode()])]


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_message_tells(kind: str, settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    by_text = SICK | {"about.contact_by": "text"}
    to = Reach(phone="+12025550190", by="text") if KINDS[kind].to_driver else None
    message = Message.put(kind, intake=sent(by_text), context=VALUES, to=to)
    assert message.way == "text"
    deliver(message.way, Letter(str(message.pk), message.reach_now().address, *message.words()))
    [file] = (tmp_path / "texts").iterdir()
    assert told_in(f"{file.name} {file.read_text()}") == []
    assert not [word for word in patients_words() if word in file.read_text()]


def patients_words() -> list[str]:
    """Who it is: the name and the birth date. No message holds them."""
    return [str(SICK[f"about.{name}"]) for name in ("first_name", "last_name", "birth_date")]


# What an administrator may make of them


@pytest.mark.parametrize("part", ["subject", "text", "short"])
@pytest.mark.parametrize("how", SLIPPED_IN)
def test_no_listed_word_can_be_worded_into_a_message(how: str, part: str) -> None:
    kind = KINDS["received"]
    missed = [word for word in LISTED if part not in faults(kind, _worded(kind, part, SLIPPED_IN[how](word)))]
    assert missed == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
def test_in_no_kind_can_a_word_or_the_clinics_name_be_kept(kind: Kind) -> None:
    for part in ("subject", "text", "short"):
        for word in (*LISTED[:3], settings.CLINIC.name):
            with pytest.raises(NotAllowed, match="lies open on a screen"):
                Wording.write(kind.key, _worded(kind, part, f"{word} "), staff("administrator"), seen=0)
    assert not Wording.objects.exists()


@pytest.mark.parametrize("place", ["place", "date", "time", "until"])
def test_nothing_that_fills_a_place_can_bring_one_in(place: str) -> None:
    intake = sent(SICK)
    for word in (*LISTED[:3], settings.CLINIC.name):
        with pytest.raises(NotAllowed):
            Message.put("driver_asked", intake=intake, context=VALUES | {place: f"the {word} room"}, to=DRIVER)
    assert not Message.objects.filter(kind="driver_asked").exists()


def _worded(kind: Kind, part: str, more: str) -> Words:
    """The shipped words, with more in one part."""
    return replace(kind.words, **{part: f"{more} {getattr(kind.words, part)}"})


# Calendar files


def test_no_calendar_file_tells() -> None:
    intake = sent(SICK)
    first, _second, called_off = planned(5, 12, 19, intake=intake)
    called_off.cancel(staff("front_desk"), WHY, seen=1)
    desk, patient = signed_in_desk(), Client()
    patient.cookies[settings.SITTING_COOKIE_NAME] = Sitting.begin(intake)[1]
    files = [desk.get(reverse("visit_calendar", args=[visit.pk])) for visit in (first, called_off)]
    files.append(patient.get(reverse("own_calendar")))
    for file in files:
        whole = all_of(file).replace("\n ", "")
        assert "BEGIN:VEVENT" in whole and "DESCRIPTION:" in whole and "STATUS:" in whole
        assert told_in(whole) == []
        for word in (*patients_words(), intake.reference, str(intake.pk), WHY, settings.MESSAGES.name):
            assert word not in whole


def signed_in_desk() -> Client:
    browser = Client()
    browser.force_login(staff("front_desk"))
    return browser


# Pages of who collects somebody


@pytest.mark.parametrize("state", STATES)
def test_no_page_of_a_driver_tells(state: str) -> None:
    page = all_of(STATES[state](Driver(sent(SICK))))
    assert told_in(page) == [] and "555" in page


BIRDS = {
    "about.first_name": "Robin7711",
    "about.last_name": "Wren8822",
    "about.email": "finch3344@example.org",
    "about.birth_date": "1957-03-19",
    "about.phone": "+12025559931",
}
AS_READ = ("March 19, 1957", "19 March 1957", "03/19/1957", "555-9931", "1957")


@pytest.mark.parametrize("allowed", [False, True], ids=["no name", "first name"])
@pytest.mark.parametrize("state", STATES)
def test_a_driver_reads_of_the_patient_what_the_clinic_allows_and_nothing_more(
    state: str, allowed: bool, settings: Any
) -> None:
    settings.MESSAGES = replace(settings.MESSAGES, driver_reads_first_name=allowed)
    intake = sent(answers() | BIRDS | {"ride.name": "Ruth Vale"})
    driver = Driver(intake)
    page = all_of(STATES[state](driver)).replace(str(driver.visit.pk), "")
    held = [each for each in (*BIRDS.values(), *AS_READ, CLINICAL, CONTACT, intake.reference, str(intake.pk)) if each in page]
    assert held == ([BIRDS["about.first_name"]] if allowed and state in SHOWS_WHOM else [])


SHOWS_WHOM = {*list(STATES)[: list(STATES).index("code, blank")], "code, right", "code, answered", "sheet"}
"""Pages that ask for, or hand out, the question itself."""
