"""One patient's answers on one day, as conditions read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from intake.policy import DEFAULT, Policy
from intake.questionnaire.conditions import Condition
from intake.questionnaire.questions import Instrument, Question, Section
from intake.questionnaire.subjects import Counted, Dated, ItemOf, Subject
from intake.questionnaire.truth import Truth
from intake.questionnaire.weighing import weigh


class Answers:
    """Answers by question code, the clinic's policy, and the day on which they are read.

    An answer to a question that no longer applies stays in `values` but counts for nothing.
    """

    def __init__(
        self, values: Mapping[str, Any], *, policy: Policy = DEFAULT, on: date | None = None
    ) -> None:
        self.values = values
        self.policy = policy
        self.on = on or date.today()  # noqa: DTZ011 (who knows the clinic’s time zone hands over its day)
        self.weighed: dict[int, tuple[Condition, Truth]] = {}
        """What has been weighed so far, by the condition's identity; holding the condition keeps that its own."""
        self.worked_out: dict[Subject, Any] = {}
        self._asked: dict[str, Truth] = {}
        self._sections: dict[str, Truth] = {}

    def overlaid(self, more: Mapping[str, Any]) -> Answers:
        """The same answers with these said on top."""
        return Answers({**self.values, **more}, policy=self.policy, on=self.on)

    def holds(self, question: Question) -> bool:
        """Whether this form has the question at all; one that asks again about a few things has only those."""
        return True

    def asks(self, question: Question) -> Truth:
        """Whether this question applies: worth what its section's gate and its own gate are worth."""
        known = self._asked.get(question.code)
        if known is None:
            known = self.asks_section(question.section)
            if known is not Truth.NO and question.ask_if is not None:
                known = min(known, weigh(question.ask_if, self))
            self._asked[question.code] = known
        return known

    def asks_section(self, section: type[Section]) -> Truth:
        """Whether this section applies."""
        if section.code not in self._sections:
            self._sections[section.code] = self._gate(section.ask_if)
        return self._sections[section.code]

    def asks_item(self, item: ItemOf) -> Truth:
        """Whether this item of an instrument applies."""
        code = item.code
        known = self._asked.get(code)
        if known is None:
            known = self.asks(item.instrument)
            if known is not Truth.NO:
                known = min(known, self._gate(item.instrument.item_gate(item.item)))
            self._asked[code] = known
        return known

    def _gate(self, condition: Condition | None) -> Truth:
        return Truth.YES if condition is None else weigh(condition, self)

    def of(self, subject: Subject) -> Any:
        """The value that counts: None when blank or no longer asked."""
        return subject.given(self) if subject.asked(self) is Truth.YES else None

    def plain(self, subject: Subject) -> Any:
        """The value as arithmetic wants it: a number in the rules' unit, a date, the items of an instrument."""
        value = self.of(subject)
        if value is None or value == "rather_not_say":
            return None
        if isinstance(subject, Counted) and not isinstance(value, str):
            return subject.number(value)
        if isinstance(subject, Dated):
            return _day(value)
        if isinstance(subject, Instrument):
            return {each.item.code: self.of(each) for each in subject.items}
        return value


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
