"""kill -9 of the worker between the mail server's 250 and the mark, thirty times: nothing is lost, and what comes twice
comes under the same Message-ID, at most one more for each kill."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from aiosmtpd.smtp import SMTP

from bench.servers import ROOT
from tests.intake.post_office import PostOffice
from tests.reliability.site import Site

PEOPLE, EACH, KILLS = 12, 3, 30

WRITTEN = """
import django, json
django.setup()
from intake.models import Message
from tests.intake.filling import filled
Message.objects.filter(state__in=["waiting", "failed"]).update(state="called_off")
wanted = {}
for number in range(%d):
    who = f"p{number}@example.org"
    intake = filled({"about.contact_by": "email", "about.email": who})
    wanted[who] = [f"<{Message.put('received', intake=intake).pk}@clinic.example>" for _ in range(%d)]
print(json.dumps(wanted))
"""
LEASES_END = """
import django
django.setup()
from django.db import connection
from intake.models.sending import LEASE
with connection.cursor() as cursor:
    cursor.execute("UPDATE intake_message SET next_try_at = next_try_at - %s WHERE state IN ('waiting', 'failed')", [LEASE])
"""
STATES = """
import django, json
django.setup()
from intake.models import Message
print(json.dumps(list(Message.objects.filter(pk__in=json.loads('%s')).values_list("state", flat=True))))
"""


class Deadly(PostOffice):
    """Kills the worker when it has taken a mail, before the worker can hear of it."""

    def __init__(self) -> None:
        super().__init__()
        self.worker: subprocess.Popen[bytes] | None = None
        self.kills = 0
        self.killed = threading.Event()

    async def handle_DATA(self, server: SMTP, session: object, envelope: object) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if self.kills < KILLS and self.worker is not None:
            self.kills += 1
            self.worker.kill()
            self.worker.wait()
            self.killed.set()
        return answer


@pytest.fixture
def deadly(site: Site) -> Iterator[Deadly]:
    office = Deadly()
    office.open()
    site.environment["CLEARWAY_MAIL_URL"] = f"smtp://127.0.0.1:{office.port}"
    yield office
    if office.worker is not None:
        office.worker.kill()
        office.worker.wait()
    office.close()
    del site.environment["CLEARWAY_MAIL_URL"]


def test_nothing_is_lost_and_a_kill_doubles_one_message_at_most(site: Site, deadly: Deadly) -> None:
    wanted: dict[str, list[str]] = json.loads(site.tell(WRITTEN % (PEOPLE, EACH)))
    every = [key for keys_of_one in wanted.values() for key in keys_of_one]
    states_of_these = STATES % json.dumps([key[1:].partition("@")[0] for key in every])
    while deadly.kills < KILLS:
        deadly.killed.clear()
        deadly.worker = _worker(site)
        assert deadly.killed.wait(60), f"the worker sent nothing after {deadly.kills} kills"
        site.tell(LEASES_END)
    deadly.worker = _worker(site)
    end = time.monotonic() + 60
    while time.monotonic() < end and set(states := json.loads(site.tell(states_of_these))) != {"sent"}:
        time.sleep(0.3)
    keys = Counter(mail["Message-ID"] for mail in deadly.arrived)
    assert set(states) == {"sent"} and deadly.kills == KILLS
    assert set(keys) == set(every), "one was lost"
    doubles = sum(keys.values()) - len(every)
    assert 0 < doubles <= KILLS
    for who, order in wanted.items():
        assert list(dict.fromkeys(deadly.to(who))) == order, "one overtook another"


def _worker(site: Site) -> subprocess.Popen[bytes]:
    words = [sys.executable, "manage.py", "send_messages"]
    return subprocess.Popen(words, cwd=ROOT, env=site.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
