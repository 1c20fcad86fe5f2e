"""The worker that answers wishes for a link and sends messages: runs beside the web server until it is ended."""

from __future__ import annotations

import signal
import threading
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from clinic.logs import place_of
from intake.models import WayBack
from intake.tasks import Outbox

log = structlog.get_logger()
BETWEEN = 1.0
AFTER_TROUBLE = 3.0


class Command(BaseCommand):
    """Several may run at once: each message is one worker's. Killed in the middle, it leaves nothing undone."""

    help = "Sends messages as they come, until it is ended; with --once what is due now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        outbox = Outbox()
        if once:
            _answer_wishes()
            self.stdout.write(f"{outbox.send_due()} messages sent.")
            return
        ended = threading.Event()
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, lambda *_: ended.set())
        while not ended.is_set():
            ended.wait(_round(outbox))


def _round(outbox: Outbox) -> float:
    """Answers who asked for a link to come back, and sends what is due; for how long to rest after.

    A database that is away comes back.
    """
    try:
        close_old_connections()
        _answer_wishes()
        return 0.0 if outbox.send_due(most=20) else BETWEEN
    except DatabaseError as trouble:
        log.error("messages.stopped", kind=type(trouble).__name__, at=place_of(trouble))
        return AFTER_TROUBLE


def _answer_wishes() -> None:
    """Links that patients asked for are written; one that cannot be stops no message."""
    try:
        WayBack.answer_waiting()
    except DatabaseError:
        raise
    except Exception as trouble:
        log.error("wishes.stopped", kind=type(trouble).__name__, at=place_of(trouble))
