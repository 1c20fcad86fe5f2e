"""What every test may ask for: a database, a live site, a phone-sized browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings
from pytest_django.live_server_helper import LiveServer

from tests import databases

CHROMIUM = os.environ.get("CLEARWAY_CHROMIUM", "/usr/bin/chromium")
HAS_CHROMIUM = Path(CHROMIUM).exists()
BROWSER_IS_REQUIRED = os.environ.get("CLEARWAY_BROWSER_REQUIRED") == "1"
NO_BROWSER = f"Browser tests did not run: no Chromium at {CHROMIUM} (set CLEARWAY_CHROMIUM to where it is)."
settings.register_profile("clearway", deadline=None)
settings.load_profile("clearway")  # how long an example takes says how busy the machine is, nothing of the code
IN_A_BROWSER = {"page", "context", "browser", "browser_type", "new_context"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if IN_A_BROWSER & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
            if not HAS_CHROMIUM and not BROWSER_IS_REQUIRED:
                item.add_marker(pytest.mark.skip(reason="no Chromium"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if not HAS_CHROMIUM:
        terminalreporter.write_line(NO_BROWSER)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """One migrated database a worker; the tests in it run as the runtime role and roll back."""
    with django_db_blocker.unblock(), _connected_to_a_new_database():
        yield


@pytest.fixture
def transactional_db() -> None:
    """Never flushed: a sealed table refuses TRUNCATE."""
    pytest.fail("Ask for fresh_database: it gives this test a database of its own, and commits are real.")


@pytest.fixture
def fresh_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of this test's own, where commits are real; its name."""
    with django_db_blocker.unblock(), _connected_to_a_new_database() as name:
        yield name


@pytest.fixture
def live(fresh_database: str) -> Iterator[LiveServer]:
    """The site, answering at `live.url`, on a database of its own."""
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture
def browser_context_args() -> dict[str, Any]:
    """A phone, 390 pixels wide."""
    return {"viewport": {"width": 390, "height": 844}, "locale": "en-US", "reduced_motion": "reduce"}


class _connected_to_a_new_database:
    """Point Django at a new copy of the template, and back again."""

    def __enter__(self) -> str:
        self.before = connection.settings_dict["NAME"]
        self.name = databases.new()
        connection.close()
        connection.settings_dict["NAME"] = self.name
        return self.name

    def __exit__(self, *trouble: object) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.before
        databases.drop(self.name)
