"""A real mail server for tests: it takes, puts off, refuses, or goes away, as it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message as Mail
from typing import Any

from aiosmtpd.controller import Controller

from bench.servers import free_port
from clinic.addressing import MailServer


class PostOffice:
    """What arrived, and what to answer: by address, an answer to give instead of taking it."""

    def __init__(self) -> None:
        self.port = free_port()
        self.arrived: list[Mail] = []
        self.answers: dict[str, str] = {}
        self.line: Any = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """One mail, whole."""
        answer = self.answers.get(envelope.rcpt_tos[0])
        if answer is None:
            self.arrived.append(message_from_bytes(envelope.content))
        return answer or "250 taken"

    def open(self) -> None:
        self.line = Controller(self, hostname="127.0.0.1", port=self.port)
        self.line.start()

    def close(self) -> None:
        if self.line is not None:
            self.line.stop()
            self.line = None

    @property
    def server(self) -> MailServer:
        """As the settings name it."""
        return MailServer("smtp", "127.0.0.1", self.port)

    def to(self, address: str) -> list[str]:
        """Message-IDs of what arrived for somebody, in order."""
        return [mail["Message-ID"] for mail in self.arrived if mail["To"] == address]


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    """Open until the test is done."""
    office = PostOffice()
    office.open()
    yield office
    office.close()
