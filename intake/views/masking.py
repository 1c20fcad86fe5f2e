"""Answers in private sections stay unseen by who came in by a link: somebody else may hold the phone by now."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse

from intake.models.sealing import missing
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import Page, Question, Section
from intake.views.way import asked_pages, asked_sections
from intake.views.writing import Writing


def hides(writing: Writing, section: type[Section]) -> bool:
    """Whether what was answered in this section is not shown to this visitor."""
    if writing.filling is not None or not section.private or settings.SHOWN_ON_RETURN:
        return False
    return bool(writing.request.sitting.masked)  # type: ignore[attr-defined]


def seen(writing: Writing, section: type[Section], screen: Page, answers: Answers, form: Any = None) -> Answers:
    """The answers as this visitor may see them: on a hidden screen only what they have just posted."""
    if not hides(writing, section):
        return answers
    posted = form.well_formed() if form is not None else {}
    own = tuple(each.code for each in screen.questions)
    kept = {
        code: value
        for code, value in answers.values.items()
        if code in posted or not any(code == mine or code.startswith(f"{mine}.") for mine in own)
    }
    return Answers(kept, policy=answers.policy, on=answers.on)


def answered_already(
    writing: Writing, section: type[Section], screen: Page, answers: Answers, onward: str
) -> HttpResponse | None:
    """In the place of a screen that was answered: that it was, and a way to answer it anew; None for any other."""
    if not hides(writing, section) or "change" in writing.request.GET:
        return None
    if not any(_is_answered(each, answers) for each in screen.questions):
        return None
    sections = asked_sections(answers)
    return writing.show(
        "answered_already",
        section=section,
        page=screen,
        pages=len(asked_pages(section, answers)),
        number=sections.index(section) + 1,
        count=len(sections),
        whole=not {each.code for each in screen.questions}.intersection(missing(answers)),
        onward=onward,
        overview=writing.way.to("intake"),
        from_check=writing.request.GET.get("from") == "check",
    )


def _is_answered(question: Question, answers: Answers) -> bool:
    return any(code == question.code or code.startswith(f"{question.code}.") for code in answers.values)
