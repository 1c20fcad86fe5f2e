"""Looking over a form before it is sent: the list of sections, and every answer with a way to change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.models import Incomplete
from intake.models.earlier import kept_days
from intake.models.sealing import is_too_young, missing
from intake.questionnaire import question_called
from intake.questionnaire.about import About
from intake.questionnaire.answers import Answers
from intake.questionnaire.kept_again import LASTING, covered_by, page_of
from intake.questionnaire.questions import Instrument, Page, Question, Rows, Section
from intake.questionnaire.saying import item_in_words, row_in_words, say
from intake.questionnaire.truth import Truth
from intake.questionnaire.weighing import weigh
from intake.triage.ride import RIDE_01
from intake.views.keeping import before_url
from intake.views.masking import hides
from intake.views.routes import in_words
from intake.views.way import Way, asked_sections
from intake.views.writing import Writing


def list_sections(writing: Writing) -> HttpResponse:
    """Every section: done, to do, next."""
    found, way = writing.intake, writing.way
    if not found.is_open:
        return writing.leave()
    answers = found.read()
    if is_too_young(answers):
        return redirect(way.to("please_call"))
    *listed, last = way.stops(answers, found.new_questions())
    return writing.show(
        "list",
        stops=listed,
        last=last.section,
        following=next((stop for stop in listed if not stop.done), None),
        done=sum(stop.done for stop in listed),
        count=last.number,
        first=listed[0].section.code,
        started=listed[0].done,
        check=way.to("check_answers"),
    )


def check(writing: Writing) -> HttpResponse:
    """Every answer, each with a way to change it that comes back here; what is missing comes first."""
    found, way = writing.intake, writing.way
    if not found.is_open:
        return writing.leave()
    answers = found.read()
    if is_too_young(answers):
        return redirect(way.to("please_call"))
    blank = [question_called(code) for code in missing(answers) if not code.startswith("agree.")]
    marks = found.marks()
    kept = {} if writing.filling else kept_days(found)
    return writing.show(
        "check",
        reference=found.reference,
        sections=[
            _checked(section, answers, way, marks, kept, hidden=hides(writing, section))
            for section in asked_sections(answers)
            if section.code != "agree"
        ],
        needs_ride=weigh(RIDE_01.when, answers) is Truth.YES,
        missing=[{"label": _label(question), "url": change_url(question, way)} for question in blank],
        overview=way.to("intake"),
        ride=way.to("section", "ride"),
        agree=way.to("section", "agree"),
    )


def ask_to_call(writing: Writing) -> HttpResponse:
    """Under the clinic's minimum age: a call, and nothing more is asked."""
    found, way = writing.intake, writing.way
    if not found.is_open:
        return writing.leave()
    if not is_too_young(found.read()):
        return redirect(way.to("intake"))
    if writing.request.method == "POST":
        try:
            return writing.send([])
        except Incomplete:
            return redirect(way.screen(About))
    return writing.show("please_call", about=way.screen(About))


def _checked(
    section: type[Section], answers: Answers, way: Way, marks: Any, kept: Mapping[str, Any], *, hidden: bool = False
) -> dict[str, Any]:
    """`kept`: from which day each answer is that was kept from an earlier form; neither it nor its follow-ups show."""
    covered = covered_by(kept)
    asked = [question for question in section.questions if answers.asks(question) is Truth.YES]
    row = _unseen if hidden else row_of
    return {
        "title": section.title,
        "rows": [
            _kept(each, kept[each.code])
            if each.code in kept
            else row(each, answers) | {"url": change_url(each, way), "route": in_words(marks.get(each.code))}
            for each in asked
            if each.code not in covered or each in LASTING
        ],
    }


def _kept(question: Question, day: Any) -> dict[str, Any]:
    """That a question was kept from an earlier form, and nothing of the answer."""
    words = _("The same as on %(day)s") % {"day": date_format(day, "F j, Y") if day else ""}
    url = f"{before_url(question.section, page_of(question))}?from=check#id_{question.name}"
    return {"label": _label(question), "words": words, "items": [], "lines": [], "required": True, "url": url}


def row_of(question: Question, answers: Answers) -> dict[str, Any]:
    """One question with its answer, as a check of answers shows it."""
    items, lines = [], []
    value = answers.of(question)
    if isinstance(question, Instrument):
        given = [(item, answers.of(item)) for item in question.items]
        items = [(item.label, item_in_words(item, answer)) for item, answer in given if answer is not None]
    elif isinstance(question, Rows) and isinstance(value, list):
        lines = [row_in_words(question, row) for row in value]
    return {
        "label": _label(question),
        "words": say(question, answers.values),
        "items": items,
        "lines": lines,
        "required": question.required,
    }


def _unseen(question: Question, answers: Answers) -> dict[str, Any]:
    """That a question was answered, and nothing of the answer."""
    words = _("Answered. Not shown, for your privacy.") if row_of(question, answers)["words"] else ""
    return {"label": _label(question), "words": words, "items": [], "lines": [], "required": question.required}


def _label(question: Question) -> str:
    """What a patient calls a question; an instrument's own name says nothing to them."""
    if isinstance(question, Instrument):
        return question.scale.stem or _screen_of(question).title
    return question.label


def change_url(question: Question, way: Way) -> str:
    """The address of the screen on which a question is asked, coming back to the check."""
    return f"{way.screen(question.section, _screen_of(question).number)}?from=check#id_{question.name}"


def _screen_of(question: Question) -> Page:
    return next(page for page in question.section.pages if question in page.questions)
