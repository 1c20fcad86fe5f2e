"""A field for a list that the patient makes, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from intake.forms.boxes import BoxesField, Wrong
from intake.questionnaire.questions import Column, Rows


class RowsField(BoxesField):
    """A list: `name.0.column`; empty rows are left out. A tick says that there are none."""

    def __init__(self, question: Rows) -> None:
        super().__init__()
        self.question = question

    def clean(self, value: Any) -> list[dict[str, str]] | str | None:
        rows = filled_rows(value or {})
        if self.question.none and (value or {}).get("none"):
            if rows:
                raise Wrong(
                    _("You ticked “%(none)s” and also wrote a list. Untick it or empty the list.")
                    % {"none": _(self.question.none)},
                    box="none",
                )
            return "none"
        if len(rows) > self.question.most:
            raise Wrong(
                _("Write at most %(most)d here, and tell us the others when we meet.")
                % {"most": self.question.most}
            )
        return [self._read(at, row) for at, row in enumerate(rows)] or None

    def _read(self, at: int, row: Mapping[str, str]) -> dict[str, str]:
        for column in self.question.columns:
            sentence = _wrong_in(column, row.get(column.code, ""))
            if sentence:
                raise Wrong(
                    _("%(row)s %(number)d: %(sentence)s")
                    % {"row": row_word(self.question), "number": at + 1, "sentence": sentence},
                    box=f"{at}.{column.code}",
                )
        known = [column.code for column in self.question.columns]
        return {code: row[code] for code in known if row.get(code)}

    def typed(self, value: Any) -> dict[str, Any]:
        if value == "none":
            return {"none": "1"}
        rows = value if isinstance(value, list) else ()
        return {f"{at}.{part}": text for at, row in enumerate(rows) for part, text in row.items()}


def _wrong_in(column: Column, text: str) -> str:
    label = {"what": _(column.label), "most": column.longest, "now": len(text)}
    if column.required and not text:
        return _("write “%(what)s” too.") % label
    if len(text) > column.longest:
        return _("write at most %(most)d letters in “%(what)s”; there are %(now)d.") % label
    if column.options and text and text not in {option.code for option in column.options}:
        return _("choose one of the answers on the page in “%(what)s”.") % label
    return ""


def filled_rows(boxes: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows among boxes that have anything in them, in order."""
    rows: dict[int, dict[str, str]] = {}
    for key, text in boxes.items():
        at, dot, column = key.partition(".")
        if dot and at.isascii() and at.isdigit() and len(at) <= 3:
            rows.setdefault(int(at), {})[column] = text
    return [rows[at] for at in sorted(rows) if any(rows[at].values())]


def row_word(question: Rows) -> str:
    """What one row is: a medicine or an allergy."""
    return _("Medicine") if question.columns[0].code == "name" else _("Allergy")
