"""Where mail and text messages are handed over, read from the environment; one wrong sign stops the start."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from clinic.environment import stop

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
"""One address, plain letters only: no comma, no line break, no look-alike letter."""


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over. `how`: smtp (as it is), smtp+tls (STARTTLS), smtps (TLS at once), file (kept here)."""

    how: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""


@dataclass(frozen=True)
class TextGateway:
    """Where text messages are handed over: files, or a gateway that takes JSON over https."""

    url: str = ""
    token: str = ""


def mail_server_at(name: str, value: str, *, files: bool) -> MailServer:
    """A mail server's address, such as smtp+tls://user:password@host:587."""
    if value == "file:" and files:
        return MailServer("file")
    told = urlsplit(value)
    if told.scheme not in PORTS or not told.hostname or told.path.strip("/"):
        stop(f"{name} is not a mail server's address; write smtp+tls://user:password@host:587.")
    if told.scheme == "smtp" and not (files or told.hostname in LOCAL):
        stop(f"{name} would send mail in clear over a network; begin it with smtp+tls:// or smtps://.")
    if told.scheme == "smtp" and told.username:
        stop(f"{name} would send its password in clear; begin it with smtp+tls:// or smtps://.")
    try:
        port = told.port or PORTS[told.scheme]
    except ValueError:
        stop(f"{name} names a port that is none; write smtp+tls://user:password@host:587.")
    return MailServer(told.scheme, told.hostname, port, unquote(told.username or ""), unquote(told.password or ""))


def gateway_at(name: str, value: str, token: str, *, files: bool) -> TextGateway:
    """A gateway's address."""
    if value == "file:" and files:
        return TextGateway()
    told = urlsplit(value)
    if not told.hostname or (told.scheme != "https" and not (told.scheme == "http" and told.hostname in LOCAL)):
        stop(f"{name} is no gateway's address; set it to one that begins with https://, or to none.")
    if not token:
        stop(f"{name} is a gateway, and CLEARWAY_SMS_TOKEN is empty; set it to the token that the gateway gave you.")
    return TextGateway(value, token)


def one_address(name: str, value: str) -> str:
    """One e-mail address."""
    if not ADDRESS.fullmatch(value):
        stop(f"{name} is not one e-mail address; write it like messages@clinic.example.")
    return value
