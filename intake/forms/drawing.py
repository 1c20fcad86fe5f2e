"""A question as the form's template draws it: everything worked out beforehand, so that one flat template can loop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from intake.forms.composite import rows_in
from intake.questionnaire.questions import (
    RATHER_NOT_SAY_LABEL,
    Acknowledgement,
    Address,
    Day,
    Email,
    Instrument,
    Length,
    Mass,
    Number,
    OneOf,
    Phone,
    Question,
    Rows,
    SomeOf,
    Words,
    YesNo,
)
from intake.questionnaire.saying import in_words
from intake.questionnaire.truth import Truth

if TYPE_CHECKING:
    from intake.forms.section_form import SectionForm

AUTOCOMPLETE = {
    "about.first_name": "given-name",
    "about.last_name": "family-name",
    "about.phone": "tel",
    "about.email": "email",
}
KINDS: tuple[tuple[type[Question], str], ...] = (
    (YesNo, "yes_no"),
    (OneOf, "one"),
    (SomeOf, "some"),
    (Length, "length"),
    (Mass, "mass"),
    (Number, "number"),
    (Day, "day"),
    (Phone, "phone"),
    (Email, "email"),
    (Address, "address"),
    (Rows, "rows"),
    (Instrument, "instrument"),
    (Acknowledgement, "tick"),
    (Words, "words"),
)
PLACEHOLDER_ROW = "__row__"


@dataclass
class Drawn:
    """One question, ready to be drawn. `target` is the id that the summary of errors links to."""

    name: str
    kind: str
    label: str
    help: str
    required: bool
    hidden: bool
    follow_up: bool
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    conflict: tuple[str, str] | None = None
    options: list[tuple[str, str, bool]] = field(default_factory=list)
    value: Any = ""
    other: str | None = None
    width: str = ""
    unit: str = ""
    longest: int = 0
    long: bool = False
    autocomplete: str = "off"
    parts: list[tuple[str, str, str]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    stem: str = ""
    none: str = ""
    row_word: str = ""
    none_ticked: bool = False
    opens_block: bool = False
    closes_block: bool = False

    @property
    def described_by(self) -> str:
        """Ids of the hint, the errors and the warnings."""
        ids = [f"id_{self.name}_hint"] if self.help else []
        if self.errors:
            ids.append(f"id_{self.name}_error")
        if self.warnings or self.conflict:
            ids.append(f"id_{self.name}_doubt")
        return " ".join(ids)

    @property
    def target(self) -> str:
        """Where the summary of errors leads."""
        first = next((item["id"] for item in self.items if item["missing"]), None)
        if first:
            return str(first)
        ends = {
            "day": "_month",
            "length": "",
            "address": "_street",
            "words": "",
            "number": "",
            "phone": "",
            "email": "",
        }
        if self.kind in ("yes_no", "one", "some"):
            return f"id_{self.name}_0"
        if self.kind in ("length", "mass", "rows", "instrument"):
            return f"id_{self.name}"
        return f"id_{self.name}{ends.get(self.kind, '')}"


def drawn(form: SectionForm) -> list[Drawn]:
    """Every question of the screen; neighbouring yes-or-no questions share one compact block."""
    found = [_draw(question, form) for question in form.asking]
    before = ""
    for at, each in enumerate(found):
        each.opens_block = each.kind == "yes_no" and before != "yes_no"
        each.closes_block = each.kind == "yes_no" and (at + 1 == len(found) or found[at + 1].kind != "yes_no")
        before = each.kind
    return found


def _draw(question: Question, form: SectionForm) -> Drawn:
    kind = next(name for each, name in KINDS if isinstance(question, each))
    each = Drawn(
        name=question.name,
        kind=kind,
        label=_(question.label) if question.label else "",
        help=_(question.help) if question.help else "",
        required=question.required,
        hidden=form.asked_by.asks(question) is not Truth.YES,
        follow_up=question.ask_if is not None,
        errors=[str(sentence) for sentence in form.errors.get(question.name, [])] if form.is_bound else [],
        warnings=form.warnings.get(question.name, []),
        autocomplete=AUTOCOMPLETE.get(question.code, "off"),
    )
    each.value = form.typed(question)
    if question.code in form.conflicts:
        kept, here = form.conflicts[question.code]
        each.conflict = (_in_words(question, kept), _in_words(question, here))
    FILL[kind](each, question, form)
    return each


def _in_words(question: Question, value: Any) -> str:
    return str(in_words(question, value)) if value is not None else _("nothing")


def _choices(each: Drawn, question: Any, form: SectionForm) -> None:
    chosen = each.value if isinstance(each.value, list) else [each.value]
    each.options = [(option.code, _(option.label), option.code in chosen) for option in question.options]
    each.other = form.typed_other(question) if question.other else None


def _text(each: Drawn, question: Any, form: SectionForm) -> None:
    each.longest, each.long = getattr(question, "longest", 200), getattr(question, "long", False)


def _number(each: Drawn, question: Any, form: SectionForm) -> None:
    each.unit = {"mm[Hg]": "mmHg", "/min": _("beats a minute"), "d": _("days"), "min": _("minutes")}.get(
        question.unit, ""
    )
    each.width = "width-4"


def _parts(each: Drawn, question: Any, form: SectionForm) -> None:
    given = each.value if isinstance(each.value, Mapping) else {}
    each.parts = [(part, _(label), given.get(part, "")) for part, label in question.parts.items()]


def _boxes(each: Drawn, question: Any, form: SectionForm) -> None:
    each.value = each.value if isinstance(each.value, Mapping) else {}


def _rows(each: Drawn, question: Any, form: SectionForm) -> None:
    given = each.value if isinstance(each.value, Mapping) else {}
    each.none, each.none_ticked = _(question.none) if question.none else "", bool(given.get("none"))
    listed = rows_in(given)
    wants_more = form.is_bound and form.data.get("add_row") == question.name
    filled = [row for row in listed if any(row.values())]
    if not filled or wants_more:
        filled.append({})
    each.rows = [_row(each.name, question, at, row) for at, row in enumerate(filled)]
    each.rows.append(_row(each.name, question, PLACEHOLDER_ROW, {}))
    each.row_word = _("Medicine") if question.columns[0].code == "name" else _("Allergy")


def _row(name: str, question: Any, at: int | str, row: Mapping[str, str]) -> dict[str, Any]:
    return {
        "at": at,
        "number": at + 1 if isinstance(at, int) else at,
        "is_pattern": not isinstance(at, int),
        "columns": [
            {
                "name": f"{name}.{at}.{column.code}",
                "id": f"id_{name}_{at}_{column.code}",
                "label": _(column.label),
                "value": row.get(column.code, ""),
                "required": column.required,
                "options": [(o.code, _(o.label), o.code == row.get(column.code)) for o in column.options],
                "longest": column.longest,
            }
            for column in question.columns
        ],
    }


def _instrument(each: Drawn, question: Any, form: SectionForm) -> None:
    given = each.value if isinstance(each.value, Mapping) else {}
    each.stem = _(question.scale.stem) if question.scale.stem else ""
    for item in question.items:
        code = item.item.code
        name = f"{question.name}.{code}"
        options = [(value, _(words), given.get(code) == value) for value, words, _points in item.item.options]
        each.items.append(
            {
                "name": name,
                "code": code,
                "least": _(item.item.options[0][1]),
                "most": _(item.item.options[-1][1]),
                "id": f"id_{question.name}_{code}_0",
                "text": _(item.item.text),
                "options": options,
                "declined": given.get(code) == "rather_not_say",
                "decline": _(RATHER_NOT_SAY_LABEL),
                "hidden": item.asked(form.asked_by) is not Truth.YES,
                "follow_up": item.item.ask_if is not None,
                "missing": name in form.blank_items and bool(each.errors),
                "scale": len(options) > 6,
            }
        )


def _nothing(each: Drawn, question: Any, form: SectionForm) -> None:
    return None


FILL = {
    "yes_no": _choices,
    "one": _choices,
    "some": _choices,
    "words": _text,
    "email": _text,
    "phone": _nothing,
    "number": _number,
    "length": _boxes,
    "mass": _boxes,
    "day": _boxes,
    "address": _parts,
    "rows": _rows,
    "instrument": _instrument,
    "tick": _nothing,
}
