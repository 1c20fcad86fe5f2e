"""kill -9 of the web server and of the database in the middle of 500 saves, and of sending: what was answered is there, once."""

from __future__ import annotations

import http.client
import json
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable

import pytest

from bench.servers import Browser
from tests.reliability.site import Site

INTAKES, SAVES_EACH, KILLS = 50, 10, 6
SENT = 24

BEGUN = """
import django
django.setup()
from intake.models import Intake
for _ in range(%d):
    intake, sitting, token = Intake.start("self")
    print(intake.pk, token, intake.form_mark)
"""
FILLED = """
import django
django.setup()
from intake.models import Sitting
from tests.intake.filling import filled
from tests.people import WELL_MAN
for _ in range(%d):
    intake = filled(WELL_MAN)
    print(intake.pk, Sitting.begin(intake)[1], intake.form_mark)
"""
KEPT = """
import django, json
django.setup()
from intake.models import Draft
kept = {}
for draft in Draft.objects.filter(section="about").select_related("intake"):
    kept[str(draft.intake_id)] = [value for _revision, value in draft.kept["answers"].get("about.gender", [])]
print(json.dumps(kept))
"""
RECEIVED = """
import django, json
django.setup()
from clinic.models import Event
from intake.models import Intake
print(json.dumps({
    str(each.pk): [each.status, each.in_queue, each.submissions.count(), each.triages.count(),
                   Event.objects.about(each).filter(action="intake.sent").count()]
    for each in Intake.objects.exclude(status="draft")
}))
"""
CSRF = ("csrfmiddlewaretoken", "a" * 32)


def until_answered(browser: Browser, path: str, fields: list[tuple[str, str]]) -> tuple[int, str]:
    """One press, tried until it is answered; the same press keeps its number. What is away says 503, or nothing."""
    for _ in range(300):
        try:
            status, body = browser.post(path, fields)
        except (OSError, http.client.HTTPException):
            browser.connection.close()
            time.sleep(0.1)
            continue
        if status != 503:
            return status, body
        time.sleep(0.1)
    pytest.fail(f"{path} was never answered")


def while_killing(site: Site, people: list[list[str]], work: Callable[[Browser, str, str], None], pause: float) -> int:
    """Four people at a time do their work, while web server and database are killed in turn; the number of kills."""
    errors: list[BaseException] = []

    def each(mine: list[list[str]]) -> None:
        try:
            for intake, token, mark in mine:
                work(Browser(site.port, {"sitting": token, "csrf": "a" * 32}), intake, mark)
        except BaseException as trouble:
            errors.append(trouble)

    workers = [threading.Thread(target=each, args=(people[at::4],)) for at in range(4)]
    for worker in workers:
        worker.start()
    killed = 0
    while killed < KILLS and any(worker.is_alive() for worker in workers):
        time.sleep(pause)
        (site.kill_web, site.kill_database)[killed % 2]()
        killed += 1
    for worker in workers:
        worker.join(timeout=180)
    assert not errors, errors
    return killed


def test_every_save_that_was_answered_is_there_after_kills(site: Site) -> None:
    people = [line.split() for line in site.tell(BEGUN % INTAKES).splitlines()]
    answered: dict[str, list[str]] = {}

    def save(browser: Browser, intake: str, mark: str) -> None:
        for number in range(SAVES_EACH):
            value = f"answer {number} of {intake[:8]}"
            fields = [CSRF, ("for", mark), ("page", "1"), ("revision", "999999"), ("op", str(uuid.uuid4()))]
            status, body = until_answered(
                browser, "/intake/about/save/", [*fields, ("shown", "gender"), ("gender", value)]
            )
            assert status == 200, (status, body[:200])
            if "saved_at" in json.loads(body):
                answered.setdefault(intake, []).append(value)

    killed = while_killing(site, people, save, pause=0.7)
    kept = json.loads(site.tell(KEPT))
    assert sum(len(values) for values in answered.values()) == INTAKES * SAVES_EACH and killed >= 2
    lost = {
        intake: [value for value in values if value not in kept.get(intake, [])]
        for intake, values in answered.items()
    }
    assert not any(lost.values()), lost
    doubled = [intake for intake, _, _ in people if len(kept[intake]) != SAVES_EACH]
    assert not doubled, "a repeated press was kept twice"


def test_a_form_is_sent_once_although_everything_is_killed_meanwhile(site: Site) -> None:
    people = [line.split() for line in site.tell(FILLED % SENT).splitlines()]
    places: Counter[int] = Counter()

    def send(browser: Browser, intake: str, mark: str) -> None:
        status, _body = until_answered(browser, "/intake/agree/", [CSRF, ("for", mark), ("page", "1"), ("revision", "1")])
        places[status] += 1

    killed = while_killing(site, people, send, pause=0.2)
    assert places == {302: SENT} and killed >= 2
    received = json.loads(site.tell(RECEIVED))
    assert received == {intake: ["sent", True, 1, 1, 1] for intake, _, _ in people}
    assert "the chain is whole" in site.manage("verify_audit")
