"""Whoever watches over the site learns whether it lives and whether it can serve, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from clinic import health


def test_the_process_answers_without_the_database() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_ready_means_that_the_database_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get("/readyz").content == b"ok"

    def gone() -> Any:
        raise OperationalError("the database at 10.0.0.1 is gone")

    monkeypatch.setattr(health.connection, "cursor", gone)
    answer = Client(raise_request_exception=False).get("/readyz")
    assert answer.status_code == 503 and b"10.0.0.1" not in answer.content


@pytest.mark.django_db
def test_not_ready_before_the_tables_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "READY", health.READY.replace("eventhead", "nothing"))
    assert Client().get("/readyz").status_code == 503


def test_search_engines_are_kept_out_of_everything_personal() -> None:
    lines = Client().get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *" and lines[-1] == "Disallow: /"
    assert [line for line in lines if line.startswith("Allow")] == ["Allow: /$", "Allow: /learn/"]


def test_a_tab_has_its_small_picture() -> None:
    answer = Client().get("/favicon.ico", follow=True)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/svg+xml"
