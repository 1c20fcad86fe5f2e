"""Answers that may be a slip: asked about once, *Is this right?*, and then taken as they are."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import singledispatch
from typing import Any

from django.utils.translation import gettext as _

from intake.questionnaire.agree import Agree
from intake.questionnaire.allergy import Allergy
from intake.questionnaire.answers import Answers
from intake.questionnaire.drug_names import suggestions
from intake.questionnaire.medicines import Medicines
from intake.questionnaire.prompts import unanswered
from intake.questionnaire.questions import Check, Number, Phone, Question, Rows, SomeOf, Words

MOST_MARKS = 100
NAMING: Mapping[Question, str] = {Medicines.taken: "name", Allergy.allergies: "substance"}
"""Lists of names among which a medicine may be misspelt, and the column with the name."""


@singledispatch
def doubts(question: Question, answers: Answers) -> Iterator[str]:
    """What one might ask about the answer to this question, a sentence each."""
    yield from ()


@doubts.register
def _number(question: Number, answers: Answers) -> Iterator[str]:
    number = answers.plain(question)
    if number is not None and question.usual and not question.usual[0] <= number <= question.usual[1]:
        yield _("Is this right? It is an unusual number. Change it, or press Continue to keep it.")


@doubts.register
def _phone(question: Phone, answers: Answers) -> Iterator[str]:
    value, other = answers.of(question), question.differs_from
    if value is not None and other is not None and value == answers.of(other):
        yield _("This is your own number. Write theirs if they have one, or press Continue to keep it.")


@doubts.register
def _list(question: Rows, answers: Answers) -> Iterator[str]:
    rows, column = answers.of(question), NAMING.get(question)
    for row in rows if column and isinstance(rows, list) else ():
        name = str(row.get(column, ""))
        near = suggestions(name)
        if near:
            yield _(
                "Did you mean %(near)s where you wrote “%(name)s”? Change it, or press Continue to keep it."
            ) % {"near": _(" or ").join(near), "name": name}


@doubts.register
def _ticks(question: SomeOf, answers: Answers) -> Iterator[str]:
    if question is not Medicines.also or not answers.holds(Medicines.taken):
        return
    labels = {option.code: option.label for option in question.options}
    for tick in unanswered(answers.of(question), answers.of(Medicines.taken)):
        yield _("You ticked “%(kind)s”, but we find none in your list. Add it, or press Continue.") % {
            "kind": _(labels[tick])
        }


@doubts.register
def _check(question: Check, answers: Answers) -> Iterator[str]:
    if answers.of(question) not in (None, question.right):
        yield _(question.explained)


@doubts.register
def _words(question: Words, answers: Answers) -> Iterator[str]:
    if question is Agree.signature and differs_from_legal(answers):
        yield _("This differs from the legal name you gave. Check it, or press Send to sign with it.")


def differs_from_legal(answers: Answers) -> bool:
    """Whether the name typed to sign is neither the legal name nor the legal decider's, accents and case aside."""
    signed = _plain(answers.values.get("agree.signature"))
    names = (answers.values.get("about.first_name"), answers.values.get("about.last_name"))
    legal = _plain(" ".join(dict.fromkeys(name for name in names if name)))
    return bool(signed) and signed != legal and signed not in _deciders(answers)


def _deciders(answers: Answers) -> Iterator[str]:
    """The legal decider's name, of which we know where it begins: who they are follows it."""
    words = str(answers.values.get("about.legal_decider_name") or "").split()
    yield from (_plain(" ".join(words[:count])) for count in range(1, len(words) + 1))


def mark_of(question: Question, answers: Answers, sentence: str) -> str:
    """A short mark of what was asked about, and of the answers it was asked of: another answer is asked about anew."""
    read = [answers.values.get(question.code)]
    if question is Medicines.also:
        read.append(answers.values.get(Medicines.taken.code))
    told = json.dumps([question.code, read, sentence], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def seen_marks(posted: Iterable[str]) -> list[str]:
    """The marks of what this page has asked about already."""
    known = [mark for mark in dict.fromkeys(posted) if re.fullmatch(r"[0-9a-f]{16}", mark)]
    return known[-MOST_MARKS:]


def _plain(text: Any) -> str:
    folded = unicodedata.normalize("NFKD", str(text or "").casefold())
    return "".join(letter for letter in folded if letter.isalnum())
