"""A canary in every field about health reaches no page of the front desk, no log and no plain column."""

from __future__ import annotations

import base64
import json
import logging.config
import re
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from clinic import logs
from clinic.roles import Role
from intake.models import Flag, Intake, SafetyAlert
from intake.questionnaire import SECTIONS
from intake.questionnaire.questions import Question, Rows, SomeOf, Words
from tests import databases
from tests.intake.filling import filled
from tests.people import COMPLEX
from tests.preparing import database
from tests.staff import signed_in

CLINICAL = "Canáry7731"
CONTACT = "Fínch4402"


def marked(question: Question) -> dict[str, Any]:
    """This question's answer with a bird in every box that takes words."""
    bird = CLINICAL if question.audience == "clinical" else CONTACT
    earlier = COMPLEX.get(question.code)
    if isinstance(question, Words) and question.code not in ("agree.signature",):
        return {question.code: bird}
    if isinstance(question, Rows):
        texts = {column.code: bird for column in question.columns if not column.options}
        return {question.code: [{"id": "row1", **texts}]}
    if isinstance(question, SomeOf) and question.other and earlier not in (None, ["none"]):
        return {question.code: [*earlier, "other"], f"{question.code}.other": bird}
    return {} if earlier is None else {question.code: earlier}


def answers() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for section in SECTIONS:
        for question in section.questions:
            found |= marked(question)
    return found


@pytest.fixture
def intake(fresh_database: str) -> Intake:
    """Sent, with both birds in it."""
    found = filled(answers())
    found.submit()
    return found


@pytest.fixture
def draft(fresh_database: str) -> Intake:
    return filled(answers())


def forms_of(bird: str) -> set[str]:
    """The ways in which a dump might hold it."""
    raw = bird.encode()
    shapes = {
        bird,
        bird.lower(),
        json.dumps(bird).strip('"'),
        quote(bird),
        raw.hex(),
        bird.encode("utf-16-le").hex(),
    }
    for offset in range(3):
        shapes.add(base64.b64encode(b"." * offset + raw).decode()[4 if offset else 0 : -4])
    return shapes


def dump(name: str) -> Iterator[tuple[str, str]]:
    """Every row of every table, as text."""
    with psycopg.connect(databases.environment_of(name)["DATABASE_OWNER_URL"]) as owner:
        tables = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            for (row,) in owner.execute(f"SELECT t::text FROM {table} AS t").fetchall():
                yield table, row


def test_the_canary_is_in_many_fields() -> None:
    text = json.dumps(answers(), ensure_ascii=False)
    assert text.count(CLINICAL) > 20
    assert text.count(CONTACT) > 8


@pytest.mark.parametrize("state", ["draft", "intake"])
def test_no_plain_column_holds_what_a_patient_wrote(state: str, fresh_database: str, request: Any) -> None:
    found: Intake = request.getfixturevalue(state)
    assert CLINICAL in json.dumps(found.answers(), ensure_ascii=False)
    rows = list(dump(fresh_database))
    assert len(rows) > 20
    for bird in (CLINICAL, CONTACT):
        shapes = forms_of(bird)
        leaks = {table for table, row in rows if any(shape in row for shape in shapes)}
        assert leaks == set()


def test_no_plain_column_names_a_rule_or_a_diagnosis(intake: Intake, fresh_database: str) -> None:
    titles = {flag.words["title"] for flag in Flag.objects.all()}
    codes = {flag.words["code"] for flag in Flag.objects.all() if "code" in flag.words}
    assert len(titles) > 10
    for table, row in dump(fresh_database):
        assert not [title for title in titles | codes if title in row], table


def crawl(browser: Client, first: str) -> dict[str, str]:
    """Every page of staff that can be reached from here, and what it says."""
    waiting, seen = [first], {}
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in seen or not address.startswith("/staff/") or len(seen) > 60:
            continue
        response = browser.get(address, follow=True)
        seen[address] = response.content.decode() + str(response.headers)
        waiting += re.findall(r'href="([^"]+)"', seen[address])
    return seen


@pytest.mark.parametrize("state", ["draft", "intake"])
def test_the_front_desk_reads_contact_and_never_health(state: str, request: Any) -> None:
    found: Intake = request.getfixturevalue(state)
    desk = signed_in(Role.FRONT_DESK)
    pages = crawl(desk, reverse("desk"))
    assert reverse("desk_record", args=[found.reference]) in pages
    said = "".join(pages.values())
    assert CONTACT in said
    assert CLINICAL not in said
    titles = {flag.words["title"] for flag in Flag.objects.all()} | {
        alert.words["title"] for alert in SafetyAlert.objects.all()
    }
    assert titles
    assert not [title for title in titles if title in said]


def test_a_search_by_the_front_desk_does_not_find_by_health(intake: Intake) -> None:
    desk = signed_in(Role.FRONT_DESK)
    for name in ("q", "search", "find", "sort", "filter"):
        plain, asked = desk.get(reverse("desk")), desk.get(reverse("desk"), {name: CLINICAL})
        assert asked.status_code in (200, 404)
        assert asked.content.count(intake.reference.encode()) <= plain.content.count(
            intake.reference.encode()
        )
        assert CLINICAL not in asked.content.decode().replace(f'value="{CLINICAL}"', "")


def test_editors_and_administrators_read_no_patient(intake: Intake) -> None:
    for role in (Role.EDITOR, Role.ADMINISTRATOR):
        said = "".join(crawl(signed_in(role), "/staff/").values())
        assert CLINICAL not in said and CONTACT not in said and intake.reference not in said


def test_editors_and_administrators_do_not_learn_that_somebody_needs_help(draft: Intake) -> None:
    """The front desk calls a clinician; who never meets a patient has nothing to do with it."""
    assert draft.alerts_open
    assert "A clinician is needed" in signed_in(Role.FRONT_DESK).get(reverse("desk")).content.decode()
    for role in (Role.EDITOR, Role.ADMINISTRATOR):
        said = signed_in(role).get(reverse("account_change_password")).content.decode()
        assert "A clinician is needed" not in said and "safety alert" not in said


def test_a_clinician_reads_all_of_it(intake: Intake) -> None:
    """So that the tests above cannot hold by accident."""
    said = signed_in(Role.NURSE).get(reverse("record", args=[intake.reference])).content.decode()
    assert said.count(CLINICAL) > 20


def test_no_page_of_the_patient_shows_an_answer_once_it_is_sent(fresh_database: str) -> None:
    found, _, token = Intake.start("self")
    for section in SECTIONS:
        given = {code: value for code, value in answers().items() if code.startswith(f"{section.code}.")}
        found.save_section(section, given, revision=0)
    found.submit()
    patient = Client()
    patient.cookies[settings.SITTING_COOKIE_NAME] = token
    addresses = ["/", "/start/", "/intake/", "/intake/check/", "/intake/sent/", "/intake/please-call/"]
    addresses += [f"/intake/{section.code}/" for section in SECTIONS]
    for address in addresses:
        said = patient.get(address, follow=True).content.decode()
        assert CLINICAL not in said and CONTACT not in said, address


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What the site logs from here on."""
    with monkeypatch.context() as now:
        now.setattr("sys.stderr", StringIO())
        logging.config.dictConfig(logs.SETTINGS)
        logs.set_up()
        yield sys.stderr  # type: ignore[misc]
    logging.config.dictConfig(logs.SETTINGS)
    logs.set_up()


def typed_everywhere() -> Intake:
    """A patient who writes a bird into every box of every screen, as an answer is given and at *Continue*."""
    intake, _, token = Intake.start("self")
    for section in SECTIONS:
        known = {code: value for code, value in COMPLEX.items() if code.startswith(f"{section.code}.")}
        intake.save_section(section, known, revision=0)
    patient = Client(raise_request_exception=False)
    patient.cookies[settings.SITTING_COOKIE_NAME] = token
    for section in SECTIONS:
        birds = {each.name: CLINICAL if each.audience == "clinical" else CONTACT for each in section.questions}
        for page in section.pages:
            address = reverse("section_page", args=[section.code, page.number])
            shown = patient.get(address).content.decode()
            names = [name for name in re.findall(r'name="([^"]+)"', shown) if name.partition(".")[0] in birds]
            posted: dict[str, Any] = {name: birds[name.partition(".")[0]] for name in names}
            posted |= {"for": intake.form_mark, "page": page.number, "revision": 999, "shown": [*birds, *names]}
            assert patient.post(reverse("save_answer", args=[section.code]), posted).status_code in (200, 409)
            assert patient.post(address, posted).status_code in (200, 302)
    return intake


def test_what_is_typed_into_every_box_stays_with_the_patient_and_the_clinicians(
    said: StringIO, fresh_database: str
) -> None:
    intake = typed_everywhere()
    kept = json.dumps(Intake.objects.get().answers(), ensure_ascii=False)
    assert kept.count(CLINICAL) > 10 and kept.count(CONTACT) > 5
    desk = "".join(crawl(signed_in(Role.FRONT_DESK), reverse("desk")).values())
    assert intake.reference in desk and CLINICAL not in desk
    shapes = forms_of(CLINICAL)
    assert not [table for table, row in dump(fresh_database) if any(shape in row for shape in shapes)]
    for written in (said.getvalue(), database.home.log.read_text(errors="replace")):
        assert not [shape for shape in shapes | forms_of(CONTACT) if shape in written]


def test_no_log_holds_what_a_patient_wrote(
    said: StringIO, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also not when a statement, a page or the database fails on it."""
    browser = signed_in(Role.NURSE)
    browser.raise_request_exception = False
    browser.get(reverse("record", args=[intake.reference]) + f"?q={CLINICAL}", headers={"referer": CLINICAL})
    browser.get(f"/staff/{CLINICAL}/")
    browser.post(reverse("reopen"), {"reference": CLINICAL, "how": CLINICAL})
    for statement in (
        "INSERT INTO clinic_staff (id) VALUES (%s)",
        "SELECT %s::int",
        "SELECT 1 / (length(%s) - length(%s))",
        "INSERT INTO clinic_event (role, action) VALUES (%s, repeat(%s, 100))",
    ):
        with pytest.raises(Exception, match=".*"), connection.cursor() as cursor:
            cursor.execute(statement, [CLINICAL] * statement.count("%s"))

    def failing(*_: Any, **__: Any) -> Any:
        raise ValueError(f"about {CLINICAL}")

    monkeypatch.setattr(Intake, "take_up", failing)
    assert browser.get(reverse("record", args=[intake.reference])).status_code == 500
    assert "request.failed" in said.getvalue()
    for written in (said.getvalue(), database.home.log.read_text(errors="replace")):
        assert not [shape for shape in forms_of(CLINICAL) | forms_of(CONTACT) if shape in written]
