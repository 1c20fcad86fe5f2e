"""The way through the form: which screens this patient is asked, which are done, and which comes next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

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


def stops(answers: Answers, new: Collection[str] = ()) -> list[Stop]:
    """Every section asked, in order. `new`: codes of questions that came by an upgrade since they could be answered."""
    blank = missing(answers)
    return [
        Stop(
            section=section,
            number=number,
            done=not any(code.startswith(section.code + ".") for code in blank),
            begun=any(code.startswith(section.code + ".") for code in answers.values),
            new=any(code.startswith(section.code + ".") and code in new for code in blank),
            url=url_of(section),
        )
        for number, section in enumerate(asked_sections(answers), start=1)
    ]


def url_of(section: type[Section], number: int = 1) -> str:
    """The address of one screen."""
    if number == 1:
        return reverse("section", args=[section.code])
    return reverse("section_page", args=[section.code, number])


def after(section: type[Section], page: Page, answers: Answers) -> str:
    """The address of what comes after a screen: the next screen, the next section, or the check."""
    later = [each for each in asked_pages(section, answers) if each.number > page.number]
    if later:
        return url_of(section, later[0].number)
    sections = asked_sections(answers)
    if section in sections:
        following = sections[sections.index(section) + 1 :]
        if following and following[0].code != "agree":
            return url_of(following[0])
    return reverse("check_answers")


def before(section: type[Section], page: Page, answers: Answers) -> str:
    """The address of what comes before a screen."""
    earlier = [each for each in asked_pages(section, answers) if each.number < page.number]
    if earlier:
        return url_of(section, earlier[-1].number)
    if section.code == "agree":
        return reverse("check_answers")
    sections = asked_sections(answers)
    at = sections.index(section) if section in sections else 0
    if at == 0:
        return reverse("intake")
    last = sections[at - 1]
    pages = asked_pages(last, answers)
    return url_of(last, pages[-1].number if pages else 1)
