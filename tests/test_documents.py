"""What README and the guide promise is there: settings, commands, files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from clinic.start import HOURLY
from tests.preparing import ROOT

DOCUMENTS = ["README.md", "SECURITY.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
SETTINGS = ["settings", "particulars", "messages", "gunicorn_conf", "start"]


def read(document: str) -> str:
    return (ROOT / document).read_text()


def test_the_table_of_settings_lists_every_setting_that_is_read_and_no_other() -> None:
    rows = re.findall(r"^\| (`[A-Z].*?) \|", read("README.md"), re.MULTILINE)
    listed = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    code = "".join(read(f"clinic/{name}.py") for name in SETTINGS)
    assert listed == set(re.findall(r"\"((?:CLEARWAY|DATABASE)_[A-Z_]+)\"", code))


@pytest.mark.parametrize(
    ("name", "default"),
    [("CLEARWAY_PROXIES", "0"), ("CLEARWAY_WORKERS", "2"), ("CLEARWAY_LEAVE_TO", "https://www.weather.gov/")],
)
def test_a_default_in_the_table_is_the_one_in_the_code(name: str, default: str) -> None:
    row = next(line for line in read("README.md").splitlines() if line.startswith(f"| `{name}`"))
    assert row.endswith(f"| `{default}` |")
    code = "".join(read(f"clinic/{each}.py") for each in SETTINGS)
    assert re.search(rf'"{name}", "?{re.escape(default)}[",]', code)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_and_every_file_that_is_named_exists(document: str) -> None:
    text = read(document)
    assert set(re.findall(r"manage\.py (\w+)", text)) <= set(get_commands())
    places = set(re.findall(r"`((?:bin|bench|clinic|docs|intake|static|templates|tests)/[\w./-]*)`", text))
    places |= {str(Path(document).parent / link) for link in re.findall(r"\]\(([\w./-]+)\)", text)}
    assert [place for place in sorted(places) if not (ROOT / place).exists()] == []


def test_every_picture_is_shown_and_each_decision_has_its_page() -> None:
    shown = set(re.findall(r"!\[[^]]+\]\(docs/pictures/([^)]+)\)", read("README.md")))
    assert shown == {path.name for path in (ROOT / "docs/pictures").iterdir()} and len(shown) == 6
    titles = {path.read_text().splitlines()[0] for path in (ROOT / "docs/decisions").glob("*.md")}
    assert {"# Questions are code", "# Three-valued triage", "# Encryption and sealing"} <= titles
    assert "# Our own form pack" in titles


def test_whoever_runs_it_is_told_of_everything_that_is_to_be_done_by_the_hour() -> None:
    told = read("docs/deploy.md")
    assert all(f"manage.py {command}" in told for command in (*HOURLY, "send_messages"))
