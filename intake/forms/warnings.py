"""Answers that may be a slip: asked about once, *Is this right?*, and then taken as they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from intake.questionnaire.answers import Answers
from intake.questionnaire.drugs import suggestions
from intake.questionnaire.medicines import Medicines
from intake.questionnaire.prompts import unanswered
from intake.questionnaire.questions import Number, Phone, Question


def doubts(question: Question, answers: Answers) -> Iterator[str]:
    """What one might ask about the answer to this question, a sentence each."""
    value = answers.of(question)
    if value is None:
        return
    if isinstance(question, Number) and question.usual:
        number = question.number(value)
        if number is not None and not question.usual[0] <= number <= question.usual[1]:
            yield _("Is this right? It is an unusual number. Change it, or press Continue to keep it.")
    if (
        isinstance(question, Phone)
        and question.differs_from is not None
        and value == answers.of(question.differs_from)
    ):
        yield _("This is your own number. Write theirs if they have one, or press Continue to keep it.")
    if question is Medicines.taken:
        yield from _unknown(value)
    if question is Medicines.also:
        for tick in unanswered(value, answers.of(Medicines.taken)):
            label = next(option.label for option in Medicines.also.options if option.code == tick)
            yield _("You ticked “%(kind)s”, but we find none in your list. Add it, or press Continue.") % {
                "kind": _(label)
            }
    if question.code == "agree.signature" and differs_from_legal(answers):
        yield _("This differs from the legal name you gave. Check it, or press Continue to sign with it.")


def _unknown(rows: Any) -> Iterator[str]:
    for row in rows if isinstance(rows, list) else ():
        near = suggestions(str(row.get("name", "")))
        if near:
            yield _(
                "Did you mean %(near)s where you wrote “%(name)s”? Change it, or press Continue to keep it."
            ) % {
                "near": _(" or ").join(near),
                "name": row["name"],
            }


def differs_from_legal(answers: Answers) -> bool:
    """Whether the name typed to sign is neither the legal name nor the legal decider's, accents and case aside."""
    signed = _plain(answers.values.get("agree.signature"))
    legal = _plain(
        f"{answers.values.get('about.first_name', '')} {answers.values.get('about.last_name', '')}"
    )
    decider = _plain(answers.values.get("about.legal_decider_name"))
    return bool(signed) and signed != legal and not (decider and decider.startswith(signed))


def _plain(text: Any) -> str:
    folded = unicodedata.normalize("NFKD", str(text or "").casefold())
    return "".join(letter for letter in folded if letter.isalnum())
