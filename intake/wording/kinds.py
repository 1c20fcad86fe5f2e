"""Every kind of message, with the words it ships with. No drug, no diagnosis, no speciality, no name, no answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

ALWAYS: Final = frozenset({"clinic", "phone"})
"""Places that every message may have: what the clinic calls itself in messages, and its phone."""
PLACE: Final = re.compile(r"\{([a-z_]*)\}")
STRAY: Final = re.compile(r"[{}]")


@dataclass(frozen=True)
class Words:
    """What one message says: by mail (`subject`, `text`), and as a text message (`short`)."""

    subject: str
    text: str
    short: str

    def parts(self) -> tuple[str, str, str]:
        """All of it, to be walked."""
        return (self.subject, self.text, self.short)


@dataclass(frozen=True)
class Kind:
    """One kind: what staff call it, whom it goes to, which named places its words may have, which they must.

    A `courtesy` is left out where it cannot go as a message: nobody calls about it."""

    key: str
    called: str
    words: Words
    places: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    to_driver: bool = False
    courtesy: bool = False

    @property
    def all_places(self) -> tuple[str, ...]:
        """Every named place that may stand in its words."""
        return tuple(sorted(self.places | ALWAYS))


def _kind(
    key: str,
    called: str,
    subject: str,
    text: str,
    short: str,
    places: str = "",
    needs: str = "",
    *,
    driver: bool = False,
    courtesy: bool = False,
) -> Kind:
    end = "\n\nQuestions? Call {phone}. This message is sent by a machine: please do not answer it.\n\n{clinic}\n"
    needed = frozenset(needs.split())
    words = Words(subject, text.strip() + end, short)
    return Kind(key, called, words, frozenset(places.split()) | needed, needed, driver, courtesy)


_SHIPPED = (
    _kind(
        "invitation",
        "Invitation to the form",
        "A form from {clinic}",
        "Hello,\n\n{clinic} asks you to fill in a form before you come. Open this page to begin:\n{link}\n\n"
        "The link works once, until {until}. If you did not expect this message, you can ignore it.",
        "{clinic}: please fill in your form before you come: {link} Questions? {phone}",
        "until",
        "link",
    ),
    _kind(
        "way_back",
        "Link to come back",
        "Your link from {clinic}",
        "Hello,\n\nhere is the link you asked for. It works once, until {until}:\n{link}\n\n"
        "If you did not ask for it, you can ignore this message: nobody gets in with the link alone.",
        "{clinic}: your link, until {until}: {link}",
        "until",
        "link",
    ),
    _kind(
        "more_needed",
        "We need a little more",
        "{clinic} has a question for you",
        "Hello,\n\nthank you for your form. We need a little more from you. Open this page to answer:\n{link}\n\n"
        "The link works once, until {until}. If it does not work any more, call us and we send a new one.",
        "{clinic}: we need a little more from you, until {until}: {link} Questions? {phone}",
        "until",
        "link",
    ),
    _kind(
        "received",
        "Your form has arrived",
        "{clinic} has your form",
        "Hello,\n\nyour form has arrived. We look at it and get in touch with you. You need not do anything now.",
        "{clinic}: your form has arrived. We will get in touch. Questions? {phone}",
        courtesy=True,
    ),
    _kind(
        "decided_call_us",
        "There is news: please call us",
        "There is news from {clinic}",
        "Hello,\n\nthere is news about your form. Please call us at {phone}, or open your page:\n{link}",
        "{clinic}: there is news about your form. Please call {phone} or open your page: {link}",
        "link",
    ),
    _kind(
        "visit_planned",
        "A visit is planned",
        "Your visit on {date}",
        "Hello,\n\nyou have a visit on {date} at {time}. Here is what to know before you come:\n{link}\n\n"
        "If you cannot come, please call us at {phone}.",
        "{clinic}: your visit is on {date} at {time}. {link} Cannot come? Call {phone}",
        "link",
        "date time",
    ),
    _kind(
        "visit_moved",
        "A visit was moved",
        "Your visit is now on {date}",
        "Hello,\n\nyour visit was moved. It is now on {date} at {time}. Here is what to know before you come:\n"
        "{link}\n\n"
        "If you cannot come then, please call us at {phone}.",
        "{clinic}: your visit is now on {date} at {time}. {link} Cannot come? Call {phone}",
        "link",
        "date time",
    ),
    _kind(
        "visit_cancelled",
        "A visit was called off",
        "Your visit on {date} is called off",
        "Hello,\n\nyour visit on {date} at {time} is called off. Please call us at {phone} to find another time.",
        "{clinic}: your visit on {date} at {time} is called off. Please call {phone}",
        "time",
        "date",
    ),
    _kind(
        "prep_sheet",
        "What to know before a visit",
        "Before your visit on {date}",
        "Hello,\n\nhere is how to get ready for your visit on {date} at {time}, with clock times. Open this page to "
        "read or print it:\n{link}",
        "{clinic}: how to get ready for {date}, {time}: {link}",
        "time",
        "date link",
    ),
    _kind(
        "anything_new",
        "Anything new before a visit?",
        "Two minutes before your visit on {date}",
        "Hello,\n\nplease tell us whether anything is new before your visit on {date} at {time}. It takes two "
        "minutes:\n{link}",
        "{clinic}: anything new before {date}? Two minutes: {link}",
        "time",
        "date link",
    ),
    _kind(
        "driver_asked",
        "Asking the driver",
        "Can you collect someone on {date}?",
        "Hello,\n\nsomeone has asked you to collect them at {place} on {date} at about {time}. Please open this page "
        "and say whether you can:\n{link}\n\nIf you do not know what this is about, you can ignore it.",
        "Someone asked you to collect them at {place} on {date} at about {time}. Can you? {link} Questions? {phone}",
        "",
        "link place date time",
        driver=True,
    ),
    _kind(
        "driver_not_needed",
        "Telling the driver that it is called off",
        "You need not come on {date}",
        "Hello,\n\nyou were asked to collect someone at {place} on {date}. That is called off: you need not come. "
        "Thank you.",
        "You were asked to collect someone at {place} on {date}. That is called off. Thank you. Questions? {phone}",
        "",
        "place date",
        driver=True,
    ),
    _kind(
        "driver_told_patient",
        "What the driver said",
        "About your way home on {date}",
        "Hello,\n\nplease look at your way home on {date}: it is not settled yet. Open this page, or call us at "
        "{phone}:\n{link}",
        "{clinic}: your way home on {date} is not settled yet. {link} or call {phone}",
        "link",
        "date",
    ),
    _kind(
        "draft_reminder",
        "An unsent form",
        "Your form at {clinic} is not sent yet",
        "Hello,\n\nyou began a form and have not sent it yet. You can go on where you stopped:\n{link}\n\n"
        "If you do not want to go on, you need not do anything.",
        "{clinic}: your form is not sent yet. Go on here: {link}",
        "",
        "link",
        courtesy=True,
    ),
    _kind(
        "withdrawn",
        "You have stopped",
        "{clinic}: we have noted that you stopped",
        "Hello,\n\nyou told us that you want to stop. We have noted it, and you need not do anything more. If you "
        "change your mind, call us at {phone}, or begin again here:\n{link}",
        "{clinic}: we have noted that you stopped. Changed your mind? Call {phone}",
        "link",
        courtesy=True,
    ),
)
KINDS: Final[Mapping[str, Kind]] = {kind.key: kind for kind in _SHIPPED}


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """The words with every named place filled in; a line that only held a place which has no value is left out."""
    lines = [_line(line, values) for line in text.split("\n")]
    return "\n".join(line for line in lines if line is not None)


def _line(line: str, values: Mapping[str, str]) -> str | None:
    done = PLACE.sub(lambda place: values.get(place[1], ""), line)
    return None if line.strip() and not done.strip() else done.rstrip()


def places_in(text: str) -> frozenset[str]:
    """The named places of a text."""
    return frozenset(PLACE.findall(text))
