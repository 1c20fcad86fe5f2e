"""Read the environment loudly: a wrong value stops the start with one sentence that says what to set."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import phonenumbers
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict


def stop(sentence: str) -> NoReturn:
    """End the start here, with what to do about it."""
    raise SystemExit(f"Clearway cannot start: {sentence}")


def text(name: str, default: str | None = None) -> str:
    """A line of text. Without a default, it has to be set."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        stop(f"set {name}; it is empty.")
    return default


def one_of(name: str, choices: tuple[str, ...], default: str | None = None) -> str:
    value = text(name, default)
    if value not in choices:
        stop(f"{name} is {value!r}; set it to one of {', '.join(choices)}.")
    return value


def yes_or_no(name: str) -> bool:
    """Off unless set to 1."""
    return one_of(name, ("0", "1"), "0") == "1"


def count(name: str, default: int, *, at_least: int = 0, at_most: int) -> int:
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 10 and at_least <= int(value) <= at_most):
        stop(f"{name} is {value!r}; set it to a whole number from {at_least} to {at_most}.")
    return int(value)


def folder(name: str, default: Path) -> Path:
    return Path(text(name, str(default))).absolute()


def hosts(name: str, default: str | None) -> list[str]:
    """Names that browsers may use for this site, separated by commas."""
    names = [host.strip() for host in text(name, default).split(",") if host.strip()]
    for host in names:
        if "*" in host or "/" in host or host.startswith("."):
            stop(f"{name} holds {host!r}; list exact host names, without *, a leading dot or https://.")
    return names


def web_address(name: str, default: str | None) -> str:
    value = text(name, default)
    address = urlsplit(value)
    if address.scheme != "https" or not address.hostname:
        stop(f"{name} is {value!r}; set it to an address that begins with https://.")
    return value


def phone(name: str, default: str | None) -> str:
    value = text(name, default)
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        stop(f"{name} is {value!r}; write a phone number with its country code, like +12125550123.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def country(name: str, default: str | None) -> str:
    value = text(name, default)
    if value not in phonenumbers.SUPPORTED_REGIONS:
        stop(f"{name} is {value!r}; set it to a country's two capital letters, like US, CA or AU.")
    return value


def time_zone(name: str, default: str | None) -> str:
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        stop(f"{name} is {value!r}; set it to a time zone's name, like America/New_York.")
    return value


def database(name: str, *, verified: bool) -> dict[str, Any]:
    """A PostgreSQL address, as its parts. `verified`: over a network only if the server proves itself."""
    value = text(name)
    if not value.startswith(("postgresql://", "postgres://")):
        stop(f"{name} must begin with postgresql://, then user, password, host and database.")
    try:
        parts = conninfo_to_dict(value)
    except ProgrammingError:
        stop(
            f"{name} is not an address that PostgreSQL understands; write postgresql://user:password@host/database."
        )
    missing = [word for word in ("user", "dbname", "host") if not parts.get(word)]
    if missing:
        stop(f"{name} names no {missing[0]}; write postgresql://user:password@host/database.")
    over_network = not str(parts["host"]).startswith("/")
    if verified and over_network and parts.get("sslmode") != "verify-full":
        stop(f"{name} crosses a network unverified; add ?sslmode=verify-full, or use a socket folder.")
    return parts
