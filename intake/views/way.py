"""The way through the form: which screens this patient is asked, which are done, and which comes next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from intake.models.sealing import is_too_young, missing
from intake.questionnaire import SECTIONS
from intake.questionnaire.about import About
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import Page, Section
from intake.questionnaire.truth import Truth


@dataclass(frozen=True)
class Stop:
    """One section on the way: whether it is done, begun, or has questions that came since it was answered."""

    section: type[Section]
    number: int
    done: bool
    begun: bool
    new: bool
    url: str


def asked_sections(answers: Answers) -> list[type[Section]]:
    """The sections that this patient is asked."""
    if is_too_young(answers):
        return [About]
    return [section for section in SECTIONS if answers.asks_section(section) is Truth.YES]


def asked_pages(section: type[Section], answers: Answers) -> list[Page]:
    """The screens of a section on which this patient is asked anything."""
    return [page for page in section.pages if any(answers.asks(each) is Truth.YES for each in page.questions)]


@dataclass(frozen=True)
class Way:
    """The addresses of one form: the patient's own, or below its record (`reference`) where staff fill it in."""

    reference: str = ""

    def to(self, name: str, *where: Any) -> str:
        """The address of a page of the form, by its name on the patient's way."""
        if self.reference:
            return reverse(f"fill_{name}", args=[self.reference, *where])
        return reverse(name, args=where)

    def screen(self, section: type[Section], number: int = 1) -> str:
        """The address of one screen."""
        if number == 1:
            return self.to("section", section.code)
        return self.to("section_page", section.code, number)

    def stops(self, answers: Answers, new: Collection[str] = ()) -> list[Stop]:
        """Every section asked, in order. `new`: codes of questions that came by an upgrade since they were asked."""
        blank = missing(answers)
        return [
            Stop(
                section=section,
                number=number,
                done=not any(code.startswith(section.code + ".") for code in blank),
                begun=any(code.startswith(section.code + ".") for code in answers.values),
                new=any(code.startswith(section.code + ".") and code in new for code in blank),
                url=self.screen(section),
            )
            for number, section in enumerate(asked_sections(answers), start=1)
        ]

    def after(self, section: type[Section], page: Page, answers: Answers) -> str:
        """The address of what comes after a screen: the next screen, the next section, or the check."""
        later = [each for each in asked_pages(section, answers) if each.number > page.number]
        if later:
            return self.screen(section, later[0].number)
        sections = asked_sections(answers)
        if section in sections:
            following = sections[sections.index(section) + 1 :]
            if following and following[0].code != "agree":
                return self.screen(following[0])
        return self.to("check_answers")

    def before(self, section: type[Section], page: Page, answers: Answers) -> str:
        """The address of what comes before a screen."""
        earlier = [each for each in asked_pages(section, answers) if each.number < page.number]
        if earlier:
            return self.screen(section, earlier[-1].number)
        if section.code == "agree":
            return self.to("check_answers")
        sections = asked_sections(answers)
        at = sections.index(section) if section in sections else 0
        if at == 0:
            return self.to("intake")
        last = sections[at - 1]
        pages = asked_pages(last, answers)
        return self.screen(last, pages[-1].number if pages else 1)
