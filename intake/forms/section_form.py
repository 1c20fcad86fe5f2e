"""One screen of a section as a form: reads what was posted, keeps what is well formed, asks for what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.utils.translation import gettext as _

from intake.forms.boxes import Wrong
from intake.forms.choices import TickField
from intake.forms.drawing import drawn
from intake.forms.drawn import Drawn
from intake.forms.fields import field_for, typed
from intake.forms.warnings import doubts, mark_of, seen_marks
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import (
    Acknowledgement,
    Day,
    Instrument,
    Number,
    OneOf,
    Page,
    Question,
    Rows,
    SomeOf,
)
from intake.questionnaire.truth import Truth

LONGEST_OTHER = 200


class SectionForm(forms.Form):
    """A screen of questions. A question counts as posted when its name is among `shown`."""

    def __init__(
        self,
        page: Page,
        data: Any = None,
        *,
        answers: Answers,
        revision: int = 0,
        conflicts: Mapping[str, tuple[Any, Any]] | None = None,
    ) -> None:
        super().__init__(data)
        self.page = page
        self.stored = self.earlier = self.asked_by = answers
        self.revision = revision
        self.conflicts = conflicts or {}
        self.elsewhere = _("In another window")
        self.asking = tuple(each for each in page.questions if not (isinstance(each, Day) and each.today))
        self.fields = {question.name: field_for(question) for question in self.asking}
        self.shown = set(data.getlist("shown")) if data is not None else set()
        self.seen_before = seen_marks(data.getlist("seen")) if data is not None else []
        self.adding = self._list_to_grow()
        self.posted: dict[str, Any] = {}
        self.malformed: dict[str, Wrong] = {}
        self.given_elsewhere: set[str] = set()
        self.full_clean()

    # Reading

    def full_clean(self) -> None:
        """Reads every posted question; what is wrong gets a sentence, what is well formed stands in `posted`."""
        self._forget()
        self.cleaned_data = {}
        if not self.is_bound:
            return
        for question in self.asking:
            if question.name in self.shown:
                self._read(question)
        self._judge(self.stored)

    def well_formed(self) -> dict[str, Any]:
        """Every answer posted that is well formed, by code, also when others on the page are not."""
        return self.posted

    def settle(self, saved: Any, now: Answers) -> None:
        """Takes in what became of the save: an answer that another window gave meanwhile, and conflicts."""
        self.revision, self.conflicts = saved.revision, saved.conflicts
        for code, value in self.posted.items():
            if code not in saved.conflicts and now.values.get(code) != value:
                self.given_elsewhere.add(code)
        self._judge(now)

    def is_valid(self) -> bool:
        """Everything asked is answered, nothing is wrong, nothing is left to ask about."""
        left = self.adding or not super().is_valid() or self.warnings or self.new_follow_ups
        return not (left or self.conflicts)

    @property
    def is_kept(self) -> bool:
        """Whether all that was posted was saved; otherwise the page must not say so."""
        return not (self.malformed or self.conflicts)

    @property
    def strangers(self) -> int:
        """How many questions were posted that this screen does not hold; they are not read."""
        items = (item for each in self.asking if isinstance(each, Instrument) for item in each.items)
        own = set(self.fields) | {f"{item.instrument.name}.{item.item.code}" for item in items}
        return len(self.shown - own)

    @property
    def bases(self) -> dict[str, int]:
        """Revisions of the answers that this page has saved since it was made, by code."""
        found = {}
        for question in self.asking:
            given = self.data.get(f"{question.name}.base", "") if self.is_bound else ""
            if given.isascii() and given.isdigit() and len(given) < 9:
                found[question.code] = found[f"{question.code}.other"] = int(given)
        return found

    def _list_to_grow(self) -> str:
        """Name of the list whose *Add another* was pressed; then nothing is asked for yet."""
        wanted = self.data.get("add_row", "") if self.is_bound else ""
        return next((each.name for each in self.asking if isinstance(each, Rows) and each.name == wanted), "")

    def _read(self, question: Question) -> None:
        if self.data.get(f"{question.name}.right") == "there":
            self.given_elsewhere |= {question.code, f"{question.code}.other"}
            return
        field = self.fields[question.name]
        raw = field.widget.value_from_datadict(self.data, self.files, question.name)
        try:
            value = field.clean(raw)
        except Wrong as wrong:
            self.malformed[question.name] = wrong
            if wrong.kept is not None:
                self.posted[question.code] = wrong.kept
            return
        kept = self.stored.values.get(question.code)
        if value and isinstance(field, TickField) and field.stands(kept):
            value = kept
        self.posted[question.code] = value
        if getattr(question, "other", False):
            self._read_other(question)

    def _read_other(self, question: Question) -> None:
        other = str(self.data.get(f"{question.name}.other", "")).strip()
        if len(other) > LONGEST_OTHER:
            sentence = _("Write at most %(most)d letters beside your answer.") % {"most": LONGEST_OTHER}
            self.malformed[question.name] = Wrong(sentence, box="other")
        else:
            self.posted[f"{question.code}.other"] = other or None

    # Judging

    def _forget(self) -> None:
        self._errors: ErrorDict | None = ErrorDict()
        self.boxes: dict[str, str] = {}
        self.warnings: dict[str, list[str]] = {}
        self.blank_items: set[str] = set()
        self.new_follow_ups: list[Question] = []
        self.seen = self.seen_before

    def _judge(self, stored: Answers) -> None:
        """What is wrong, blank or doubtful, given what is stored and what was posted."""
        self._forget()
        self.stored = stored
        mine = {code: value for code, value in self.posted.items() if code not in self.given_elsewhere}
        self.asked_by = stored.overlaid(mine)
        for name, wrong in self.malformed.items():
            self._wrong(name, str(wrong.message), wrong.box)
        for question in self.asking:
            if self.asked_by.asks(question) is Truth.YES:
                self._compare(question)
                self._require(question)
        if not self._errors and not self.adding:
            self._doubt()

    def _wrong(self, name: str, sentence: str, box: str = "") -> None:
        assert self._errors is not None
        self._errors[name] = ErrorList([sentence])
        self.boxes[name] = box

    def _compare(self, question: Question) -> None:
        """What cannot be right beside another answer; then it is not kept."""
        value = self.asked_by.of(question)
        if isinstance(question, OneOf) and question.options_from is not None:
            offered = self.asked_by.of(question.options_from) or []
            if value is not None and value not in offered:
                self._refuse(question, _("Choose one of the answers you ticked before."))
        if isinstance(question, Number) and question.less_than is not None:
            lower, higher = self.asked_by.plain(question), self.asked_by.plain(question.less_than)
            if lower is not None and higher is not None and lower >= higher:
                self._refuse(
                    question, _("The bottom number has to be lower than the top number. Check both.")
                )

    def _refuse(self, question: Question, sentence: str) -> None:
        self.posted.pop(question.code, None)
        if question.name in self.shown:
            self.malformed[question.name] = Wrong(sentence)
            self._wrong(question.name, sentence)
        else:
            self.new_follow_ups.append(question)

    def _require(self, question: Question) -> None:
        if question.name in (self._errors or ()) or question in self.new_follow_ups:
            return
        blank = self._blank_parts(question)
        if blank & self.shown:
            self.blank_items |= blank & self.shown
            self._wrong(question.name, _blank_sentence(question))
        elif blank or self._came_up(question):
            self.new_follow_ups.append(question)

    def _blank_parts(self, question: Question) -> set[str]:
        """Names of what is required and blank: lines of an instrument, or the question itself."""
        if isinstance(question, Instrument):
            asked = (each for each in question.items if each.asked(self.asked_by) is Truth.YES)
            return {
                f"{question.name}.{each.item.code}"
                for each in asked
                if each.item.required and self.asked_by.of(each) is None
            }
        return {question.name} if question.required and self.asked_by.of(question) is None else set()

    def _came_up(self, question: Question) -> bool:
        """Whether this post opened something optional that did not stand on the page."""
        if isinstance(question, Instrument):
            return any(
                f"{question.name}.{each.item.code}" not in self.shown
                and each.asked(self.asked_by) is Truth.YES
                and each.asked(self.earlier) is not Truth.YES
                for each in question.items
                if not each.item.required
            )
        optional = not question.required and question.name not in self.shown
        return optional and self.earlier.asks(question) is not Truth.YES

    def _doubt(self) -> None:
        for question in self.asking:
            if question.name not in self.shown:
                continue
            marks = {mark_of(question, self.asked_by, each): each for each in doubts(question, self.asked_by)}
            new = {mark: sentence for mark, sentence in marks.items() if mark not in self.seen}
            if new:
                self.warnings[question.name] = list(new.values())
                self.seen = [*self.seen, *new]

    # Drawing

    @cached_property
    def questions(self) -> list[Drawn]:
        """The questions as the template draws them, those not asked now hidden."""
        return drawn(self)

    def typed(self, question: Question) -> Any:
        """What stands in a question's boxes: what was typed, or else what is kept."""
        if self._stands_as_typed(question):
            field = self.fields[question.name]
            return field.widget.value_from_datadict(self.data, self.files, question.name)
        return typed(self.fields[question.name], self.stored.values.get(question.code))

    def typed_other(self, question: Question) -> str:
        """The text beside *something else*."""
        if self._stands_as_typed(question):
            return str(self.data.get(f"{question.name}.other", ""))
        return str(self.stored.values.get(f"{question.code}.other") or "")

    def _stands_as_typed(self, question: Question) -> bool:
        return self.is_bound and question.name in self.shown and question.code not in self.given_elsewhere

    @property
    def visible_names(self) -> list[str]:
        """Names of what is asked on this screen now: questions, and items of instruments."""
        names = []
        for question in self.asking:
            if self.asked_by.asks(question) is not Truth.YES:
                continue
            names.append(question.name)
            if isinstance(question, Instrument):
                asked = (item for item in question.items if item.asked(self.asked_by) is Truth.YES)
                names += [f"{question.name}.{item.item.code}" for item in asked]
        return names

    @property
    def summary(self) -> list[tuple[str, str, str]]:
        """Where each problem is, the question, and the sentence, for the list at the top."""
        return [(each.target, each.named, sentence) for each in self.questions for sentence in each.errors]


def _blank_sentence(question: Question) -> str:
    if isinstance(question, Instrument):
        return _("Choose an answer for each line, or choose to tell the clinician.")
    if isinstance(question, SomeOf):
        return _("Tick at least one answer.")
    if isinstance(question, OneOf):
        return _("Choose an answer.")
    if isinstance(question, Rows):
        return (
            _("Write at least one, or tick that there are none.")
            if question.none
            else _("Write at least one.")
        )
    if isinstance(question, Acknowledgement):
        return _("Read this and tick it.")
    return _("This still needs an answer.")
