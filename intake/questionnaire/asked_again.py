"""Asking again about a few things: just those questions, blank, and the follow-ups that their new answers open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from intake.questionnaire import ALL_QUESTIONS, SECTIONS, question_called
from intake.questionnaire.about import About
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import Acknowledgement, Number, OneOf, Page, Question, Section, Words
from intake.questionnaire.truth import Truth
from intake.questionnaire.words import _

NEVER_AGAIN = frozenset({"agree"})
"""What is signed is signed; it is not ticked again line by line."""
LONGEST_REPLY = 2000
OWN = "asked"
"""How the codes of a clinician's own questions begin: `asked1.reply`."""


class AskedAgain(Answers):
    """A reply as it is given. `values` holds only what is said in it, so that nothing said earlier can be shown.

    What was said earlier decides in silence what else has to be asked: a follow-up is asked when the new answers open
    it that the earlier ones had not, or when they alone are enough to open it.
    """

    def __init__(
        self,
        values: Mapping[str, Any],
        *,
        earlier: Answers,
        codes: frozenset[str],
        own: type[Section] | None = None,
    ) -> None:
        super().__init__(values, policy=earlier.policy, on=earlier.on)
        self.earlier = earlier
        self.codes = codes
        self.own = own

    @cached_property
    def follow_ups(self) -> frozenset[str]:
        """Codes of what the answers can open."""
        return follow_ups_of(self.codes)

    @cached_property
    def after(self) -> Answers:
        """All answers as they stand with this reply; what is asked again and not answered yet is blank."""
        stays = {
            code: value
            for code, value in self.earlier.values.items()
            if code.removesuffix(".other") not in self.codes
        }
        return Answers({**stays, **self._given()}, policy=self.policy, on=self.on)

    @cached_property
    def result(self) -> dict[str, Any]:
        """Every answer once this reply is sent: an optional question that was left blank keeps what was said of it, but
        for a box that is not ticked any more."""
        gone = self.said | self.unticked
        stays = {
            code: value
            for code, value in self.earlier.values.items()
            if code.removesuffix(".other") not in gone
        }
        return {**stays, **self._given()}

    @cached_property
    def unticked(self) -> frozenset[str]:
        """Codes of boxes that were asked again and left blank, where what stands behind them was answered: who takes a
        medicine now has not ticked that they take none."""
        return frozenset(
            each.code
            for each in ALL_QUESTIONS
            if isinstance(each, Acknowledgement)
            and each.code in self.codes - self.said
            and self.said & follow_ups_of([each.code])
        )

    @cached_property
    def said(self) -> frozenset[str]:
        """Codes of the questions that this reply answers."""
        return frozenset(code.removesuffix(".other") for code in self._given())

    def overlaid(self, more: Mapping[str, Any]) -> AskedAgain:
        return AskedAgain({**self.values, **more}, earlier=self.earlier, codes=self.codes, own=self.own)

    def holds(self, question: Question) -> bool:
        return question.code in self.codes or question.code in self.follow_ups or self._is_own(question)

    def asks(self, question: Question) -> Truth:
        known = self._asked.get(question.code)
        if known is None:
            known = self._asked[question.code] = self._worth(question)
        return known

    def _worth(self, question: Question) -> Truth:
        if self._is_own(question):
            return Truth.YES
        if not self.holds(question):
            return Truth.NO
        worth = self.after.asks(question)
        if question.code in self.codes or worth is not Truth.YES:
            return worth
        opened = self.earlier.asks(question) is not Truth.YES or self._alone.asks(question) is Truth.YES
        return Truth.YES if opened else Truth.NO

    def _is_own(self, question: Question) -> bool:
        return self.own is not None and question.section.code == self.own.code

    @cached_property
    def _alone(self) -> Answers:
        return Answers(self._given(), policy=self.policy, on=self.on)

    def _given(self) -> dict[str, Any]:
        return {code: value for code, value in self.values.items() if value is not None}

    @cached_property
    def screens(self) -> tuple[tuple[type[Section], Page], ...]:
        """The screens of this form, in the order of the whole one: only what may be asked again stands on them."""
        found: list[tuple[type[Section], Page]] = []
        for section in (*SECTIONS, *([self.own] if self.own else [])):
            for page in section.pages:
                if held := tuple(each for each in page.questions if self.holds(each)):
                    screen = Page(page.title, intro=page.intro, kindness=page.kindness)
                    screen.questions, screen.number = held, len(found) + 1
                    found.append((section, screen))
        return tuple(found)

    @property
    def questions(self) -> Iterator[Question]:
        """Every question that this form has."""
        return (question for _section, screen in self.screens for question in screen.questions)


def may_be_asked_again(answers: Answers) -> list[tuple[type[Section], list[Question]]]:
    """What a clinician can ask this patient again, section by section: what was asked, but for what was signed, and for
    the birth date, by which the patient is known."""
    found = []
    for section in SECTIONS:
        asked = [
            each
            for each in section.questions
            if section.code not in NEVER_AGAIN and each is not About.birth_date and answers.asks(each) is Truth.YES
        ]
        if asked:
            found.append((section, asked))
    return found


def together(codes: Iterable[str]) -> frozenset[str]:
    """These questions with those that cannot be asked without each other: two numbers of one reading, a choice and
    what it chooses from."""
    wanted = set(codes)
    for question in ALL_QUESTIONS:
        for other in _bound_to(question):
            if question.code in wanted or (isinstance(question, Number) and other.code in wanted):
                wanted |= {question.code, other.code}
    return frozenset(wanted)


def follow_ups_of(codes: Iterable[str]) -> frozenset[str]:
    """Codes of the questions whose gates read one of these, or read what follows one of these."""
    known = set(codes)
    asked = frozenset(known)
    for question in ALL_QUESTIONS:  # a follow-up comes after what it follows
        if question.section.code not in NEVER_AGAIN and known.intersection(_reads(question)):
            known.add(question.code)
    return frozenset(known) - asked


def own_question(text: str, number: int, title: str = _("A question from your clinician")) -> type[Section]:
    """A clinician's own question, as a section of its own whose answer is kept under the number of the request."""
    reply = Words(text, longest=LONGEST_REPLY, long=True)
    body = {"__doc__": "What a clinician asked in their own words.", "title": title}
    return type(f"{OWN.title()}{number}", (Section,), {**body, "reply": reply})


def is_own(code: str) -> bool:
    """Whether this is the code of a clinician's own question, or of the section it stands in."""
    section = code.partition(".")[0]
    return section.startswith(OWN) and section.removeprefix(OWN).isdecimal()


def labels_of(codes: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Questions in words, by their section's title, in the order asked."""
    found: dict[str, list[str]] = {}
    wanted = set(codes)
    for question in ALL_QUESTIONS:
        if question.code in wanted:
            found.setdefault(question.section.title, []).append(question.label)
    return list(found.items())


def known_codes(codes: Iterable[str]) -> list[str]:
    """Those of these that are codes of questions."""
    return [code for code in dict.fromkeys(codes) if _is_known(code)]


def _is_known(code: str) -> bool:
    try:
        return bool(question_called(code))
    except KeyError:
        return False


def _reads(question: Question) -> Iterator[str]:
    for gate in (question.section.ask_if, question.ask_if):
        if gate is not None:
            yield from gate.reads()
    yield from (other.code for other in _bound_to(question))


def _bound_to(question: Question) -> Iterator[Question]:
    if isinstance(question, OneOf) and question.options_from is not None:
        yield question.options_from
    if isinstance(question, Number) and question.less_than is not None:
        yield question.less_than
