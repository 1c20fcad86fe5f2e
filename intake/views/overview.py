"""The list of sections, the check of every answer, and what comes after sending."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from intake.access import OtherForm, open_intake_of
from intake.models import Incomplete
from intake.models.sealing import is_too_young, missing
from intake.models.status import PATIENT_READS, Status
from intake.questionnaire import question_called
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import Instrument, Page, Question, Rows, Section
from intake.questionnaire.saying import item_in_words, row_in_words, say
from intake.questionnaire.truth import Truth
from intake.questionnaire.weighing import weigh
from intake.triage.ride import RIDE_01
from intake.views.way import asked_sections, stops, url_of


def intake(request: HttpRequest) -> HttpResponse:
    """Every section: done, to do, next."""
    found = open_intake_of(request)
    if not found.is_open:
        return redirect("sent")
    answers = found.read()
    if is_too_young(answers):
        return redirect("please_call")
    *listed, last = stops(answers, found.new_questions())
    following = next((stop for stop in listed if not stop.done), None)
    page = {
        "intake": found,
        "stops": listed,
        "last": last.section,
        "following": following,
        "done": sum(stop.done for stop in listed),
        "count": last.number,
        "first": listed[0].section.code,
        "started": listed[0].done,
    }
    return render(request, "intake/list.html", page)


def check_answers(request: HttpRequest) -> HttpResponse:
    """Every answer, each with a way to change it that comes back here; what is missing comes first."""
    found = open_intake_of(request)
    if not found.is_open:
        return redirect("sent")
    answers = found.read()
    if is_too_young(answers):
        return redirect("please_call")
    blank = [question_called(code) for code in missing(answers) if not code.startswith("agree.")]
    page = {
        "reference": found.reference,
        "sections": [_checked(section, answers) for section in asked_sections(answers) if section.code != "agree"],
        "needs_ride": weigh(RIDE_01.when, answers) is Truth.YES,
        "missing": [{"label": _label(question), "url": change_url(question)} for question in blank],
    }
    return render(request, "intake/check.html", page)


def _checked(section: type[Section], answers: Answers) -> dict[str, Any]:
    asked = [question for question in section.questions if answers.asks(question) is Truth.YES]
    return {"title": section.title, "rows": [_row(question, answers) for question in asked]}


def _row(question: Question, answers: Answers) -> dict[str, Any]:
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
        "url": change_url(question),
        "required": question.required,
    }


def _label(question: Question) -> str:
    """What a patient calls a question; an instrument's own name says nothing to them."""
    if isinstance(question, Instrument):
        return question.scale.stem or _screen_of(question).title
    return question.label


def change_url(question: Question) -> str:
    """The address of the screen on which a question is asked, coming back to the check."""
    return f"{url_of(question.section, _screen_of(question).number)}?from=check#id_{question.name}"


def _screen_of(question: Question) -> Page:
    return next(page for page in question.section.pages if question in page.questions)


def please_call(request: HttpRequest) -> HttpResponse:
    """Under the clinic's minimum age: a call, and nothing more is asked."""
    try:
        found = open_intake_of(request)
    except OtherForm:
        return render(request, "intake/other_form.html", status=409)
    if not found.is_open:
        return redirect("sent")
    if not is_too_young(found.read()):
        return redirect("intake")
    if request.method == "POST":
        try:
            found.submit(request)
        except Incomplete:
            return redirect(reverse("section", args=["about"]))
        return redirect("sent")
    return render(request, "intake/please_call.html", {"for": found.form_mark})


def sent(request: HttpRequest) -> HttpResponse:
    """The reference and what happens next. Nothing that was answered is shown any more."""
    found = open_intake_of(request)
    if found.is_open:
        return redirect("intake")
    return render(
        request, "intake/sent.html", {"reference": found.reference, "status": PATIENT_READS[Status(found.status)]}
    )
