"""The day of a visit in a real browser, by the keyboard: checked, excepted, consented, ready, gone home."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from clinic.roles import Role
from intake.models import DayCheck, Visit
from tests.intake.filling import staff
from tests.intake.readying import cleared, planned_soon, ready
from tests.journeys.axe import nothing_found
from tests.journeys.clinician import Clinician
from tests.journeys.hands import Fingers, Keys
from tests.journeys.patient import takes_no_notice

SHOTS = os.environ.get("READY_SHOTS")
WHY = "She rested. I listened to heart and lungs, and stay with her throughout."
WIDTHS = {"large": {"width": 1280, "height": 900}, "small": {"width": 390, "height": 844}}


def shoot(page: Page, name: str) -> None:
    """For eyes: each page at both widths, light and dark, and its print."""
    if SHOTS:
        before = page.viewport_size
        for width in (390, 1280):
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}-{scheme}.png"), full_page=True)
        page.emulate_media(color_scheme="light", media="print")
        page.screenshot(path=str(Path(SHOTS) / f"{name}-print.png"), full_page=True)
        page.emulate_media(media="screen")
        page.set_viewport_size(before)


class OnTheDay(Clinician):
    """A clinician with one visit."""

    def follows(self, link: Locator, heading: str) -> None:
        """A link, and what stands on top of the page it leads to."""
        self.hands.press(self.page, link)
        expect(self.page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        self.look(self.page)

    def presses(self, name: str) -> None:
        """A button that sends the page."""
        with self.page.expect_navigation():
            self.hands.press(self.page, self.page.get_by_role("button", name=name))
        self.look(self.page)

    def opens_the_board(self) -> None:
        self.page.goto(f"/staff/today/?day={timezone.localdate(Visit.objects.get().at)}")
        self.look(self.page)

    def opens_the_visit(self) -> None:
        self.opens_the_board()
        self.follows(self.page.locator("#board .board-time a"), "Visit 1 of course 1")

    def checks(self, top: int, bottom: int) -> None:
        """From the form of the check to its result; everything but the pressure is well."""
        page, hands, ate = self.page, self.hands, timezone.localtime() - timedelta(hours=14)
        hands.choose(page, "identity", "yes")
        hands.write_time(page, "food_at", ate)
        hands.choose(page, "food", "light")
        hands.write_time(page, "drink_at", ate)
        for name, value in (("systolic", top), ("diastolic", bottom), ("pulse", 66), ("oxygen", 98), ("weight", 80)):
            hands.write(page, name, str(value))
        hands.choose(page, "unit", "kg")
        hands.choose(page, "pregnancy", "not_needed")
        hands.choose(page, "item_9", "0")
        hands.choose(page, "any_new", "no")
        hands.choose(page, "driver", "yes")
        self.presses("Keep this check")

    def excepts(self, point: str, why: str) -> None:
        """From the visit to its exceptions, and back."""
        self.opens_the_visit()
        self.follows(self.page.get_by_role("link", name="Write an exception for what is missing"), "Written exception")
        shoot(self.page, f"exception-{point}")
        self.hands.choose(self.page, "point", point)
        self.hands.write(self.page, "reason", why)
        self.presses("Write this exception")
        expect(self.page.locator("#exceptions")).to_contain_text(why)


@pytest.fixture
def at_work(live: Any, desk: Any) -> Callable[..., OnTheDay]:
    def opened(role: Role, width: str, hands: Any, look: Callable[[Page], None], **how: Any) -> OnTheDay:
        page = desk(**how)
        page.set_viewport_size(WIDTHS[width])
        return OnTheDay(page, role, look, hands=hands, staff=staff(role))

    return opened


@pytest.mark.parametrize(
    ("width", "hands", "javascript"),
    [("large", Keys, True), ("small", Keys, True), ("small", Fingers, False)],
    ids=["keyboard-1280", "keyboard-390", "no-javascript-390"],
)
def test_a_visit_is_checked_excepted_consented_made_ready_and_left(
    at_work: Callable[..., OnTheDay], width: str, hands: Any, javascript: bool
) -> None:
    look, how = (nothing_found if javascript else takes_no_notice), {"java_script_enabled": javascript}
    planned_soon(cleared(), hours=1)
    nurse = at_work(Role.NURSE, width, hands(), look, **how)
    page = nurse.page

    nurse.opens_the_board()
    shoot(page, "board-lacks")
    nurse.follows(page.locator("#board").get_by_role("link", name="Anything new? Not answered yet"), "Is anything new?")
    shoot(page, "news")
    nurse.presses("Keep what the patient told me")
    expect(page.locator("#errors")).to_contain_text("How the patient tells you Say how: by phone or in person.")
    nurse.hands.choose(page, "route", "phone")
    for topic in ("health", "medicines", "cold", "ride"):
        nurse.hands.choose(page, topic, "no")
    nurse.presses("Keep what the patient told me")
    expect(page.locator("#lacks")).to_contain_text("Nothing new, the patient says")
    expect(page.locator("#lacks")).to_contain_text("(by phone)")
    nurse.opens_the_board()
    nurse.follows(page.locator("#board").get_by_role("link", name="The check on the day is to be done"), "Check on the day")
    shoot(page, "check")
    nurse.presses("Keep this check")
    expect(page.locator("#errors")).to_contain_text("Say whether you know who this is.")
    shoot(page, "check-problems")
    nurse.checks(190, 78)
    expect(page.locator("#result")).to_contain_text("Blood pressure 190/78: at or over the stop line 180/100")
    expect(page.locator("#result")).to_contain_text("Let the patient rest, and measure again.")
    shoot(page, "check-failed")

    physician = at_work(Role.PHYSICIAN, width, hands(), look, **how)
    physician.excepts("day_check", WHY)
    nurse.opens_the_board()
    expect(page.locator("#board")).to_contain_text("exception: the check on the day")

    nurse.opens_the_visit()
    nurse.follows(page.get_by_role("link", name="Show the checks, or check again"), "Check on the day")
    nurse.checks(122, 78)
    expect(page.locator("#result")).to_contain_text("Check 2 has passed")
    expect(page.locator("#attempts summary")).to_have_count(2)
    shoot(page, "check-passed")
    assert [check.passed for check in DayCheck.objects.order_by("number")] == [False, True]

    nurse.follows(page.locator("#result").get_by_role("link", name="No consent yet"), "Consent to the infusions of course 1")
    shoot(page, "consent")
    nurse.hands.write(page, "questions", "Whether she may eat afterwards. Yes, when she feels like it.")
    nurse.hands.choose(page, "signer", "patient")
    nurse.hands.write(page, "name", "Sam Example")
    nurse.presses("I explained it, and it was signed")
    expect(page.locator("#standing")).to_contain_text("Sam Example")
    shoot(page, "consent-stands")

    nurse.opens_the_visit()
    expect(page.get_by_role("button", name="Make this visit ready")).to_be_disabled()
    nurse.excepts("ride", "Her sister is in the waiting room and stays.")
    shoot(page, "visit-before-ready")
    nurse.presses("Make this visit ready")
    expect(page.get_by_role("status")).to_contain_text("The visit is ready.")
    assert Visit.objects.get().status == "ready"
    shoot(page, "visit-ready")
    expect(nurse.row_of("Tom Example", show="ready")).to_be_visible()
    nurse.look(page)
    shoot(page, "queue-ready")
    expect(nurse.row_of("Tom Example", show="waiting_visit")).to_have_count(0)
    nurse.opens_the_visit()

    nurse.follows(page.get_by_role("link", name="Let the patient go home"), "Going home")
    shoot(page, "discharge")
    nurse.hands.choose(page, "awake", "yes")
    nurse.hands.choose(page, "steady", "yes")
    for name, value in (("systolic", "126"), ("diastolic", "80"), ("met_by", "Robin Example, sister")):
        nurse.hands.write(page, name, value)
    nurse.presses("The patient went home")
    expect(page.locator("#leaving")).to_contain_text("Robin Example, sister")
    assert Visit.objects.get().status == "done"
    shoot(page, "visit-done")
    nurse.opens_the_board()
    expect(page.locator("#board")).to_contain_text("went home")
    shoot(page, "board-done")


def test_a_consent_is_taken_back_and_the_visit_is_ready_no_more(at_work: Callable[..., OnTheDay]) -> None:
    visit = ready()
    nurse = at_work(Role.NURSE, "large", Keys(), nothing_found)
    nurse.opens_the_visit()
    nurse.follows(nurse.page.get_by_role("link", name="Show the consent"), "Consent to the infusions of course 1")
    nurse.follows(nurse.page.get_by_role("link", name="The patient takes it back"), "The patient takes the consent back")
    shoot(nurse.page, "consent-withdraw")
    nurse.hands.write(nurse.page, "said", "She does not want it any more.")
    nurse.presses("Take the consent back")
    expect(nurse.page.locator("#consents")).to_contain_text("She does not want it any more.")
    shoot(nurse.page, "consent-taken-back")
    nurse.opens_the_visit()
    expect(nurse.page.locator("#lacks")).to_contain_text("The consent was withdrawn")
    assert Visit.objects.get(pk=visit.pk).status == "planned"
