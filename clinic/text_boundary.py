"""One boundary for all text that comes in: form, JSON, query, path, headers. Hostile input is 400 or 413, never 500."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError

from clinic.errors import Refused, page

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
LARGEST_FORM = 256 * 1024
LARGEST_JSON = 64 * 1024
MOST_FIELDS = 400
LONGEST_VALUE = 4_000
LONGEST_VALUE_BYTES = 16_000
LONGEST_NAME = 200
LONGEST_QUERY = 2_000
MOST_QUERY_KEYS = 20
DEEPEST = 5
HOSTILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class TextBoundaryMiddleware:
    """Looks at a request before anything else does."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            refuse_hostile(request)
        except Refused as refused:
            return page(request, refused.status)
        return self.answer(request)


def refuse_hostile(request: HttpRequest) -> None:
    """Refused with 400, 405 or 413; otherwise the text is in normal form (NFC)."""
    if request.method not in METHODS:
        raise Refused(405)
    _path_and_query(request)
    if request.method != "POST":
        return
    kind = request.content_type or ""
    limit = LARGEST_JSON if kind == "application/json" else LARGEST_FORM
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise Refused(400) from None
    if length > limit:
        raise Refused(413)
    try:
        if kind == "application/json":
            if len(request.body) > limit:
                raise Refused(413)
            request.json = read_json(request.body)  # type: ignore[attr-defined]
        else:
            request.POST = _clean(request.POST, MOST_FIELDS)  # type: ignore[assignment]
            if request.FILES:
                raise Refused(400)
    except (TooManyFieldsSent, RequestDataTooBig):
        raise Refused(413) from None
    except (SuspiciousOperation, MultiPartParserError, UnicodeDecodeError, UnicodeEncodeError, LookupError, ValueError):
        raise Refused(400) from None


def _path_and_query(request: HttpRequest) -> None:
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY or _is_hostile(request.path):
        raise Refused(400)
    try:
        unquote_to_bytes(query).decode()
        request.GET = _clean(request.GET, MOST_QUERY_KEYS)  # type: ignore[assignment]
        for name in ("HTTP_X_CSRFTOKEN", "HTTP_REFERER", "HTTP_COOKIE", "HTTP_ORIGIN", "HTTP_HOST"):
            if _is_hostile(request.META.get(name, "")):
                raise Refused(400)
    except (SuspiciousOperation, UnicodeDecodeError, ValueError):
        raise Refused(400) from None


def _clean(given: QueryDict, most: int) -> QueryDict:
    clean = QueryDict(mutable=True, encoding="utf-8")
    count = 0
    for name, values in given.lists():
        for value in values:
            count += 1
            if count > most or len(value) > LONGEST_VALUE or len(name) > LONGEST_NAME:
                raise Refused(413)
            if _is_hostile(name) or _is_hostile(value):
                raise Refused(400)
            if len(value.encode()) > LONGEST_VALUE_BYTES:
                raise Refused(413)
            clean.appendlist(unicodedata.normalize("NFC", name), unicodedata.normalize("NFC", value))
    clean._mutable = False
    return clean


def _is_hostile(text: str) -> bool:
    return bool(HOSTILE.search(text))


def read_json(body: bytes) -> Any:
    """JSON without what Python would let through: NaN, infinities, numbers too large, NUL, surrogates, great depth."""
    try:
        value = json.loads(body.decode(), parse_constant=_refuse, parse_float=_finite, parse_int=_small)
    except RecursionError:
        raise ValueError("too deep") from None
    for text in _texts(value, 0):
        if len(text) > LONGEST_VALUE or _is_hostile(text):
            raise ValueError("hostile text")
    return value


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("too large")
    return number


def _small(text: str) -> int:
    if len(text) > 15:
        raise ValueError("too large")
    return int(text)


def _texts(value: Any, depth: int) -> Iterable[str]:
    if depth > DEEPEST:
        raise ValueError("too deep")
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, depth + 1)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _texts(each, depth + 1)
