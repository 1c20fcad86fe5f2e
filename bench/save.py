"""Opening, saving and sending beside a bare project: P1 page, P2 save, P3 send.

    python -m bench.save

P1: a section of 18 questions with answers / a bare form of 20 fields. P2: a save that is encrypted, audited,
access-checked and weighed by the safety rules / a bare POST and UPDATE. P3: sending, with everything sealed and all
rules weighed / one such save. Server CPU and PostgreSQL's, requests in turn.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import cycle

from bench.measure import Side, in_turn, load, told
from bench.servers import ROOT, Browser, Servers, hidden, running

SENDS = 260
PREPARE = """
import django
django.setup()
from intake.models import Intake
from intake.questionnaire import SECTIONS
from tests.people import COMPLEX
for _ in range(%d):
    intake, sitting, token = Intake.start("self")
    for section in SECTIONS:
        intake.save_section(
            section, {c: v for c, v in COMPLEX.items() if c.startswith(section.code + ".")}, revision=0
        )
    print(token, intake.form_mark)
"""


def main() -> None:
    """Prints each figure beside its goal, then all as JSON."""
    with running() as servers:
        figures = pages(servers) | saves_and_sends(servers)
    print(json.dumps(figures | {"load": load()}))


def pages(servers: Servers) -> dict[str, float]:
    """P1."""
    ours, theirs = patient(servers), Browser(servers.bare)
    for path, browser in (("/intake/heart/", ours), ("/form/1/", theirs)):
        assert browser.get(path)[0] == 200
    sides = (
        Side(
            "clearway",
            lambda: len(ours.get("/intake/heart/")[1]),
            (servers.clearway_pid, servers.database_pid),
        ),
        Side("bare", lambda: len(theirs.get("/form/1/")[1]), (servers.bare_pid, servers.database_pid)),
    )
    in_turn(*sides)
    return told("P1_page", sides[0], sides[1], 0.5)


def saves_and_sends(servers: Servers) -> dict[str, float]:
    """P2 and P3."""
    ours, theirs = patient(servers), Browser(servers.bare)
    heart, bare = saver(ours), bare_saver(theirs)
    senders = sent_forms(servers)

    def send() -> int:
        browser, fields = next(senders)
        status, body = browser.post("/intake/agree/", fields)
        assert status == 302, (status, body[:2000])
        return len(body)

    save = Side("save", heart, (servers.clearway_pid, servers.database_pid))
    plain = Side("bare save", bare, (servers.bare_pid, servers.database_pid))
    in_turn(save, plain)
    figures = told("P2_save", save, plain, 1.6)
    save = Side("save", heart, (servers.clearway_pid, servers.database_pid))
    sending = Side("send", send, (servers.clearway_pid, servers.database_pid))
    in_turn(save, sending, batch=4)
    return figures | told("P3_send", sending, save, 2.5)


def patient(servers: Servers) -> Browser:
    """A patient who has done *About you*, with every answer of *Heart* given."""
    token = prepared(servers, 1)[0][0]
    return Browser(servers.clearway, {"sitting": token})


def prepared(servers: Servers, count: int) -> list[tuple[str, str]]:
    """Whole forms that only need to be sent: the browser's token and the form's mark of each."""
    done = subprocess.run(
        [sys.executable, "-c", PREPARE % count],
        cwd=ROOT,
        env=servers.environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return [tuple(line.split()) for line in done.stdout.splitlines()]  # type: ignore[misc]


def saver(browser: Browser):
    """Saves the whole heart section, another answer each time."""
    page = browser.get("/intake/heart/")[1]
    token, mark = hidden(page, "csrfmiddlewaretoken")[0], hidden(page, "for")[0]
    shown = [("shown", name) for name in hidden(page, "shown")]
    answers = [
        (name, "no")
        for _shown, name in shown
        if name not in ("symptoms", "high_bp_controlled", "aneurysm_where")
    ]
    base = [("csrfmiddlewaretoken", token), ("for", mark), ("revision", "9999999"), ("page", "1"), *shown]
    turn = cycle(("no", "unsure"))

    def save() -> int:
        fields = [
            *base,
            *((n, v) for n, v in answers if n != "clot"),
            ("clot", next(turn)),
            ("symptoms", "none"),
        ]
        status, body = browser.post("/intake/heart/", fields)
        assert status in (200, 302), status
        return len(body)

    return save


def bare_saver(browser: Browser):
    """Saves the bare form, another answer each time."""
    page = browser.get("/form/1/")[1]
    token = hidden(page, "csrfmiddlewaretoken")[0]
    turn = cycle(("no", "unsure"))

    def save() -> int:
        fields = [("csrfmiddlewaretoken", token), ("question_1", next(turn))]
        fields += [(f"question_{n}", "no") for n in range(2, 15)] + [
            (f"question_{n}", "20") for n in range(15, 18)
        ]
        fields += [(f"question_{n}", "some words " * 15) for n in range(18, 21)]
        status, body = browser.post("/form/1/", fields)
        assert status == 302, body[:500]
        return len(body)

    return save


def sent_forms(servers: Servers):
    """Whole forms, one after the other, with what the last page posts."""
    from tests.people import COMPLEX

    ticks = [
        (code.partition(".")[2], "1")
        for code, value in COMPLEX.items()
        if code.startswith("agree.") and value is True
    ]
    for token, _mark in prepared(servers, SENDS + 20):
        browser = Browser(servers.clearway, {"sitting": token})
        page = browser.get("/intake/agree/")[1]
        shown = [("shown", name) for name in hidden(page, "shown")]
        csrf, mark = hidden(page, "csrfmiddlewaretoken")[0], hidden(page, "for")[0]
        fields = [
            ("csrfmiddlewaretoken", csrf),
            ("for", mark),
            ("revision", "99"),
            ("page", "1"),
            *shown,
            *ticks,
        ]
        yield browser, [*fields, ("signature", "Jo Sample")]


if __name__ == "__main__":
    main()
