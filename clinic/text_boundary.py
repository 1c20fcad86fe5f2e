"""One boundary for all text that comes in: form, JSON, query, path, headers. Hostile input is 400 or 413, never 500."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
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
LONGEST_UNSENT = 200_000
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Room:
    """What one address may be sent beyond the others: longer values of named fields, one named file."""

    longest: Mapping[str, int] = field(default_factory=dict)
    file: str = ""
    largest_file: int = 0


USUAL = Room()
MORE_ROOM = {
    re.compile(r"/staff/education/pages/[-\w]+/(?:edit|keep)/"): Room(longest={"text": 70_000}),
    re.compile(r"/staff/account/login/"): Room(longest={"unsent": LONGEST_UNSENT}),
    re.compile(r"/staff/education/pictures/"): Room(file="file", largest_file=12 * MEGABYTE),
}
"""Addresses with more room: a page's text as an editor writes it, what a sign-in holds, and a picture."""
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
    room = _room_at(request.path)
    takes_file = bool(room.file) and kind == MULTIPART
    if length > LARGEST[kind] + (room.largest_file if takes_file else 0):
        raise Refused(413)
    if (request.content_params or {}).get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise Refused(400)
    if takes_file:
        _take_file(request, room)
        return
    body = request.body
    if len(body) != length:  # cut short on its way: an answer may be missing
        raise Refused(400)
    if kind == JSON:
        request.json = read_json(body, clean)  # type: ignore[attr-defined]
        request._body = json.dumps(request.json).encode()  # type: ignore[attr-defined]
    elif kind == FORM:
        _posted(request, _form(body, MOST_FIELDS, room))
    else:
        body.decode()
        if request.FILES:
            raise Refused(400)
        _posted(request, _cleaned(_parts(request), MOST_FIELDS, room))


def _room_at(address: str) -> Room:
    return next((room for shape, room in MORE_ROOM.items() if shape.fullmatch(address)), USUAL)


def _take_file(request: HttpRequest, room: Room) -> None:
    """One file under its own name, read as it comes in, never as one text with the fields beside it."""
    files = request.FILES
    if not set(files) <= {room.file} or len(files.getlist(room.file)) > 1:
        raise Refused(400)
    if any((file.size or 0) > room.largest_file for file in files.getlist(room.file)):
        raise Refused(413)
    _posted(request, _cleaned(_parts(request), MOST_FIELDS, room), files)


def _parts(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() for value in values]


def _posted(request: HttpRequest, fields: QueryDict, files: MultiValueDict | None = None) -> None:
    """From here on the view sees only this."""
    request.POST = fields  # type: ignore[assignment]
    request._files = MultiValueDict() if files is None else files  # type: ignore[attr-defined]


def _form(encoded: bytes, most: int, room: Room = USUAL) -> QueryDict:
    """Read `a=b&c=d` strictly: what is not UTF-8 is refused, not guessed."""
    pieces = [piece.replace(b"+", b" ").partition(b"=") for piece in encoded.split(b"&") if piece]
    if len(pieces) > most:
        raise Refused(413)
    return _cleaned(((_text(name), _text(value)) for name, _, value in pieces), most, room)


def _text(encoded: bytes) -> str:
    return unquote_to_bytes(encoded).decode()


def _cleaned(fields: Iterable[tuple[str, str]], most: int, room: Room = USUAL) -> QueryDict:
    kept = QueryDict(mutable=True, encoding="utf-8")
    for count, (name, value) in enumerate(fields, start=1):
        if count > most:
            raise Refused(413)
        kept.appendlist(clean(name, LONGEST_NAME), clean(value, room.longest.get(name, LONGEST_VALUE)))
    kept._mutable = False
    return kept
