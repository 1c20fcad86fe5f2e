"""What a worker does beside the web server: it sends what is in the outbox. Nothing is sent in a request."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from clinic.delivery import Away, Letter, Refused, deliver
from clinic.logs import place_of
from intake.models import Message
from intake.models.sending import may_go, rests, take, was_refused, was_sent

log = structlog.get_logger()
SHORTEST_REST, LONGEST_REST = 5.0, 300.0
"""Seconds for which a server that is away is left alone: twice as long each time."""


class Outbox:
    """Sends what is due. A way whose server is away rests; the others go on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.rest: dict[str, tuple[float, float]] = {}

    def send_due(self, *, most: int = 100) -> int:
        """Everything that is due now, up to so many; how many left."""
        left = 0
        for _each in range(most):
            message = take(self._resting())
            if message is None:
                break
            left += self._send(message)
        return left

    def _resting(self) -> list[str]:
        now = self.clock()
        return [way for way, (until, _length) in self.rest.items() if until > now]

    def _send(self, message: Message) -> bool:
        """One message. Whatever goes wrong with it is kept with it, and stops nothing else."""
        try:
            if not may_go(message):
                return False
            subject, text = message.words()
            letter = Letter(str(message.pk), message.reach_now().address, subject, text)
            deliver(message.way, letter)
        except Away:
            self._leave_alone(message.way)
            rests(message)
            log.warning("messages.away", kind=message.way)
            return False
        except Refused as refused:
            was_refused(message, for_good=refused.for_good)
            log.warning("message.refused", kind=message.kind, count=message.attempts)
            return False
        except Exception as trouble:  # a row that nobody can read is put aside like one that nobody takes
            log.error("message.failed", kind=type(trouble).__name__, at=place_of(trouble))
            was_refused(message, for_good=False)
            return False
        self.rest.pop(message.way, None)
        was_sent(message)
        log.info("message.sent", kind=message.kind)
        return True

    def _leave_alone(self, way: str) -> None:
        _until, length = self.rest.get(way, (0.0, SHORTEST_REST / 2))
        length = min(length * 2, LONGEST_REST)
        self.rest[way] = (self.clock() + length, length)
