"""Fields of answers that are chosen or ticked: one, several, the items of an instrument, a sentence agreed to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.forms.boxes import BoxesField, Wrong
from intake.questionnaire.instruments import DECLINED
from intake.questionnaire.questions import Acknowledgement, Instrument, OneOf, SomeOf


class OneChoiceField(forms.Field):
    """One of the options offered."""

    def __init__(self, question: OneOf) -> None:
        super().__init__(required=False)
        self.codes = frozenset(option.code for option in question.options)

    def clean(self, value: Any) -> str | None:
        if not value:
            return None
        if value not in self.codes:
            raise Wrong(_("Choose one of the answers on the page."))
        return str(value)


class SomeChoicesField(forms.Field):
    """Any of the options offered; *none of these* and the like stand alone."""

    widget = forms.SelectMultiple

    def __init__(self, question: SomeOf) -> None:
        super().__init__(required=False)
        self.labels = {option.code: option.label for option in question.options}
        self.alone = question.alone & set(self.labels)

    def clean(self, value: Any) -> list[str] | None:
        ticked = list(dict.fromkeys(value or ()))
        if any(code not in self.labels for code in ticked):
            raise Wrong(_("Choose from the answers on the page."))
        alone = next((code for code in ticked if code in self.alone), None)
        if alone and len(ticked) > 1:
            other = next(code for code in ticked if code != alone)
            raise Wrong(
                _("You ticked “%(alone)s” and also “%(other)s”. Untick the one that is not right.")
                % {"alone": _(self.labels[alone]), "other": _(self.labels[other])}
            )
        return ticked or None


class InstrumentField(BoxesField):
    """A published questionnaire: `name.item`. Items may be blank here; the form asks for what is required."""

    def __init__(self, question: Instrument) -> None:
        super().__init__()
        self.codes = {
            item.item.code: {code for code, _words, _points in item.item.options} | {DECLINED}
            for item in question.items
        }

    def clean(self, value: Any) -> dict[str, str] | None:
        given = {code: text for code, text in (value or {}).items() if code in self.codes and text}
        offered = {code: text for code, text in given.items() if text in self.codes[code]}
        if offered != given:
            raise Wrong(_("Choose one of the answers on the page."), kept=offered or None)
        return given or None


class TickField(forms.Field):
    """A tick for one sentence; keeps the version and the hash of the text that was read."""

    def __init__(self, question: Acknowledgement) -> None:
        super().__init__(required=False)
        self.version = question.version
        self.text = hashlib.sha256(f"{question.label}\n{question.help}".strip().encode()).hexdigest()

    def clean(self, value: Any) -> dict[str, Any] | None:
        if not value:
            return None
        at = timezone.now().isoformat(timespec="seconds")
        return {"ticked": True, "text": self.text, "version": self.version, "at": at}

    def stands(self, kept: Any) -> bool:
        """Whether a tick kept earlier was for this very text; its time then stays."""
        return isinstance(kept, Mapping) and kept.get("ticked") is True and kept.get("text") == self.text

    def typed(self, value: Any) -> str:
        ticked = value.get("ticked") if isinstance(value, Mapping) else value
        return "1" if ticked is True else ""
