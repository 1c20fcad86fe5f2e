"""How gunicorn serves the site: two processes of four threads, no word about itself, no path in its log."""

from __future__ import annotations

import json
import logging
import os
import sys
from typing import Any

from gunicorn import util
from gunicorn.glogging import Logger
from gunicorn.http.wsgi import Response

from clinic import environment

bind = os.environ.get("CLEARWAY_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = environment.count("CLEARWAY_WORKERS", 2, at_least=1, at_most=64)
preload_app = True  # a start that must not be is refused once, by the process that would start the others
threads = 4
timeout = 30
graceful_timeout = 10
keepalive = 5
backlog = 256
limit_request_line = 2048
limit_request_fields = 60
forwarded_allow_ips = ""
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
accesslog = None
loglevel = "warning"


class QuietLogger(Logger):
    """One JSON line an event: its kind, and for a failure its type. Never an address, a path or a message."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers = [logging.StreamHandler(sys.stderr)]
        self.error_log.handlers[0].setFormatter(_Line())

    def warning(self, msg: object, *args: Any, **kwargs: Any) -> None:
        if str(msg).startswith("Invalid request"):
            msg, args = "a malformed request was refused", ()
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: object, *args: Any, **kwargs: Any) -> None:
        super().error("a request failed", exc_info=True)


class _Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said = {"level": record.levelname.lower(), "event": record.getMessage(), "logger": "gunicorn"}
        if record.exc_info and record.exc_info[0]:
            said["failure"] = record.exc_info[0].__name__
        return json.dumps({"at": self.formatTime(record), **said})


logger_class = QuietLogger


def _own_page(sock: Any, status: int, reason: str, _message: str) -> None:
    """A request that cannot even be read gets a page of ours: gunicorn's own would say it back."""
    from clinic.errors import page
    from clinic.headers import protected

    answer = protected(page(None, status, "500.html" if status == 500 else "400.html"))
    answer["Content-Length"], answer["Connection"] = str(len(answer.content)), "close"
    util.write_nonblock(sock, f"HTTP/1.1 {status} {reason}\r\n".encode() + answer.serialize())


util.write_error = _own_page

_with_server = Response.default_headers


def _without_server(response: Response) -> list[str]:
    """The first lines of a response, without the one that names the server."""
    return [line for line in _with_server(response) if not line.startswith("Server:")]


Response.default_headers = _without_server
