"""Visits in nights in which the clocks change, on the 29th of February, and of a patient who lives by another clock:
what is planned at the desk is what stands on the sheet, on the ride and in the calendar."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinic.roles import Role
from intake.models import Intake, Sitting
from tests.intake.filling import sent
from tests.journeys.axe import nothing_found
from tests.journeys.clinician import Clinician
from tests.journeys.test_asking import presses
from tests.people import WELL_MAN


class Row(NamedTuple):
    """A visit that is planned at `now`, and what has to be read of it. The clinic is in New York."""

    now: str
    day: str
    hour: str
    sheet: tuple[str, ...]
    starts: str
    ends: str
    home: str


ROWS = {
    "the clocks go forward in the night before": Row(
        "2027-03-08 15:00",
        "2027-03-14",
        "08:00",
        (
            "7:00 am on Saturday, March 13",
            "11:00 pm on Saturday, March 13",
            "1:00 am on Sunday, March 14",
            "6:00 am on Sunday, March 14",
            "ready about 9:45 am",
            "Do not drive before 9:45 am on Monday, March 15",
        ),
        "20270314T120000Z",
        "20270314T134500Z",
        "Sunday, March 14",
    ),
    "the clocks go back in the night before": Row(
        "2027-11-01 15:00",
        "2027-11-07",
        "08:00",
        (
            "9:00 am on Saturday, November 6",
            "1:00 am on Sunday, November 7, before the clocks go back",
            "2:00 am on Sunday, November 7",
            "6:00 am on Sunday, November 7",
            "ready about 9:45 am",
            "Do not drive before 9:45 am on Monday, November 8",
        ),
        "20271107T130000Z",
        "20271107T144500Z",
        "Sunday, November 7",
    ),
    "the clocks go forward in the night after": Row(
        "2027-03-08 15:00",
        "2027-03-13",
        "13:00",
        ("7:00 am on Saturday, March 13", "ready about 2:45 pm", "Do not drive before 3:45 pm on Sunday, March 14"),
        "20270313T180000Z",
        "20270313T194500Z",
        "Saturday, March 13",
    ),
    "on the 29th of February": Row(
        "2028-02-20 15:00",
        "2028-02-29",
        "10:00",
        (
            "10:00 am on Monday, February 28",
            "2:00 am on Tuesday, February 29",
            "8:00 am on Tuesday, February 29",
            "Do not drive before 11:45 am on Wednesday, March 1",
        ),
        "20280229T150000Z",
        "20280229T164500Z",
        "Tuesday, February 29",
    ),
    "on the day after the 29th of February": Row(
        "2028-02-20 15:00",
        "2028-03-01",
        "07:00",
        (
            "7:00 am on Tuesday, February 29",
            "11:00 pm on Tuesday, February 29",
            "1:00 am on Wednesday, March 1",
            "Do not drive before 8:45 am on Thursday, March 2",
        ),
        "20280301T120000Z",
        "20280301T134500Z",
        "Wednesday, March 1",
    ),
}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the clinic's clock to a moment in UTC; it goes on from there."""

    def set_to(moment: str) -> None:
        then, since = datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp(), time.time()
        monkeypatch.setattr(timezone, "now", lambda: datetime.fromtimestamp(then + time.time() - since, UTC))

    return set_to


def planned_at_the_desk(page: Page, intake: Intake, row: Row) -> None:
    """The nurse plans one visit; a day on which the clinic is closed is ticked all the same."""
    page.goto(f"/staff/intakes/{intake.reference}/visits/")
    page.get_by_label("First day").fill(row.day)
    page.get_by_label("Time", exact=True).fill(row.hour)
    page.get_by_label("Minutes until ready").fill("105")
    presses(page, "Show the list first")
    page.locator(".series input[type=checkbox]").check()
    presses(page, "Plan the ticked days")
    expect(page.locator(".notice").first).to_contain_text("1 visit is planned")


def at_home(page: Page, intake: Intake) -> None:
    """The patient has the form open there."""
    token = Sitting.begin(intake)[1]
    page.context.add_cookies([{"name": "sitting", "value": token, "domain": "127.0.0.1", "path": "/"}])
    page.goto("/visit/")


def file_of(page: Page) -> str:
    """The calendar file, as it was downloaded."""
    with page.expect_download() as coming:
        page.get_by_role("link", name="in my calendar").click()
    return coming.value.path().read_text()


@pytest.mark.parametrize("case", ROWS)
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
def test_what_is_planned_is_what_the_patient_reads_wherever_they_are(
    phone: Any, desk: Any, clock: Callable[[str], None], case: str, zone: str
) -> None:
    row = ROWS[case]
    clock(row.now)
    intake = sent(WELL_MAN)
    nurse = Clinician(desk(timezone_id=zone), Role.NURSE)
    planned_at_the_desk(nurse.page, intake, row)
    visit = intake.visits.get()
    nurse.page.goto(f"/staff/today/?day={row.day}")
    expect(nurse.page.locator("#board")).to_contain_text(row.hour)
    nurse.page.goto(f"/staff/visits/{visit.pk}/sheet/")
    tom = phone(timezone_id=zone)
    at_home(tom, intake)
    nothing_found(tom)
    for page in (tom, nurse.page):
        for words in row.sheet:
            expect(page.locator(".sheet")).to_contain_text(words)
        expect(page.locator(".sheet-when")).to_contain_text("New York time")
    file = file_of(tom)
    assert f"DTSTART:{row.starts}\n" in file.replace("\r", "") and f"DTEND:{row.ends}\n" in file.replace("\r", "")
    nurse.page.goto(f"/staff/rides/{visit.pk}/sheet/")
    expect(nurse.page.locator("main")).to_contain_text(row.home)


def test_a_series_keeps_its_hour_when_the_clocks_change(phone: Any, desk: Any, clock: Callable[[str], None]) -> None:
    clock("2027-03-01 15:00")
    intake = sent(WELL_MAN)
    page = Clinician(desk(), Role.NURSE).page
    page.goto(f"/staff/intakes/{intake.reference}/visits/")
    page.get_by_label("First day").fill("2027-03-05")
    page.get_by_label("Time", exact=True).fill("10:00")
    page.locator("label").filter(has_text="A series: every so many days").click()
    page.get_by_label("How many visits").fill("3")
    page.get_by_label("Days from one visit to the next").fill("7")
    presses(page, "Show the list first")
    presses(page, "Plan the ticked days")
    tom = phone()
    at_home(tom, intake)
    assert tom.locator("#visits .task-state").all_inner_texts() == ["10:00 am"] * 3
    starts = [line for line in file_of(tom).splitlines() if line.startswith("DTSTART")]
    assert starts == ["DTSTART:20270305T150000Z", "DTSTART:20270312T150000Z", "DTSTART:20270319T140000Z"]
