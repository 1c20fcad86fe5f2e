"""Own pages for whatever goes wrong, each with the way to help; they work with the database down."""

from __future__ import annotations

import sys
from collections.abc import Callable

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from clinic.logs import place_of
from clinic.pages import everywhere

log = structlog.get_logger()
FOR_DRIVER = "ride/trouble.html"
"""Who was asked to collect somebody learns neither the clinic's name nor whom it helps, also when something fails."""


class Refused(Exception):
    """A request that is turned away at the door, with its status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class NotWrittenDown(Exception):
    """An event could not be written, so what it tells of must not happen either."""


def page(request: HttpRequest | None, status: int, template: str = "", allow: str = "") -> HttpResponse:
    """The page for a status. It is rendered without the request: it must not fail again, or echo anything."""
    told = everywhere(request)
    if told["for_driver"]:
        template, told["status"], told["kept_too_long"] = FOR_DRIVER, status, bool(template)
    body = render_to_string(template or f"{status}.html", told)
    response = HttpResponse(body, status=status)
    if status == 503:
        response["Retry-After"] = "5"
    if status == 405:
        response["Allow"] = allow or "GET, HEAD, POST"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for long, or sent from elsewhere."""
    return page(request, 403, "403_csrf.html")


def failed(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is away or an event could not be written."""
    trouble = sys.exc_info()[1]
    if isinstance(trouble, Refused):
        return page(request, trouble.status)
    if trouble is not None:
        log.error("request.failed", kind=type(trouble).__name__, at=place_of(trouble), method=request.method)
    return page(request, 503 if is_outage(trouble) else 500)


def is_outage(trouble: BaseException | None) -> bool:
    """The database is away, too slow or full, or an event cannot be written: nothing is shown, nothing half done."""
    return isinstance(trouble, (OperationalError, InterfaceError, NotWrittenDown))


class OutageMiddleware:
    """Own pages also for what a view refuses by itself."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if response.status_code == 405 and not response.content:
            return page(request, 405, allow=response.get("Allow", ""))
        return response

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        """A body that turned out too large, or not to be what it said, only once a view read it."""
        if isinstance(trouble, Refused):
            return page(request, trouble.status)
        if isinstance(trouble, RequestDataTooBig):
            return page(request, 413)
        if isinstance(trouble, SuspiciousOperation):
            return page(request, 400)
        if is_outage(trouble):
            return failed(request)
        return None
