"""A calendar file that every calendar reads, and from which nobody learns more than that there is an appointment."""

from __future__ import annotations

from datetime import UTC, datetime

from intake.visiting.calendar import WIDEST, Entry, calendar_file

AT = datetime(2027, 3, 14, 14, 0, tzinfo=UTC)
PHONE = "(212)\u00a0555-0123"


def written(**more: object) -> list[str]:
    entry = Entry(**{"uid": "abc@visit", "version": 3, "at": AT, "until": AT.replace(hour=16), "changed_at": AT} | more)  # type: ignore[arg-type]
    text = calendar_file([entry], zone="America/New_York", phone=PHONE).decode()
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    return text.split("\r\n")


def test_it_says_when_in_utc_and_names_the_clinics_zone() -> None:
    lines = written()
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2] == "END:VCALENDAR"
    for line in ("DTSTART:20270314T140000Z", "DTEND:20270314T160000Z", "UID:abc@visit", "SEQUENCE:3"):
        assert line in lines
    assert "X-WR-TIMEZONE:America/New_York" in lines and "STATUS:CONFIRMED" in lines


def test_its_words_are_neutral() -> None:
    said = "\n".join(written()).replace("\n ", "")
    assert "SUMMARY:Appointment" in said and "555-0123" in said
    for word in ("ketamine", "infusion", "clinic", "pain", "psych", "depress", "treatment", "medic"):
        assert word not in said.lower()


def test_a_visit_that_was_cancelled_is_taken_off_the_calendar_and_reminds_nobody() -> None:
    lines = written(cancelled=True)
    assert "STATUS:CANCELLED" in lines and "BEGIN:VALARM" not in lines
    assert "BEGIN:VALARM" in written()


def test_no_line_is_too_long_and_what_was_folded_reads_as_before() -> None:
    lines = written(uid="ü" * 80)
    assert all(len(line.encode()) <= WIDEST for line in lines)
    assert f"UID:{'ü' * 80}" in "\r\n".join(lines).replace("\r\n ", "")
