"""kill -9 of the web server and of the database in the middle of 500 saves: what was answered with *Saved* is there."""

from __future__ import annotations

import http.client
import json
import threading
import time
import uuid

from bench.servers import Browser
from tests.reliability.site import Site

INTAKES, SAVES_EACH, KILLS = 50, 10, 6

PREPARE = """
import django
django.setup()
from intake.models import Intake
for _ in range(%d):
    intake, sitting, token = Intake.start("self")
    print(intake.pk, token, intake.form_mark)
"""
FOUND = """
import django, json
django.setup()
from intake.models import Draft
kept = {}
for draft in Draft.objects.select_related("intake"):
    kept[str(draft.intake_id)] = [value for _revision, value in draft.kept["answers"].get("about.gender", [])]
print(json.dumps(kept))
"""


def save(browser: Browser, fields: list[tuple[str, str]]) -> bool:
    """One save, tried until it is answered with *Saved*; the same press keeps its number."""
    for _ in range(200):
        try:
            status, body = browser.post("/intake/about/save/", fields)
        except (OSError, http.client.HTTPException):
            browser.connection.close()
            time.sleep(0.1)
            continue
        if status == 200:
            return "saved_at" in json.loads(body)
        assert status in (500, 502, 503), (status, body[:200])
        time.sleep(0.1)
    return False


def test_every_save_that_was_answered_is_there_after_kills(site: Site) -> None:
    people = [line.split() for line in site.tell(PREPARE % INTAKES).splitlines()]
    answered: dict[str, list[str]] = {}
    errors: list[BaseException] = []

    def fill(mine: list[list[str]]) -> None:
        try:
            for intake, token, mark in mine:
                browser = Browser(site.port, {"sitting": token, "csrf": "a" * 32})
                for number in range(SAVES_EACH):
                    value = f"answer {number} of {intake[:8]}"
                    fields = [
                        ("csrfmiddlewaretoken", "a" * 32),
                        ("for", mark),
                        ("page", "1"),
                        ("revision", "999999"),
                        ("op", str(uuid.uuid4())),
                        ("shown", "gender"),
                        ("gender", value),
                    ]
                    if save(browser, fields):
                        answered.setdefault(intake, []).append(value)
        except BaseException as trouble:
            errors.append(trouble)

    workers = [threading.Thread(target=fill, args=(people[at::4],)) for at in range(4)]
    for worker in workers:
        worker.start()
    killed = 0
    while killed < KILLS and any(worker.is_alive() for worker in workers):
        time.sleep(0.7)
        (site.kill_web, site.kill_database)[killed % 2]()
        killed += 1
    for worker in workers:
        worker.join(timeout=120)
    assert not errors, errors
    kept = json.loads(site.tell(FOUND))
    total = sum(len(values) for values in answered.values())
    assert total == INTAKES * SAVES_EACH and killed >= 2
    lost = {
        intake: [value for value in values if value not in kept.get(intake, [])]
        for intake, values in answered.items()
    }
    assert not any(lost.values()), lost
    assert all(len(values) == SAVES_EACH for values in kept.values()), "a repeated press was kept twice"
