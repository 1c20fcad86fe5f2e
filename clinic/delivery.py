"""Hands one message over: to a mail server, to a gateway for text messages, or to a file. The rest is nobody's business
here: whether it may go, and what became of it, is kept by who sends it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import smtplib
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from clinic.addressing import ADDRESS

PATIENCE = 10
"""Seconds until a server that says nothing counts as away."""
BUSY = 421


class Away(Exception):
    """The server cannot be reached, or takes nothing from us now: nothing is wrong with the message."""


class Refused(Exception):
    """This message was not taken. `for_good`: it is no use to try again."""

    def __init__(self, *, for_good: bool) -> None:
        super().__init__()
        self.for_good = for_good


@dataclass(frozen=True)
class Letter:
    """One message as it leaves; `key` is the same however often it is handed over."""

    key: str
    to: str
    subject: str
    text: str


def deliver(way: str, letter: Letter) -> None:
    """By mail or as a text message. Returns once it was taken; Away or Refused else."""
    if way == "mail":
        _mail(letter)
    else:
        _text(letter)


# Mail


def as_mail(letter: Letter) -> EmailMessage:
    """Plain text, from the clinic's name in messages, and no machine answers it."""
    if not ADDRESS.fullmatch(letter.to):
        raise Refused(for_good=True)
    sender = settings.MESSAGES.sender
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((settings.MESSAGES.name, sender))
    mail["To"] = letter.to
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(timezone.now())
    mail["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(letter.text)
    return mail


def _mail(letter: Letter) -> None:
    mail, server = as_mail(letter), settings.MESSAGES.mail
    if server.how == "file":
        _keep(settings.VAR / "mail", f"{letter.key}.eml", mail.as_bytes())
        return
    line = _open(server)
    try:
        line.send_message(mail)
    except smtplib.SMTPException as trouble:
        raise _meaning(trouble) from None
    except OSError:
        raise Refused(for_good=False) from None
    finally:  # how the line ends changes nothing of what was taken
        with contextlib.suppress(OSError, smtplib.SMTPException):
            line.quit()


def _open(server: Any) -> smtplib.SMTP:
    """A connection that has proved whom it leads to; what goes wrong before the message is no fault of the message."""
    try:
        line: smtplib.SMTP
        trust = ssl.create_default_context()
        if server.how == "smtps":
            line = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=trust)
        else:
            line = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
        if server.how == "smtp+tls":
            line.starttls(context=trust)
        if server.user:
            line.login(server.user, server.password)
    except (OSError, smtplib.SMTPException):
        raise Away from None
    return line


def _meaning(trouble: Exception) -> Exception:
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in trouble.recipients.values()]
        return Away() if BUSY in codes else Refused(for_good=all(code >= 500 for code in codes))
    if isinstance(trouble, smtplib.SMTPSenderRefused):
        return Away()
    if isinstance(trouble, smtplib.SMTPResponseException):
        return Away() if trouble.smtp_code == BUSY else Refused(for_good=trouble.smtp_code >= 500)
    return Refused(for_good=False)


# Text messages


def _text(letter: Letter) -> None:
    gateway = settings.MESSAGES.texts
    if gateway is None:
        raise Refused(for_good=True)
    if not gateway.url:
        _keep(settings.VAR / "texts", f"{letter.key}.txt", f"To: {letter.to}\n\n{letter.text}\n".encode())
        return
    body = json.dumps({"id": letter.key, "to": letter.to, "text": letter.text}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {gateway.token}"}
    asked = urllib.request.Request(gateway.url, body, headers | {"Idempotency-Key": letter.key})  # noqa: S310
    try:
        _straight().open(asked, timeout=PATIENCE).close()
    except urllib.error.HTTPError as answer:
        with answer:
            ours = answer.code in (401, 403, 429) or answer.code >= 500 or answer.code < 400
        raise (Away() if ours else Refused(for_good=True)) from None
    except (OSError, http.client.HTTPException):
        raise Away from None


class _NoDetour(urllib.request.HTTPRedirectHandler):
    """A gateway that sends us elsewhere would get our token to elsewhere."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _straight() -> urllib.request.OpenerDirector:
    trust = urllib.request.HTTPSHandler(context=ssl.create_default_context())
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), trust, _NoDetour)


def _keep(folder: Path, name: str, content: bytes) -> None:
    """Whole or not at all; only we may read it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = folder / f".{name}"
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    half.replace(folder / name)
