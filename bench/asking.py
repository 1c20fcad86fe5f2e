"""Asks a database of many intakes for `bench.queue`: begins a nurse's session, times statements, tells their plans.

    python -m bench.asking begin|time|plans FILTER      (ends with one line of JSON)
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from clinic.models import Staff  # noqa: E402
from intake.forms.finding import searches_for  # noqa: E402
from intake.forms.queue_filters import chosen  # noqa: E402
from intake.models import Intake, Token  # noqa: E402
from intake.models.around import around_the_queue  # noqa: E402
from intake.models.queue import LISTINGS  # noqa: E402
from intake.models.queue_row import page_of  # noqa: E402
from intake.models.reminders import those_that_wait_too_long  # noqa: E402

TYPED = {
    "email": "probe@example.org",
    "phone": "+12025550100",
    "last_name": "Probe",
    "last_name_birth": "Probe 1984-06-02",
}
LISTING = LISTINGS["to_review"]
DEEP = 199 * 25
ROUNDS = 60


def begin(narrow: str) -> dict[str, Any]:
    """A nurse who is signed in, and the addresses of the first, the 200th and a filtered page."""
    nurse, _made = Staff.objects.get_or_create(email="nurse@example.org", role="nurse", name="Nia Nurse")
    browser = Client()
    browser.force_login(nurse)
    pages = {
        "first": "/staff/?show=to_review",
        "page_200": "/staff/?" + urlencode({"show": "to_review", "after": LISTING.text_of(_deep())}),
        "filtered": f"/staff/?show=to_review&{narrow.partition('&')[0]}",
        "decided": "/staff/?show=decided",
        "all": "/staff/?show=all",
    }
    return {"cookie": browser.cookies[settings.SESSION_COOKIE_NAME].value, "pages": pages}


def _deep() -> Any:
    """The last intake of the 199th page, or the one before the last page where there are fewer."""
    found = Intake.objects.on(LISTING).only(*LISTING.columns)
    return (list(found[DEEP - 1 : DEEP]) or list(found)[-26:])[0]


def statements(narrow: str) -> dict[str, Callable[[], Any]]:
    """What each page asks, as the site asks it."""
    place = LISTING.place_of(_deep())
    narrowed = chosen(dict(parse_qsl(narrow))).tokens()
    found: dict[str, Callable[[], Any]] = {
        "first": lambda: page_of(LISTING, rows=26),
        "page_200": lambda: page_of(LISTING, after=place, rows=26),
        "one_filter": lambda: page_of(LISTING, narrowed[:1], rows=26),
        "two_filters": lambda: page_of(LISTING, narrowed, rows=26),
        "counts": around_the_queue,
        "late": lambda: list(those_that_wait_too_long(Intake.objects.all())[:51]),
        "desk": lambda: list(Intake.objects.on_desk()[:26]),
    }
    for name, listing in LISTINGS.items():
        if name not in ("to_review", "ready", "urgent"):
            found[name] = lambda listing=listing: page_of(listing, rows=26)  # type: ignore[misc]
            found[f"{name}_filtered"] = lambda listing=listing: page_of(  # type: ignore[misc]
                listing, narrowed[:1], rows=26
            )
    for name, typed in TYPED.items():
        asked = searches_for(typed, "US")[0]
        found[f"search_{name}"] = lambda asked=asked: list(  # type: ignore[misc]
            Intake.objects.found_by(asked.column, asked.index)
        )
    return found


def timed(narrow: str) -> dict[str, float]:
    """p50 of each, in milliseconds."""
    found = {}
    for name, ask in statements(narrow).items():
        times = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            ask()
            times.append((time.perf_counter() - started) * 1000)
        found[name] = statistics.median(times[5:])
    return found


def plans(narrow: str) -> dict[str, Any]:
    """How the database answers each statement, and how many a page takes."""
    told = {}
    for name, ask in statements(narrow).items():
        with CaptureQueriesContext(connection) as asked:
            ask()
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {asked.captured_queries[-1]['sql']}")
            told[name] = "\n".join(line for (line,) in cursor.fetchall())
    browser = Client()
    browser.force_login(Staff.objects.get(email="nurse@example.org"))
    counted = {}
    for name, path in (begin(narrow)["pages"] | {"desk": "/staff/desk/", "handover": "/staff/handover/"}).items():
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path, SERVER_NAME="localhost").status_code == 200, path
        counted[name] = len(asked)
    assert Token.objects.exists()
    return {"plans": told, "statements": counted}


if __name__ == "__main__":
    print(json.dumps({"begin": begin, "time": timed, "plans": plans}[sys.argv[1]](sys.argv[2])))
