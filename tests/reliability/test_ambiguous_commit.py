"""When the line breaks at the very COMMIT nobody knows whether it was done: the page tries again, and nothing is lost or doubled."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from clinic.models import Event
from intake.models import Intake
from tests.preparing import database
from tests.reliability.cutting import CuttingLine

INTAKES, SAVES_EACH = 35, 10
AMBIGUOUS = 170


@pytest.fixture
def line(fresh_database: str) -> Iterator[CuttingLine]:
    """From here on the site reaches its database through a line that breaks."""
    with tempfile.TemporaryDirectory(prefix="clearway-line-", dir="/tmp") as folder:
        line = CuttingLine(Path(folder), database.home.socket)
        connection.close()
        before, connection.settings_dict["HOST"] = connection.settings_dict["HOST"], folder
        yield line
        connection.close()
        connection.settings_dict["HOST"] = before
        line.end()


def saved(browser: Client, fields: dict[str, str]) -> int:
    """How often this answer had to be sent until the page could say *Saved*."""
    for tries in range(1, 20):
        reply = browser.post("/intake/about/save/", fields)
        if reply.status_code == 200 and "saved_at" in reply.json():
            return tries
        assert reply.status_code == 503 and reply["Retry-After"]
        connection.close()
    pytest.fail("it was never saved")


def test_answers_are_saved_once_over_a_line_that_breaks_at_every_third_commit(line: CuttingLine) -> None:
    begun: list[Any] = []
    told: dict[Any, list[str]] = {}
    while len(begun) < INTAKES:
        try:
            begun.append(Intake.start("self"))
        except OperationalError:
            connection.close()
    for intake, _, token in begun:
        browser = Client(raise_request_exception=False)
        browser.cookies[settings.SITTING_COOKIE_NAME] = token
        for number in range(SAVES_EACH):
            value = f"answer {number}"
            fields = {"for": intake.form_mark, "page": "1", "revision": "999999", "op": f"{number}"}
            saved(browser, fields | {"shown": "gender", "gender": value})
            told.setdefault(intake.pk, []).append(value)
    assert sum(line.cuts.values()) >= AMBIGUOUS and min(line.cuts.values()) > AMBIGUOUS / 3, line.cuts
    for intake, _, _ in begun:
        history = intake.drafts.get().kept["answers"]["about.gender"]
        assert [value for _revision, value in history] == told[intake.pk]
        assert Event.objects.about(intake).filter(action="section.saved").count() == SAVES_EACH
