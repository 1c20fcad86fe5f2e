"""JSON logs by allow-list: what happened and where, never what somebody typed."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    {"event", "level", "timestamp", "kind", "at", "method", "status", "route", "logger", "count", "ms"}
)
PLAIN = str.maketrans({"\r": " ", "\n": " "})


def place_of(trouble: BaseException) -> str:
    """File, line and function where it happened; no message, no values."""
    frames = traceback.extract_tb(trouble.__traceback__)
    if not frames:
        return "?"
    last = frames[-1]
    return f"{last.filename.rpartition('/')[2]}:{last.lineno} {last.name}"


def only_allowed(_logger: Any, _name: str, entry: MutableMapping[str, Any]) -> dict[str, Any]:
    """Keeps the allowed keys; line breaks cannot forge a line."""
    return {
        key: value.translate(PLAIN) if isinstance(value, str) else value
        for key, value in entry.items()
        if key in ALLOWED
    }


def set_up() -> None:
    """structlog, as JSON on standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )


class Discreet(logging.Formatter):
    """Django's and the server's own records: level, logger and kind of trouble; the message's arguments are dropped."""

    def format(self, record: logging.LogRecord) -> str:
        kind, at = "", ""
        if record.exc_info and record.exc_info[1] is not None:
            kind, at = type(record.exc_info[1]).__name__, place_of(record.exc_info[1])
        entry = {
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": "framework",
            "kind": kind,
            "at": at,
        }
        status = getattr(record, "status_code", None)
        if status is not None:
            entry["status"] = status
        rendered = structlog.processors.JSONRenderer()(None, "", entry)
        return rendered if isinstance(rendered, str) else rendered.decode()


SETTINGS: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "clinic.logs.Discreet"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["lines"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["lines"], "level": "WARNING", "propagate": False},
        "django.security": {"handlers": ["lines"], "level": "ERROR", "propagate": False},
        "django.request": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.db.backends": {"handlers": [], "level": "ERROR", "propagate": False},
        "allauth": {"handlers": ["lines"], "level": "ERROR", "propagate": False},
    },
}
