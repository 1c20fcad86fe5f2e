"""The content of a submission: every question asked as it was worded, with the answer in the patient's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from intake.questionnaire import ALL_QUESTIONS, SECTIONS
from intake.questionnaire.about import About
from intake.questionnaire.answers import Answers
from intake.questionnaire.asked_again import AskedAgain, is_own
from intake.questionnaire.questions import (
    Acknowledgement,
    Day,
    Instrument,
    Number,
    OneOf,
    Question,
    Rows,
    Section,
    SomeOf,
)
from intake.questionnaire.saying import item_in_words, row_in_words, say
from intake.questionnaire.truth import Truth
from intake.questionnaire.weighing import weigh

Marks = Mapping[str, Mapping[str, str]]


def content_of(answers: Answers, marks: Marks | None = None) -> dict[str, Any]:
    """Sections with what was asked and answered, and the answers that count, by code.

    `marks`: of each answer that staff wrote down for the patient, by which route it came, who wrote it, when.
    """
    asked = [
        question
        for section in SECTIONS
        for question in section.questions
        if answers.asks(question) is Truth.YES
    ]
    counted = {question.code: answers.values.get(question.code) for question in asked}
    others = {
        f"{code}.other": answers.values[f"{code}.other"]
        for code in counted
        if f"{code}.other" in answers.values
    }
    return {
        "sections": [
            _section(section, answers, marks or {})
            for section in SECTIONS
            if answers.asks_section(section) is Truth.YES
        ],
        "answers": {code: value for code, value in {**counted, **others}.items() if value is not None},
    }


def content_after(earlier: Mapping[str, Any], read: AskedAgain) -> dict[str, Any]:
    """The content once a reply is in: what was not asked again stays word for word as it was asked and answered.

    A clinician's own questions stand behind the sections, with their answers, those of earlier requests too.
    """
    stays = {
        each["code"]: each
        for section in earlier["sections"]
        for each in section["questions"]
        if each["code"] not in read.said | read.unticked
    }
    told = content_of(Answers(read.result, policy=read.policy, on=read.on))
    for section in told["sections"]:
        section["questions"] = [stays.get(each["code"], each) for each in section["questions"]]
    own = [section for section in earlier["sections"] if is_own(section["code"])]
    answers = {code: value for code, value in earlier["answers"].items() if is_own(code)}
    if read.own is not None:
        own.append(_section(read.own, read, {}))
        answers |= {each.code: read.values[each.code] for each in read.own.questions}
    return {
        **earlier,
        "sent_by": None,
        "sections": [*told["sections"], *own],
        "answers": {**told["answers"], **answers},
    }


def _section(section: type[Section], answers: Answers, marks: Marks) -> dict[str, Any]:
    questions = [question for question in section.questions if answers.asks(question) is Truth.YES]
    return {
        "code": section.code,
        "title": section.title,
        "questions": [
            _question(each, answers) | _route(marks.get(each.code) or marks.get(f"{each.code}.other"))
            for each in questions
        ],
    }


def _question(question: Question, answers: Answers) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "code": question.code,
        "label": question.label,
        "help": question.help,
        "words": say(question, answers.values),
    }
    if isinstance(question, OneOf | SomeOf):
        kept["options"] = [[option.code, option.label] for option in question.options]
    if isinstance(question, Instrument):
        kept["rows"] = [
            f"{item.label}: {item_in_words(item, answers.of(item))}"
            for item in question.items
            if answers.of(item) is not None
        ]
        kept["stem"] = question.scale.stem
    if isinstance(question, Rows) and isinstance(answers.of(question), list):
        kept["rows"] = [row_in_words(question, row) for row in answers.of(question)]
    if isinstance(question, Acknowledgement):
        kept["text"] = answers.values.get(question.code)
    return kept


def _route(mark: Mapping[str, str] | None) -> dict[str, Any]:
    return {"route": dict(mark)} if mark else {}


def dated_today(answers: Answers) -> Answers:
    """The same answers, where a day that fills itself in is today."""
    today = {question.code: answers.on.isoformat() for question in ALL_QUESTIONS if _fills_itself(question)}
    return Answers({**answers.values, **today}, policy=answers.policy, on=answers.on)


def missing(answers: Answers, among: Iterable[Question] = ALL_QUESTIONS) -> tuple[str, ...]:
    """Codes of questions that still need an answer before the form can be sent, or one that can be right."""
    return tuple(
        question.code
        for question in among
        if question.required and answers.asks(question) is Truth.YES and _is_blank(question, answers)
    )


def is_too_young(answers: Answers) -> bool:
    """Whether the birth date given is under the clinic's minimum age: nothing after *About you* is asked."""
    return weigh(About.age.below(answers.policy.minimum_age), answers) is Truth.YES


def _fills_itself(question: Question) -> bool:
    return isinstance(question, Day) and question.today


def _is_blank(question: Question, answers: Answers) -> bool:
    if _fills_itself(question):
        return False
    value = answers.of(question)
    if isinstance(question, Number) and question.less_than is not None:
        lower, higher = answers.plain(question), answers.plain(question.less_than)
        return lower is None or (higher is not None and lower >= higher)
    if isinstance(question, Instrument):
        return any(
            item.item.required and item.asked(answers) is Truth.YES and answers.of(item) is None
            for item in question.items
        )
    if isinstance(question, Acknowledgement):
        ticked = value.get("ticked") if isinstance(value, Mapping) else value
        return ticked is not True
    return value is None
