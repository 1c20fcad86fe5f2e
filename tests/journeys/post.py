"""What the post brings in a journey: mail by a real server and text messages, sent by the worker as in the clinic."""

from __future__ import annotations

import io
import re
from email.header import decode_header, make_header
from email.message import Message as Mail
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from intake.wording.health_words import health_words_in
from tests.intake.post_office import PostOffice

LINK = re.compile(r"https?://\S+/(\S*)")
A_TOKEN = re.compile(r"/[A-Za-z0-9_-]{30,}/")


class Post:
    """A worker that sends, a server that takes. Whatever arrives is read for words of health on the way."""

    def __init__(self, office: PostOffice) -> None:
        self.office = office

    def goes(self) -> None:
        """The worker answers what was asked for and sends what is due."""
        call_command("send_messages", once=True, stdout=io.StringIO())
        for mail in self.office.arrived:
            says_nothing_of_health("\n".join(f"{name}: {words}" for name, words in mail.items()) + body_of(mail))

    def forgets(self) -> None:
        """What is due is sent, and nobody asks for it any more."""
        self.goes()
        self.office.arrived.clear()

    def brings(self, address: str) -> list[Mail]:
        """What has arrived at an address, the oldest first, once the worker has sent what is due."""
        self.goes()
        return [mail for mail in self.office.arrived if mail["To"] == address]

    def link_to(self, address: str) -> str:
        """The link in the newest mail to an address, as it would be pressed."""
        return link_in(body_of(self.brings(address)[-1]))

    def text_to(self, phone: str) -> str:
        """The newest text message to a number."""
        self.goes()
        kept = sorted((Path(settings.VAR) / "texts").glob("*.txt"), key=lambda each: each.stat().st_mtime_ns)
        [*_older, newest] = [text for text in (each.read_text() for each in kept) if text.startswith(f"To: {phone}\n")]
        says_nothing_of_health(newest)
        return newest


def body_of(mail: Mail) -> str:
    """What a mail says."""
    payload = mail.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


def subject_of(mail: Mail) -> str:
    """What stands over it."""
    return str(make_header(decode_header(mail["Subject"])))


def link_in(words: str) -> str:
    """The one link that a message holds."""
    [link] = {found[0] for found in LINK.finditer(words)}
    return link


def says_nothing_of_health(words: str) -> None:
    """Neither a word of health nor the clinic's own name; a token is drawn by lot and says nothing."""
    held = health_words_in(A_TOKEN.sub("/", words), also=[settings.CLINIC.name])
    assert not held, f"a message says {held}"
