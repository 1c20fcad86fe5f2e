"""People at work in the clinic: sign in, find a patient, read, deal with alerts, decide."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from clinic.models import Staff
from clinic.roles import Role
from tests.journeys.hands import Fingers, Hands
from tests.journeys.patient import takes_no_notice
from tests.staff import PASSWORD, made


class Clinician:
    """A nurse or a physician at a desk of the clinic. `look` is called on every page met."""

    def __init__(
        self,
        page: Page,
        role: Role,
        look: Callable[[Page], None] = takes_no_notice,
        *,
        hands: Hands | None = None,
        staff: Staff | None = None,
    ) -> None:
        self.page, self.look, self.hands = page, look, hands or Fingers()
        self.staff = staff or made(role)
        self.signs_in()

    def signs_in(self) -> None:
        """Through the sign-in page, to the queue."""
        self.page.goto("/staff/")
        self.look(self.page)
        self.page.get_by_label("Email").fill(self.staff.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", name="Queue", level=1)).to_be_visible()
        self.look(self.page)

    def row_of(self, name: str, *, show: str = "all") -> Locator:
        """Where a patient stands on a list of the queue: on that of all who sent a form, or on another."""
        self.page.goto(f"/staff/?show={show}")
        return self.page.locator("table.queue tbody tr").filter(has_text=name)

    def opens_the_record_of(self, name: str, *, show: str = "all") -> None:
        """From the queue to the record."""
        self.row_of(name, show=show).get_by_role("link").click()
        expect(self.page.locator(".record-head h1")).to_contain_text(name)
        self.look(self.page)

    def takes_it(self) -> None:
        """From the record: it is theirs for now, and everybody can see so."""
        self.hands.press(self.page, self.page.get_by_role("button", name="I work on this"))
        expect(self.page.get_by_role("button", name="Let it go")).to_be_visible()
        self.look(self.page)

    def settles_every_flag(self, how: str, why: str) -> int:
        """From the record: one after another, the same way, until none is left. How many pages that took."""
        pages = 0
        self.hands.press(self.page, self.page.locator("#flags .flag-act a").first)
        expect(self.page.get_by_role("heading", name="Settle a flag")).to_be_visible()
        while self.page.get_by_role("heading", name="Settle a flag").count():
            self.look(self.page)
            self.hands.choose(self.page, "outcome", how)
            self.hands.write(self.page, "reason", why)
            with self.page.expect_navigation():
                self.hands.press(self.page, self.page.get_by_role("button", name="Settle, and go to the next"))
            expect(self.page.locator(".notice").first).to_contain_text("Settled:")
            pages += 1
        expect(self.page.locator(".record-head")).to_be_visible()
        self.look(self.page)
        return pages

    def marks_every_section_reviewed(self) -> int:
        """From the record: each section, one after another. How many there were."""
        marked = 0
        while (button := self.page.locator("#answers").get_by_role("button", name="Mark reviewed")).count():
            with self.page.expect_navigation():
                self.hands.press(self.page, button.first)
            expect(self.page.locator(".record-head")).to_be_visible()
            marked += 1
        return marked

    def writes_a_note(self, words: str) -> None:
        """From the record, without leaving it."""
        self.hands.write(self.page, "text", words)
        self.hands.press(self.page, self.page.locator("#notes").get_by_role("button", name="Keep this note"))
        expect(self.page.locator("#notes")).to_contain_text(words)

    def measures_a_pressure(self, top: int, bottom: int) -> None:
        """From the record to the page of facts, and back."""
        self.hands.press(self.page, self.page.get_by_role("link", name="Add a measured fact"))
        expect(self.page.get_by_role("heading", name="Add a measured fact")).to_be_visible()
        self.look(self.page)
        self.hands.write(self.page, "blood_pressure-systolic", str(top))
        self.hands.write(self.page, "blood_pressure-diastolic", str(bottom))
        self.hands.press(self.page, self.page.get_by_role("button", name="Add this blood pressure"))
        expect(self.page.locator("#measured")).to_contain_text(f"{top}/{bottom} mmHg")
        self.look(self.page)

    def writes_the_assessment(self, words: str) -> None:
        """From the record to its own page."""
        self.opens_the_assessment()
        self.hands.write(self.page, "text", words)
        self.keeps_the_assessment()

    def opens_the_assessment(self) -> None:
        """From the record to the page of the assessment."""
        link = self.page.locator("#assessment").get_by_role("link", name="assessment")
        self.hands.press(self.page, link)
        expect(self.page.get_by_role("heading", name="Assessment", level=1)).to_be_visible()
        self.look(self.page)

    def keeps_the_assessment(self) -> None:
        """Presses the button; what follows is for the caller to see."""
        self.hands.press(self.page, self.page.get_by_role("button", name="Keep this wording"))

    def goes_to_decide(self) -> None:
        """From the record to the page of the decision."""
        self.page.locator("#decision").get_by_role("link", name="Decide").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Decide:")
        self.look(self.page)

    def decides(self, outcome: str, why: str, *, conditions: str = "", over_each_flag: str = "") -> None:
        """Chooses, says why, also over each grave flag, and records it; the record shows it."""
        self.page.locator("label").filter(has_text=outcome).click()
        self.page.get_by_label("Why", exact=True).fill(why)
        if conditions:
            self.page.get_by_label("Conditions (if needed)").fill(conditions)
        for box in self.page.locator("#standing").get_by_role("textbox").all():
            box.fill(over_each_flag)
        if over_each_flag and (aware := self.page.get_by_label("I clear although")).count():
            aware.check()
        self.page.get_by_role("button", name="Record this decision").click()
        expect(self.page.locator("#decision .decision h3")).to_have_text(outcome)
        self.look(self.page)

    def closes_every_alert(self, became: str, note: str) -> int:
        """From the record: acknowledges each open alert and closes it with a disposition. How many there were."""
        closed = 0
        while (alert := self.page.locator("main").get_by_role("link", name="Open the alert")).count():
            alert.first.click()
            self.look(self.page)
            self.page.get_by_role("button", name="I am dealing with this").click()
            expect(self.page.get_by_text("Recorded: you are dealing with this alert.")).to_be_visible()
            self.page.locator("label").filter(has_text=became).click()
            self.page.get_by_label("What was done").fill(note)
            self.look(self.page)
            self.page.get_by_role("button", name="Close this alert").click()
            expect(self.page.get_by_text("The alert is closed.")).to_be_visible()
            closed += 1
        return closed
