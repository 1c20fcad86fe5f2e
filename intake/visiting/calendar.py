"""An appointment as a calendar file. Its words are neutral: who looks at the phone learns only that there is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

WIDEST = 75
"""Bytes of a line, as RFC 5545 has it; a longer one goes on after a line break and a space."""


@dataclass(frozen=True)
class Entry:
    """One appointment. `version` grows with each move, so that a calendar takes the newer one."""

    uid: str
    version: int
    at: datetime
    until: datetime
    changed_at: datetime
    cancelled: bool = False


def calendar_file(entries: Iterable[Entry], *, zone: str, phone: str) -> bytes:
    """A calendar file: times in UTC, which every calendar shows on its own clock; `zone` names the clinic's.

    Each appointment is one instant, and is kept as one; UTC says it without a table of a zone's rules in the file,
    which calendars read in different ways and which would be one more text that can be wrong. A series is so many
    single instants, no rule of repetition, so that the hour on the clinic's clock stays over a change of the clocks.
    Were a zone's law changed, the clinic would move its visits, and a later `SEQUENCE` takes the place of this one.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Appointments//EN", "METHOD:PUBLISH", f"X-WR-TIMEZONE:{zone}"]
    for entry in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{entry.uid}",
            f"SEQUENCE:{entry.version}",
            f"DTSTAMP:{_utc(entry.changed_at)}",
            f"DTSTART:{_utc(entry.at)}",
            f"DTEND:{_utc(entry.until)}",
            f"SUMMARY:{_text('Appointment')}",
            f"DESCRIPTION:{_text(f'Read your preparation sheet the day before. To change or cancel, call {phone}.')}",
            "CLASS:PRIVATE",
            f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
            *([] if entry.cancelled else _reminder()),
            "END:VEVENT",
        ]
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _reminder() -> list[str]:
    return ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Appointment", "TRIGGER:-P1D", "END:VALARM"]


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for sign in "\\;,":
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\n", "\\n").replace("\u00a0", " ")


def _folded(line: str) -> bytes:
    """A line in pieces that fit, never cut within a letter."""
    pieces, piece = [], b""
    for letter in (each.encode() for each in line):
        if len(piece) + len(letter) > WIDEST:
            pieces.append(piece)
            piece = b" "
        piece += letter
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
