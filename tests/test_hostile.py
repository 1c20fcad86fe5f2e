"""Hostile input on every address, as every visitor: no 500, nothing echoed unescaped, nothing slow."""

from __future__ import annotations

import json
import re
import time
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from clinic.roles import Role
from clinic.who_may_open import ANYONE, DOORS, PATIENT
from education.models import Draft
from intake.forms.queue_filters import NAMED
from intake.models import Intake
from intake.models.queue import DESK, LISTINGS
from intake.questionnaire import SECTIONS, section_called
from tests.addresses import World, patterns
from tests.intake.filling import filled
from tests.people import COMPLEX

MARK = "<i id=hostile-7731>"
BROKEN_OUT = 'hostile-7731" data-out="1'
REFUSED_AT_THE_BOUNDARY = [
    "a\x00b",
    "\x00",
    "\ud800",
    "\x1b[2J",
    "\x07",
    "\x7f",
    "\uffff",
    "a" * 4001,
]
LET_THROUGH = [
    MARK,
    f'"{MARK}',
    f"'{MARK}",
    f"</script>{MARK}",
    BROKEN_OUT,
    BROKEN_OUT.replace('"', "'"),
    f"javascript:alert(1)//{MARK}",
    f"{{{{ {MARK} }}}}{{% load x %}}",
    f"%s %(x)s {{0}} {{x.__class__}} {MARK}",
    "' OR 1=1 --",
    "'; DROP TABLE intake_intake; --",
    "1) UNION SELECT password FROM clinic_staff --",
    "2147483648",
    "9223372036854775808",
    "-9999999999999999999999",
    "1e400",
    "-1e400",
    "NaN",
    "Infinity",
    "٣٤",
    "²",
    "0x1F",
    "1_000",
    "0000-00-00",
    "2031-13-45",
    "9999-12-31",
    "-0001-01-01",
    "None",
    "null",
    "[]",
    "{}",
    "__proto__",
    "constructor",
    "../../../../etc/passwd",
    "..%2f..%2f",
    "a" * 4000,
    "\u202egnp.exe",
    "\u2028\u2029",
    "👩‍👩‍👧" * 300,
    "\r\nSet-Cookie: a=b",
    "",
    " ",
    "\t",
    "0",
    "-1",
    "true",
    "ﬁK ı İ",
    "=cmd|' /C calc'!A0",
]
assert len(REFUSED_AT_THE_BOUNDARY) + len(LET_THROUGH) > 50


@pytest.fixture
def world(db: None) -> World:
    world = World()
    world.full = filled(COMPLEX)  # type: ignore[attr-defined]
    world.full.submit()  # type: ignore[attr-defined]
    return world


def browser_of(world: World, visitor: str) -> Client:
    browser = world.browser(visitor)
    browser.raise_request_exception = False
    return browser


def judge(response: HttpResponse, began: float, what: str) -> None:
    """No failure, no echo that a browser would take for markup, and within two seconds."""
    assert response.status_code < 500, what
    assert MARK.encode() not in response.content, what
    assert BROKEN_OUT.encode() not in response.content, what
    assert b"hostile-7731' data-out" not in response.content, what
    assert "Set-Cookie: a=b" not in str(response.headers), what
    assert time.monotonic() - began < 2, what


def send(browser: Client, method: str, address: str, what: str, **more: Any) -> HttpResponse:
    began = time.monotonic()
    response = getattr(browser, method)(address, **more)
    judge(response, began, what)
    return response


def names_in(page: bytes) -> list[str]:
    """What the forms of a page post."""
    found = re.findall(r'name="([^"]+)"', page.decode())
    return list(
        dict.fromkeys(unescape(name) for name in found if name not in ("viewport", "color-scheme", "robots"))
    )


EVERYBODY = ["stranger", "patient", Role.FRONT_DESK, Role.NURSE, Role.PHYSICIAN, Role.EDITOR]
KEYS = ("q", "page", "next", "from", "show", "before", "reference", "alert", "urgency", "level", "since", "id")
SLOW = {"account_login", "account_change_password"}
"""A password is hashed at every try."""


def opened_by(visitor: str) -> list[str]:
    """Addresses that answer this visitor; that the others refuse is another test's."""
    if visitor == "stranger":
        return [name for name, door in DOORS.items() if ANYONE in (door.get, door.post)]
    if visitor == "patient":
        return [name for name, door in DOORS.items() if PATIENT in (door.get, door.post)]
    return [
        name for name, door in DOORS.items() if visitor in door.get | door.post and name != "account_logout"
    ]


@pytest.mark.parametrize("visitor", EVERYBODY)
def test_hostile_values_in_query_headers_and_form(world: World, visitor: str) -> None:
    browser = browser_of(world, visitor)
    for name in opened_by(visitor):
        address = world.address(name)
        for text in LET_THROUGH[:4] if name in SLOW else LET_THROUGH[::2]:
            what = f"{visitor} {name} {text[:40]!r}"
            query = urlencode(dict.fromkeys((*KEYS, text[:150]), text)) if len(text) < 90 else f"q={text}"
            send(
                browser,
                "get",
                address,
                what,
                QUERY_STRING=query,
                headers={"user-agent": text, "referer": text},
            )
            kept = dict(browser.cookies)
            send(
                browser,
                "post",
                address,
                what,
                data=dict.fromkeys(("for", "revision", "op", "page", "email"), text),
            )
            browser.cookies.update(kept)


def test_what_the_boundary_refuses_is_refused_on_every_address(world: World) -> None:
    browser = browser_of(world, Role.PHYSICIAN)
    for name in patterns():
        address = world.address(name)
        for text in REFUSED_AT_THE_BOUNDARY:
            what = f"{name} {text[:20]!r}"
            encoded = quote(text.encode("utf-8", "surrogatepass"))
            form = send(browser, "post", address, what, data=f"a={encoded}", content_type=FORM)
            query = send(browser, "get", address, what, QUERY_STRING=f"a={encoded}")
            said = send(
                browser, "post", address, what, data=json.dumps({"a": text}), content_type="application/json"
            )
            assert {form.status_code, query.status_code, said.status_code} <= {400, 413}, what


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("visitor", ["stranger", "patient", Role.NURSE])
def test_hostile_pieces_of_an_address(world: World, visitor: str) -> None:
    browser = browser_of(world, visitor)
    shapes = [
        "/{}",
        "/intake/{}/",
        "/intake/heart/{}/",
        "/intake/{}/save/",
        "/staff/intakes/{}/",
        "/staff/desk/{}/",
    ]
    shapes += ["/staff/alerts/{}/", "/staff/{}/", "/start/{}", "/static/{}", "/staff/intakes/{}/decide/"]
    for shape in shapes:
        for text in LET_THROUGH + REFUSED_AT_THE_BOUNDARY:
            piece = quote(text.encode("utf-8", "surrogatepass"), safe="")[:1500]
            send(browser, "get", shape.format(piece), f"{visitor} {shape} {text[:40]!r}")


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.code)
def test_hostile_answers_to_every_question(world: World, section: Any) -> None:
    """Every box of every screen at once, at *Continue* and as it is saved; then all pages that show the answers."""
    intake, _, token = Intake.start("self")
    for code in ("about", section.code):
        known = {key: value for key, value in COMPLEX.items() if key.startswith(f"{code}.")}
        intake.save_section(section_called(code), known, revision=0)
    browser = Client(raise_request_exception=False)
    browser.cookies[settings.SITTING_COOKIE_NAME] = token
    for number, _page in enumerate(section.pages, start=1):
        address = f"/intake/{section.code}/{number}/"
        names = names_in(browser.get(address).content) or ["first_name"]
        given = {
            "for": intake.form_mark,
            "page": str(number),
            "shown": [name for name in names if name != "shown"],
        }
        for text in LET_THROUGH[number % 3 :: 3]:
            what = f"{address} {text[:40]!r}"
            posted = {**dict.fromkeys(names, text[:300]), **given}
            send(browser, "post", address, what, data=posted)
            send(browser, "post", f"/intake/{section.code}/save/", what, data=posted)
    send(browser, "get", "/intake/check/", "check")
    nurse = browser_of(world, Role.NURSE)
    for address in (
        f"/staff/desk/{intake.reference}/",
        "/staff/desk/",
        "/staff/",
        f"/staff/intakes/{intake.reference}/",
    ):
        send(nurse, "get", address, address)


PLACES = [
    "0001-01-01T00:00:00+23:59",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999-23:59",
    "2031-02-30T00:00:00Z",
    "2031-01-01T00:00:00+99:99",
    "2031-01-01",
    *LET_THROUGH,
]


@pytest.mark.parametrize("name", ["urgent", "decided", "all", "desk"])
def test_hostile_places_in_a_list(world: World, name: str) -> None:
    """The whole place of the next page, one part of it hostile, so that it reaches the database."""
    browser = browser_of(world, Role.NURSE)
    listing = DESK if name == "desk" else LISTINGS[name]
    address = "/staff/desk/" if name == "desk" else "/staff/"
    usual = {"alert_rank": "-1", "urgency_rank": "-2", "level_rank": "-3", "id": str(world.intake.pk)}
    parts = (*listing.columns, "id")
    for hostile in parts:
        for text in (*PLACES, "-99", "999", "--1", "٣", "00000000-0000-0000-0000-000000000000", "{" + str(world.intake.pk) + "}"):
            place = {part: usual.get(part, "2031-01-01T00:00:00Z") for part in parts} | {hostile: text[:150]}
            query = urlencode({"show": name, "after": "~".join(place.values())})
            send(browser, "get", f"{address}?{query}", f"{name} {hostile}={text[:40]!r}")


def test_hostile_filters_and_searches(world: World) -> None:
    browser = browser_of(world, Role.NURSE)
    for name in ("show", "after", "since", *NAMED):
        for text in (*PLACES, "-1", "9" * 30, "CV-01"):
            for address in ("/staff/", "/staff/desk/", "/staff/news/"):
                query = urlencode({name: text[:150]})
                send(browser, "get", f"{address}?{query}", f"{address} {name}={text[:40]!r}")
    for visitor in (Role.NURSE, Role.FRONT_DESK):
        desk = browser_of(world, visitor)
        for text in (*PLACES, "+" * 40, "9" * 60, "@", "1/1/0001", "Garcia 31/31/9999", "~"):
            send(desk, "post", "/staff/search/", f"search {text[:40]!r}", data={"q": text})
            send(desk, "get", "/staff/search/", f"found {text[:40]!r}")


@pytest.mark.parametrize("visitor", [Role.NURSE, Role.PHYSICIAN])
def test_hostile_words_in_what_staff_post(world: World, visitor: str) -> None:
    browser = browser_of(world, visitor)
    reference = world.full.reference  # type: ignore[attr-defined]
    pages = [f"/staff/intakes/{reference}/decide/", f"/staff/alerts/{world.alert.pk}/", "/staff/reopen/"]
    pages += [f"/staff/intakes/{reference}/give/"]
    for address in pages:
        names = names_in(browser.get(address).content)
        assert names, address
        for text in LET_THROUGH:
            send(browser, "post", address, f"{address} {text[:40]!r}", data=dict.fromkeys(names, text))
    for address in (f"/staff/intakes/{reference}/", "/staff/"):
        send(browser, "get", address, address)


def test_hostile_words_in_what_an_editor_writes(world: World) -> None:
    """Every box of the editors' forms; then every page that shows what was written, its preview and its versions too."""
    editor, reviewer = browser_of(world, Role.EDITOR), browser_of(world, Role.MEDICAL_REVIEWER)
    at = world.address
    for text in LET_THROUGH:
        what = f"editor {text[:40]!r}"
        for name in ("education_new", "education_sources", "education_pictures", "education_hide"):
            send(editor, "post", at(name), what, data=dict.fromkeys(names_in(editor.get(at(name)).content), text))
        send(editor, "post", at("education_begin"), what, data={"from": text})
        for place in ("education_keep", "education_edit"):
            names = [name for name in names_in(editor.get(at("education_edit")).content) if name != "discard"]
            wrong = dict.fromkeys(names, text[:110])
            send(editor, "post", at(place), what, data=wrong)
            draft = Draft.objects.filter(page__slug="getting-ready", editor=world.staff[Role.EDITOR]).first()
            right = {"revision": draft.revision if draft else 0, "over": "", "group": "", "order": "", "related": []}
            send(editor, "post", at(place), what, data=wrong | right | {"text": text, "promise_reason": "a reason " * 3})
        newest = world.version.page.newest().number
        place = f"/staff/education/pages/getting-ready/versions/{newest}/"
        for act in ("approve", "send_back", "publish", "review", text):
            names = [name for name in names_in(reviewer.get(place).content) if name != "act"]
            send(reviewer, "post", place, what, data=dict.fromkeys(names, text) | {"act": act})
        for shown in (place, f"{place}shown/", at("education_page"), at("education_differences"), "/staff/education/"):
            send(reviewer, "get", shown, what)
        send(editor, "post", at("education_begin"), what)


ADDRESSES = st.sampled_from(sorted(patterns()))
TEXT = st.text(st.characters(codec=None), max_size=60) | st.sampled_from(
    LET_THROUGH + REFUSED_AT_THE_BOUNDARY
)


@hypothesis_settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(name=ADDRESSES, visitor=st.sampled_from(EVERYBODY), key=TEXT, value=TEXT, as_json=st.booleans())
def test_no_text_at_all_makes_any_address_fail(
    world: World, name: str, visitor: str, key: str, value: str, as_json: bool
) -> None:
    browser = browser_of(world, visitor)
    address = world.address(name)
    pair = "=".join(quote(text.encode("utf-8", "surrogatepass")) for text in (key, value))
    body = (
        {"data": json.dumps({key: value}), "content_type": "application/json"}
        if as_json
        else {
            "data": pair,
            "content_type": FORM,
        }
    )
    what = f"{visitor} {name} {key[:30]!r}={value[:30]!r}"
    send(browser, "post", address, what, **body)
    send(browser, "get", address, what, QUERY_STRING=pair[:1900])


@pytest.mark.parametrize(
    "address", ["/staff/queue.css", "/intake/x.css", "/intake/heart/x.js", "/privacy/x.png"]
)
def test_no_ending_makes_a_page_look_like_a_file(world: World, address: str) -> None:
    with pytest.raises(Resolver404):
        resolve(address)
    response = browser_of(world, Role.NURSE).get(address)
    assert (response.status_code, response["Cache-Control"]) == (404, "no-store")
