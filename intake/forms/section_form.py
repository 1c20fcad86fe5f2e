"""One screen of a section as a form: reads what was posted, keeps what is well formed, asks for what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict, ErrorList
from django.utils.translation import gettext as _

from intake.forms.drawing import Drawn, drawn
from intake.forms.fields import field_for, typed
from intake.forms.warnings import doubts
from intake.questionnaire.answers import Answers
from intake.questionnaire.body import Body
from intake.questionnaire.questions import Acknowledgement, Day, Instrument, OneOf, Page, Question, Rows, SomeOf
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
        self.stored = answers
        self.revision = revision
        self.conflicts = conflicts or {}
        self.asking = tuple(question for question in page.questions if not (isinstance(question, Day) and question.today))
        self.fields = {question.name: field_for(question) for question in self.asking}
        self.posted: dict[str, Any] = {}
        self.warnings: dict[str, list[str]] = {}
        self.blank_items: set[str] = set()
        self.new_follow_ups: list[Question] = []
        self.shown = set(data.getlist("shown")) if data is not None else set()
        self.asked_by: Answers = answers

    # Reading

    def full_clean(self) -> None:
        """Reads every posted question; what is wrong gets a sentence, what is well formed stands in `posted`."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        if not self.is_bound:
            return
        for question in self.asking:
            if question.name in self.shown:
                self._read(question)
        merged = {**self.stored.values, **{code: value for code, value in self.posted.items()}}
        self.asked_by = Answers(merged, policy=self.stored.policy, on=self.stored.on)
        for question in self.asking:
            if self.asked_by.asks(question) is Truth.YES:
                self._require(question)
        self._compare()
        if not self._errors:
            self._doubt()

    def well_formed(self) -> dict[str, Any]:
        """Every answer posted that is well formed, by code, also when others on the page are not."""
        self.errors  # noqa: B018  reading happens on first look
        return self.posted

    def _read(self, question: Question) -> None:
        field = self.fields[question.name]
        raw = field.widget.value_from_datadict(self.data, self.files, question.name)
        try:
            self.posted[question.code] = field.clean(raw)
        except ValidationError as wrong:
            self._errors[question.name] = ErrorList(wrong.messages)
            return
        if getattr(question, "other", False):
            other = str(self.data.get(f"{question.name}.other", "")).strip()
            if len(other) > LONGEST_OTHER:
                self._errors[question.name] = ErrorList([_("Write at most 200 letters beside “other”.")])
            else:
                self.posted[f"{question.code}.other"] = other or None

    def _require(self, question: Question) -> None:
        if question.name in self._errors:
            return
        value = self.asked_by.of(question)
        missing = self._missing_items(question) if isinstance(question, Instrument) else value is None
        if not (question.required and missing):
            return
        if question.name not in self.shown:
            self.new_follow_ups.append(question)
        elif isinstance(question, Instrument) and self._only_unseen(question):
            self.new_follow_ups.append(question)
        else:
            self._errors[question.name] = ErrorList([_blank_sentence(question)])

    def _missing_items(self, question: Instrument) -> bool:
        blank = {
            item.item.code
            for item in question.items
            if item.item.required
            and item.asked(self.asked_by) is Truth.YES
            and self.asked_by.of(item) is None
        }
        self.blank_items |= {f"{question.name}.{code}" for code in blank}
        return bool(blank)

    def _only_unseen(self, question: Instrument) -> bool:
        blank = {name for name in self.blank_items if name.startswith(f"{question.name}.")}
        unseen = {name for name in blank if name not in self.shown}
        if blank == unseen:
            self.blank_items -= unseen
        return blank == unseen

    def _compare(self) -> None:
        top, bottom = self.asked_by.plain(Body.systolic), self.asked_by.plain(Body.diastolic)
        if Body.diastolic in self.page.questions and top is not None and bottom is not None and bottom >= top:
            self._errors.setdefault(
                "diastolic",
                ErrorList([_("The bottom number has to be lower than the top number. Check both.")]),
            )

    def _doubt(self) -> None:
        seen = set(self.data.getlist("seen"))
        for question in self.asking:
            if question.name not in self.shown:
                continue
            new = [sentence for sentence in doubts(question, self.asked_by) if sentence not in seen]
            if new:
                self.warnings[question.name] = new

    def is_valid(self) -> bool:
        """Everything asked is answered, nothing is wrong, nothing is left to ask about."""
        return super().is_valid() and not (self.warnings or self.new_follow_ups or self.conflicts)

    # Drawing

    @cached_property
    def questions(self) -> list[Drawn]:
        """The questions as the template draws them, those not asked now hidden."""
        self.errors  # noqa: B018
        return drawn(self)

    def typed(self, question: Question) -> Any:
        """What stands in a question's boxes: what was typed, or else what is kept."""
        if self.is_bound and question.name in self.shown:
            field = self.fields[question.name]
            return field.widget.value_from_datadict(self.data, self.files, question.name)
        return typed(self.fields[question.name], self.stored.values.get(question.code))

    def typed_other(self, question: Question) -> str:
        """The text beside *something else*."""
        if self.is_bound and question.name in self.shown:
            return str(self.data.get(f"{question.name}.other", ""))
        return str(self.stored.values.get(f"{question.code}.other") or "")

    @property
    def visible_names(self) -> list[str]:
        """Names of what is asked on this screen now: questions, and items of instruments."""
        names = []
        for question in self.asking:
            if self.asked_by.asks(question) is not Truth.YES:
                continue
            names.append(question.name)
            if isinstance(question, Instrument):
                names += [
                    f"{question.name}.{item.item.code}"
                    for item in question.items
                    if item.asked(self.asked_by) is Truth.YES
                ]
        return names

    @property
    def summary(self) -> list[tuple[str, str, str]]:
        """Where each problem is, the question, and the sentence, for the list at the top."""
        found = []
        for each in self.questions:
            found += [(each.target, str(each.label), sentence) for sentence in each.errors]
        return found


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
