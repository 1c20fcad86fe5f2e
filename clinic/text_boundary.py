"""One boundary for all text that comes in: form, JSON, query, path, headers. Hostile input is 400 or 413, never 500."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict

from clinic.errors import Refused, page
from clinic.json_boundary import read_json

METHODS = frozenset({"GET", "HEAD", "POST"})
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
JSON = "application/json"
LARGEST = {FORM: 256 * 1024, MULTIPART: 256 * 1024, JSON: 64 * 1024}
MOST_FIELDS = 400
LONGEST_VALUE = 4_000
LONGEST_NAME = 200
LONGEST_ADDRESS = 2_000
MOST_QUERY_KEYS = 20
LONGEST_HEADER = 8_000
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
        except (RequestDataTooBig, TooManyFieldsSent):
            return page(request, 413)
        except (SuspiciousOperation, MultiPartParserError, UnicodeError, LookupError, ValueError):
            return page(request, 400)
        return self.answer(request)


def refuse_hostile(request: HttpRequest) -> None:
    """Refused with 400, 405 or 413; otherwise its text is in normal form (NFC)."""
    if request.method not in METHODS:
        raise Refused(405)
    _look_at_headers(request)
    _look_at_address(request)
    if request.method == "POST":
        _look_at_body(request)


def clean(text: str, longest: int = LONGEST_VALUE) -> str:
    """The text in normal form; refused where it is too long or holds what nobody types."""
    if len(text) > longest:
        raise Refused(413)
    if HOSTILE.search(text):
        raise Refused(400)
    normal = unicodedata.normalize("NFC", text)
    if len(normal) > longest:  # some letters become three
        raise Refused(413)
    return normal


def _look_at_headers(request: HttpRequest) -> None:
    for name, value in request.META.items():
        if name.startswith(("HTTP_", "CONTENT_")) and (len(value) > LONGEST_HEADER or HOSTILE.search(value)):
            raise Refused(400)


def _look_at_address(request: HttpRequest) -> None:
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_ADDRESS or len(request.path) > LONGEST_ADDRESS or HOSTILE.search(request.path):
        raise Refused(400)
    if query:
        request.GET = _form(query.encode("latin-1"), MOST_QUERY_KEYS)  # type: ignore[assignment]


def _look_at_body(request: HttpRequest) -> None:
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length < 0 or "HTTP_TRANSFER_ENCODING" in request.META:
        raise Refused(400)
    kind = request.content_type or ""
    if length == 0 and kind not in LARGEST:
        return
    if kind not in LARGEST:
        raise Refused(400)
    if length > LARGEST[kind]:
        raise Refused(413)
    if (request.content_params or {}).get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise Refused(400)
    body = request.body
    if len(body) != length:  # cut short on its way: an answer may be missing
        raise Refused(400)
    if kind == JSON:
        request.json = read_json(body, clean)  # type: ignore[attr-defined]
        request._body = json.dumps(request.json).encode()  # type: ignore[attr-defined]
    elif kind == FORM:
        _posted(request, _form(body, MOST_FIELDS))
    else:
        body.decode()
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        if request.FILES:
            raise Refused(400)
        _posted(request, _cleaned(fields, MOST_FIELDS))


def _posted(request: HttpRequest, fields: QueryDict) -> None:
    """From here on the view sees only this."""
    request.POST = fields  # type: ignore[assignment]
    request._files = MultiValueDict()  # type: ignore[attr-defined]


def _form(encoded: bytes, most: int) -> QueryDict:
    """Read `a=b&c=d` strictly: what is not UTF-8 is refused, not guessed."""
    pieces = [piece.replace(b"+", b" ").partition(b"=") for piece in encoded.split(b"&") if piece]
    if len(pieces) > most:
        raise Refused(413)
    return _cleaned(((_text(name), _text(value)) for name, _, value in pieces), most)


def _text(encoded: bytes) -> str:
    return unquote_to_bytes(encoded).decode()


def _cleaned(fields: Iterable[tuple[str, str]], most: int) -> QueryDict:
    kept = QueryDict(mutable=True, encoding="utf-8")
    for count, (name, value) in enumerate(fields, start=1):
        if count > most:
            raise Refused(413)
        kept.appendlist(clean(name, LONGEST_NAME), clean(value))
    kept._mutable = False
    return kept
