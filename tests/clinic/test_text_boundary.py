"""One boundary for all text that comes in: hostile input is 400 or 413, never 500, and text arrives in normal form."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic.text_boundary import (
    FORM,
    JSON,
    LARGEST,
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_VALUE,
    MORE_ROOM,
    MOST_FIELDS,
    MOST_QUERY_KEYS,
    TextBoundaryMiddleware,
)
from tests.addresses import address, patterns

seen: list[HttpRequest] = []


def through(request: HttpRequest) -> int:
    """The status this request gets at the boundary; 200 is let through."""
    seen.clear()

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    return TextBoundaryMiddleware(view)(request).status_code


def post(body: str | bytes, kind: str = FORM, **more: Any) -> int:
    encoded = body if isinstance(body, bytes) else body.encode()
    return through(RequestFactory().generic("POST", "/", encoded, kind, **more))


HOSTILE_JSON = [
    r'{"value": "a\u0000b"}',
    r'{"\u0000": "a"}',
    r'{"value": "\ud800"}',
    r'{"value": "\udfff\ud800"}',
    r'{"value": "\u0007"}',
    '{"value": "\x7f"}',
    '{"value": NaN}',
    '{"value": Infinity}',
    '{"value": -Infinity}',
    '{"value": 1e400}',
    '{"value": -1e400}',
    '{"value": 9999999999999999999999}',
    '{"value": ' + "9" * 5000 + "}",
    "[" * 30_000 + "]" * 30_000,
    '{"a":' * 10_000 + "1" + "}" * 10_000,
    "[[[[[[1]]]]]]",
    " ",
    "{",
    "{'a': 1}",
    '{"a": 1}}',
    "undefined",
    '{"a": "b"',
    "\ufeff{}",
    json.dumps(list(range(201))),
    json.dumps(dict.fromkeys("abcdefghijklmnopqrstu", 1)),
]


@pytest.mark.parametrize("body", HOSTILE_JSON, ids=lambda body: body[:24])
def test_hostile_json_is_refused(body: str) -> None:
    assert post(body, JSON) == 400
    assert not seen


@pytest.mark.parametrize("body", [b'{"a": "\xff"}', b'{"a": "\xed\xa0\x80"}', '{"a": "ä"}'.encode("utf-16")])
def test_json_in_another_encoding_is_refused(body: bytes) -> None:
    assert post(body, JSON) == 400


HOSTILE_FORMS = [
    "value=a%00b",
    "%00=a",
    "value=%ED%A0%80",
    "value=%FF%FE",
    "value=%C3%28",
    "value=%C0%80",
    "value=%07",
    "value=%1B%5B2J",
    "value=%7F",
    "value=%EF%BF%BF",
    "value=a&value=%00",
]


@pytest.mark.parametrize("body", HOSTILE_FORMS)
def test_hostile_forms_are_refused(body: str) -> None:
    assert post(body) == 400
    assert not seen


@pytest.mark.parametrize("query", HOSTILE_FORMS)
def test_hostile_queries_are_refused(query: str) -> None:
    assert through(RequestFactory().get("/", QUERY_STRING=query)) == 400


@pytest.mark.parametrize("path", ["/%00", "/intake/%00/", "/intake/a%0Ab%1B/", "/%07", "/" + "a" * 3000])
def test_hostile_addresses_are_refused(path: str) -> None:
    assert through(RequestFactory().get(path)) == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_REFERER": "a\x00b"},
        {"HTTP_USER_AGENT": "a\x1bb"},
        {"HTTP_COOKIE": "sitting=\x00"},
        {"HTTP_X_CSRFTOKEN": "\x07"},
        {"HTTP_X_ANYTHING": "a" * 9000},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"CONTENT_LENGTH": "many"},
        {"CONTENT_LENGTH": "-1"},
        {"CONTENT_LENGTH": "9" * 5000},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_hostile_headers_are_refused(headers: dict[str, str]) -> None:
    assert post("a=b", **headers) in (400, 413)
    assert not seen


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "text/xml",
        "application/octet-stream",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=nonsense",
        "application/json; charset=latin-1",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\x00",
        "multipart/form-data; boundary=ä",
        "text",
        "",
    ],
)
def test_a_body_of_another_kind_is_refused(kind: str) -> None:
    assert post(b'{"a": 1}', kind) == 400


def multipart(value: bytes, disposition: bytes = b'form-data; name="value"') -> bytes:
    return b"--cut\r\nContent-Disposition: " + disposition + b"\r\n\r\n" + value + b"\r\n--cut--\r\n"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (multipart(b"fine"), 200),
        (multipart("Zoë".encode()), 200),
        (multipart(b"a\x00b"), 400),
        (multipart(b"\xff"), 400),
        (multipart(b"x", b'form-data; name="\x00"'), 400),
        (multipart(b"x", b'form-data; name="value"; filename="a.txt"'), 400),
        (multipart(b"x", b'form-data; name="value"; filename="../../etc/passwd\x00.png"'), 400),
        (multipart(b"x" * 4001), 413),
        (b"--cut\r\nContent-Disposition: form-data; name=", 200),
        (b"nonsense", 200),
    ],
)
def test_parts_are_read_like_forms_and_carry_no_files(body: bytes, status: int) -> None:
    assert post(body, "multipart/form-data; boundary=cut") == status
    if status == 200 and seen:
        assert set(seen[0].POST) <= {"value"}


def a_form(size: int) -> str:
    pieces = ["x=" + "a" * 3998] * (size // 4001)
    body = "&".join(pieces)
    return body + "&y=" + "a" * (size - len(body) - 3)


LIMITS = [
    ("a form's size", lambda over: post(a_form(LARGEST[FORM] + over))),
    ("JSON's size", lambda over: post(_json_of(LARGEST[JSON] + over), JSON)),
    ("fields", lambda over: post("&".join(f"f{n}=1" for n in range(MOST_FIELDS + over)))),
    ("a value", lambda over: post("v=" + "a" * (LONGEST_VALUE + over))),
    ("a value of four bytes each", lambda over: post("v=" + "😀" * (LONGEST_VALUE + over))),
    (
        "a value in JSON",
        lambda over: post(json.dumps({"v": "é" * (LONGEST_VALUE + over)}, ensure_ascii=False), JSON),
    ),
    ("a name", lambda over: post("n" * (LONGEST_NAME + over) + "=1")),
    ("query keys", lambda over: _get("&".join(f"k{n}=1" for n in range(MOST_QUERY_KEYS + over)))),
]


def _json_of(size: int) -> str:
    empty = json.dumps({f"k{n}": "" for n in range(20)})
    filled, left = {}, size - len(empty)
    for n in range(20):
        filled[f"k{n}"] = "a" * min(LONGEST_VALUE, left)
        left -= len(filled[f"k{n}"])
    return json.dumps(filled)


def _get(query: str) -> int:
    return through(RequestFactory().get("/", QUERY_STRING=query))


@pytest.mark.parametrize(("over", "status"), [(-1, 200), (0, 200), (1, 413)])
@pytest.mark.parametrize(("what", "send"), LIMITS, ids=[row[0] for row in LIMITS])
def test_each_limit_holds_to_the_last_one(what: str, send: Any, over: int, status: int) -> None:
    assert send(over) == status


@pytest.mark.parametrize("letter", ["\u0958", "\ufb2c"])
def test_a_value_that_normal_form_makes_too_long_is_refused(letter: str) -> None:
    assert post("v=" + letter * LONGEST_VALUE) == 413
    assert not seen


@pytest.mark.parametrize("kind", [FORM, JSON, "multipart/form-data; boundary=cut"])
def test_a_body_that_was_cut_short_is_refused(kind: str) -> None:
    """A connection that breaks in the middle of *Continue* must not save the half of a page as if it were the whole."""
    sent = {FORM: b"shown=angina&angina=yes", JSON: b'{"a": 1}'}.get(kind, multipart(b"fine"))
    for missing in (1, 100):
        request = RequestFactory().generic("POST", "/", sent, kind)
        request.META["CONTENT_LENGTH"] = str(len(sent) + missing)
        request._stream = BytesIO(sent)  # type: ignore[attr-defined]
        assert through(request) == 400
        assert not seen


@pytest.mark.parametrize(("over", "status"), [(0, 200), (1, 400)])
def test_an_address_has_a_longest(over: int, status: int) -> None:
    assert _get("q=" + "a" * (LONGEST_ADDRESS - 2 + over)) in (status, 413)
    assert through(RequestFactory().get("/" + "a" * (LONGEST_ADDRESS - 1 + over))) == status


@pytest.mark.parametrize(("depth", "status"), [(4, 200), (5, 200), (6, 400)])
def test_json_has_a_depth(depth: int, status: int) -> None:
    assert post("[" * depth + "1" + "]" * depth, JSON) == status


@pytest.mark.parametrize(
    "method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "OPTIONS", "PROPFIND", "MADEUP"]
)
def test_a_method_that_is_not_used_here_is_refused(method: str) -> None:
    assert through(RequestFactory().generic(method, "/")) == 405
    assert not seen


KEPT = ["漢字", "الاسم", "👩‍👩‍👧", "O'Neil & <b>", "a\tb\r\nc", "‮rtl‬", "Zoë", "=1+1", "a;b", "100%"]


@pytest.mark.parametrize("text", KEPT)
def test_what_people_write_arrives_unchanged(text: str) -> None:
    from urllib.parse import quote_plus

    assert post(f"v={quote_plus(text)}") == 200
    assert seen[0].POST["v"] == text
    assert post(json.dumps({"v": text}), JSON) == 200
    assert seen[0].json == {"v": text} == json.loads(seen[0].body)  # type: ignore[attr-defined]
    assert _get(f"v={quote_plus(text)}") == 200
    assert seen[0].GET["v"] == text


def test_text_arrives_in_normal_form() -> None:
    decomposed, composed = "Zoe\u0308", "Zoë"
    assert post(f"v={decomposed}&v=2") == 200
    assert seen[0].POST.getlist("v") == [composed, "2"]
    assert post(json.dumps({decomposed: [decomposed]}), JSON) == 200
    assert seen[0].json == {composed: [composed]}  # type: ignore[attr-defined]
    assert post(multipart(decomposed.encode()), "multipart/form-data; boundary=cut") == 200
    assert seen[0].POST["value"] == composed


def test_a_bare_post_is_let_through_to_be_judged_by_its_view() -> None:
    assert through(RequestFactory().generic("POST", "/", b"", "")) == 200


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=400),
    kind=st.sampled_from([FORM, JSON, "multipart/form-data; boundary=cut", "a/b"]),
)
def test_no_bytes_make_the_boundary_fail(body: bytes, kind: str) -> None:
    assert post(body, kind) in (200, 400, 413)


@settings(max_examples=200, deadline=None)
@given(
    value=st.recursive(
        st.none()
        | st.booleans()
        | st.floats()
        | st.integers()
        | st.text(st.characters(codec=None), max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
        max_leaves=20,
    )
)
def test_no_json_makes_the_boundary_fail(value: Any) -> None:
    assert post(json.dumps(value), JSON) in (200, 400, 413)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/start/", "/help-now/", "/staff/account/login/", "/nothing/here/"])
def test_the_site_itself_answers_hostile_input_with_its_own_page(path: str) -> None:
    visitor = Client(raise_request_exception=False)
    for response in (
        visitor.get(path + "?q=%00"),
        visitor.get(path + "%00"),
        visitor.post(path, b"v=%00", FORM),
        visitor.post(path, rb'{"v": "\u0000"}', JSON),
        visitor.post(path, b"v=" + b"a" * 300_000, FORM),
        visitor.generic("TRACE", path),
    ):
        assert response.status_code in (400, 405, 413)
        assert b"911" in response.content
        assert response["Content-Security-Policy"]


EDITOR = "/staff/education/pages/getting-ready/edit/"
PICTURES = "/staff/education/pictures/"


def part(name: str, value: bytes, filename: str = "") -> bytes:
    named = f'form-data; name="{name}"' + (f'; filename="{filename}"' if filename else "")
    return b"--cut\r\nContent-Disposition: " + named.encode() + b"\r\n\r\n" + value + b"\r\n"


def sent_to(path: str, *parts: bytes) -> int:
    body = b"".join(parts) + b"--cut--\r\n"
    return through(RequestFactory().generic("POST", path, body, "multipart/form-data; boundary=cut"))


@pytest.mark.parametrize("path", [EDITOR, "/staff/education/pages/getting-ready/keep/"])
def test_an_editors_text_may_be_long_and_nothing_else_may(path: str) -> None:
    assert sent_to(path, part("text", b"a" * 70_000)) == 200
    assert sent_to(path, part("text", b"a" * 70_001)) == 413
    assert sent_to(path, part("title", b"a" * 4_001)) == 413
    assert sent_to(path, part("text", b"a\x00b")) == 400
    assert sent_to(path, part("text", b"a", "a.png")) == 400
    for other in ("/", "/staff/education/new/", EDITOR + "x", "/staff/education/pages/a/b/edit/"):
        assert sent_to(other, part("text", b"a" * 4_001)) == 413


def test_one_address_takes_one_file_under_one_name() -> None:
    file = part("file", b"\x89PNG\x00\xff" + b"x" * 300_000, "a.png")
    assert sent_to(PICTURES, part("alt", "Zoë".encode()), file) == 200
    assert seen[0].FILES["file"].size == 300_006 and seen[0].POST["alt"] == "Zoë"  # type: ignore[union-attr]
    assert sent_to(PICTURES, file, file) == 400
    assert sent_to(PICTURES, part("other", b"x", "a.png")) == 400
    assert sent_to(PICTURES, part("alt", b"a\x07"), file) == 400
    assert sent_to(PICTURES, part("alt", b"a" * 4_001), file) == 413
    assert sent_to(PICTURES, part("file", b"x" * (12 * 1024 * 1024 + 1), "a.png")) == 413
    assert sent_to(PICTURES, part("alt", b"a" * 3_000) * 100) == 413
    for other in ("/", EDITOR, PICTURES + "x/", "/staff/education/sources/", "/learn/pictures/"):
        assert sent_to(other, part("file", b"x", "a.png")) == 400


def test_the_addresses_with_more_room_are_there() -> None:
    for shape in MORE_ROOM:
        assert [name for name in patterns() if shape.fullmatch(address(name))], shape.pattern
