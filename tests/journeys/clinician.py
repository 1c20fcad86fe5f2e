"""People at work in the clinic: sign in, find a patient, read, deal with alerts, decide."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from clinic.roles import Role
from tests.journeys.patient import takes_no_notice
from tests.staff import PASSWORD, made


class Clinician:
    """A nurse or a physician at a desk of the clinic. `look` is called on every page met."""

    def __init__(self, page: Page, role: Role, look: Callable[[Page], None] = takes_no_notice) -> None:
        self.page, self.look = page, look
        self.staff = made(role)
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
        self.page.get_by_role("button", name="Record this decision").click()
        expect(self.page.locator("#decision .decision h3")).to_have_text(outcome)
        self.look(self.page)

    def closes_every_alert(self, became: str, note: str) -> int:
        """From the record: acknowledges each open alert and closes it with a disposition. How many there were."""
        closed = 0
        while (alert := self.page.get_by_role("link", name="Open the alert")).count():
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
