"""A patient at home: reads a screen, answers what it asks, goes on to the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from intake.questionnaire import section_called
from intake.questionnaire.questions import Instrument
from tests.intake.posting import boxes
from tests.journeys.hands import Fingers, Hands

MOST_SCREENS = 60
MOST_PRESSES = 8
ASKED_NOW = """() => [...document.querySelectorAll("main [data-question]")]
    .filter((block) => block.checkVisibility()).map((block) => block.dataset.question)"""
HEADINGS = "main .notice:not([hidden]) h2, main [data-told] h2"


def takes_no_notice(page: Page) -> None:
    """Looks at the page, and nothing more."""


class Patient:
    """Somebody who fills in the form: these answers, this browser, these hands. `look` is called on every page met."""

    def __init__(
        self,
        page: Page,
        values: Mapping[str, Any],
        *,
        hands: Hands | None = None,
        look: Callable[[Page], None] = takes_no_notice,
    ) -> None:
        self.page, self.values, self.look = page, values, look
        self.hands = hands or Fingers()
        self.asked: set[str] = set()
        self.told: list[str] = []

    def is_screened(self) -> str:
        """The whole way, from the first page to the last; the reference."""
        self.begins()
        self.answers_every_section()
        self.checks_the_answers()
        return self.agrees_and_sends()

    def begins(self) -> None:
        """From the first page to the list of sections."""
        self.page.goto("/")
        self.look(self.page)
        self.presses(self.link("Start"))
        self.look(self.page)
        self.hands.choose(self.page, "for_whom", "self")
        self.presses(self.button("Begin"))
        self.look(self.page)
        self.presses(self.link("Begin"))

    def answers_every_section(self) -> None:
        """Screen after screen, until the check of all answers."""
        for _ in range(MOST_SCREENS):
            if self.path == "/intake/check/":
                return
            self.answers_this_screen()
        raise AssertionError(f"the form does not end; now at {self.path}")

    def checks_the_answers(self) -> None:
        """Every question is answered; on to agree and sign."""
        assert "All questions are answered" in self.page.locator("main").inner_text()
        self.look(self.page)
        self.presses(self.link("Go on to agree and sign"))

    def agrees_and_sends(self) -> str:
        """Ticks each sentence, signs and sends; the reference."""
        self.answers_this_screen()
        assert self.path == "/intake/sent/"
        self.look(self.page)
        return self.page.locator(".reference").inner_text()

    def opens_the_section(self, title: str) -> None:
        """From the list of sections."""
        self.page.goto("/intake/")
        self.presses(self.link(title))

    def leaves_quickly(self) -> None:
        """To a neutral page, which stands here for a site elsewhere."""
        self.page.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.fulfill(body="weather"))
        self.page.get_by_role("link", name="Leave quickly").click()
        self.page.wait_for_url(lambda url: "127.0.0.1" not in url)

    def answers_this_screen(self) -> None:
        """Answers what is asked and presses the button, again where the page asks for more, until it goes on."""
        here, done = self.path, set[str]()
        for _ in range(MOST_PRESSES):
            self.answers_what_is_asked(done)
            self.look(self.page)
            self.goes_on()
            if self.path != here:
                return
            assert not self.page.locator("#errors").count(), self.page.locator("#errors").inner_text()
            self.told += self.page.locator(HEADINGS).all_inner_texts()
        raise AssertionError(f"{here} is shown again and again: {self.told}")

    def answers_what_is_asked(self, done: set[str]) -> None:
        """Answers the first question that is not answered yet, and looks again: others may have opened."""
        while (name := next((each for each in self.page.evaluate(ASKED_NOW) if each not in done), None)) is not None:
            self.answers(name)
            self.waits_until_saved()
            done.add(name)

    def answers(self, name: str) -> None:
        """Answers one question, or leaves it blank."""
        section = section_called(self.path.split("/")[2])
        self.asked.add(f"{section.code}.{name}")
        whole, _dot, item = name.partition(".")
        question = next(each for each in section.questions if each.name == whole)
        if isinstance(question, Instrument) and not item:
            return
        posted = boxes(question, self.values)
        for box in sorted(posted, key=lambda each: not each.endswith(".unit")):
            if not item or box == name:
                self.puts(box, posted[box])

    def puts(self, name: str, value: Any) -> None:
        """Gives an answer to one control: chooses, ticks, picks or types."""
        kind = self.kind_of(name)
        if kind is None:
            self.adds_a_row(name)
        if kind in ("radio", "checkbox"):
            for each in value if isinstance(value, list) else [value]:
                self.hands.choose(self.page, name, each)
        elif kind == "select-one":
            self.hands.pick(self.page, name, value)
        else:
            self.hands.write(self.page, name, str(value))

    def kind_of(self, name: str) -> str | None:
        """What kind of control it is; None where there is none yet."""
        controls = self.page.locator(f'[name="{name}"]')
        kind: str | None = controls.evaluate_all("all => all[0]?.type")
        return kind

    def adds_a_row(self, name: str) -> None:
        """One more row of a list; it has the focus."""
        self.hands.press(self.page, self.page.locator(f'[data-row-add="{name.partition(".")[0]}"]'))
        expect(self.page.locator(f'.row [name="{name}"]')).to_be_visible()

    def goes_on(self) -> None:
        """Presses the one filled button of the screen."""
        self.presses(self.page.locator("main .actions .button"))

    def presses(self, control: Locator) -> None:
        """Presses something that leads to another page."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.hands.press(self.page, control)

    def waits_until_saved(self) -> None:
        """Until nothing that was answered is on its way any more."""
        self.page.locator('[data-saved]:not([data-state="saving"])').wait_for(state="attached")

    def link(self, words: str) -> Locator:
        """A link of the page, by its words."""
        return self.page.locator("main").get_by_role("link", name=words, exact=True)

    def button(self, words: str) -> Locator:
        """A button of the page, by its words."""
        return self.page.locator("main").get_by_role("button", name=words, exact=True).last

    @property
    def path(self) -> str:
        """The address of the page, without host and mark."""
        return urlsplit(self.page.url).path
