"""What becomes of a message once it is to leave: leased to one worker, sent outside any transaction, marked after."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from clinic.audit import record
from clinic.encryption import TamperedError
from intake.models.message import MOST_TRIES, Message, State, Why

LEASE = timedelta(minutes=2)
"""How long a message is one worker's; after that, whoever comes takes it that the worker is dead."""
BACK_OFF = tuple(timedelta(minutes=each) for each in (1, 5, 25, 120))
"""How long a message rests after its first, second ... try."""
TAKE = """
    UPDATE intake_message SET attempts = attempts + 1, next_try_at = %(leased_until)s
    WHERE id = (
        SELECT id FROM intake_message AS mine
        WHERE state IN ('waiting', 'failed') AND next_try_at <= %(now)s AND NOT way = ANY(%(resting)s)
        AND NOT EXISTS (
            SELECT FROM intake_message AS before WHERE before.intake_id = mine.intake_id
            AND before.to_driver = mine.to_driver AND before.number < mine.number
            AND before.state IN ('waiting', 'failed'))
        ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id
"""
"""The next that is due and the first of its line: what comes to one person about one intake keeps its order."""


def take(resting: Iterable[str] = ()) -> Message | None:
    """The next message, leased; ways in `resting` are left alone. None where nothing is due."""
    now = timezone.now()
    values: dict[str, Any] = {"now": now, "leased_until": now + LEASE, "resting": list(resting)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        found: tuple[uuid.UUID] | None = cursor.fetchone()
    return None if found is None else Message.objects.select_related("intake__patient").get(pk=found[0])


def may_go(message: Message) -> bool:
    """Whether it still may, by what the person chose and what the time is; what may not is put aside in words."""
    if message.attempts > MOST_TRIES:  # workers died over it
        _give_up(message, Why.TRIED)
    elif message.is_late():
        _give_up(message, Why.TOO_LATE)
    else:
        message.go_by(message.reach_now())
        if message.why:
            _keep(message, "message.not_sent")
    return message.state in (State.WAITING, State.FAILED)


def was_sent(message: Message) -> None:
    """It was taken. Its link is forgotten."""
    message.state, message.sent_at, message.why = State.SENT, timezone.now(), ""
    message.forget_link()
    _keep(message, "message.sent")


def rests(message: Message) -> None:
    """The server is away: the try does not count, and nothing else in its line goes before it."""
    message.attempts -= 1
    message.next_try_at = timezone.now()
    message.save(update_fields=["attempts", "next_try_at"])


def was_refused(message: Message, *, for_good: bool) -> None:
    """It is tried again, ever later, five times in all; what is refused for good, or is tried out, is for staff."""
    if for_good or message.attempts >= MOST_TRIES:
        _give_up(message, Why.REFUSED if for_good else Why.TRIED)
        return
    message.state = State.FAILED
    message.next_try_at = timezone.now() + BACK_OFF[message.attempts - 1]
    message.save(update_fields=["state", "next_try_at"])


def _give_up(message: Message, why: Why) -> None:
    message.state, message.why = State.DEAD, why
    if message.is_late():
        with contextlib.suppress(TamperedError):
            message.forget_link()
    _keep(message, "message.failed")


@transaction.atomic
def _keep(message: Message, action: str) -> None:
    message.save(update_fields=["state", "why", "way", "sent_at", "letter"])
    record(action, subject=message.intake, detail=message.kind)
