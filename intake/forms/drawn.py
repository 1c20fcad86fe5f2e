"""A question as the form's template reads it: everything worked out beforehand, so that one flat template can loop."""

from __future__ import annotations

from dataclasses import dataclass, field

SCALE_FROM = 7
"""From so many options on, a line of an instrument is drawn as a row of numbers."""


@dataclass
class Choice:
    """One answer that can be chosen. `alone` excludes the others; `away` is not offered now."""

    value: str
    words: str
    id: str
    chosen: bool = False
    alone: bool = False
    away: bool = False


@dataclass
class Box:
    """One box to write in, or to choose in."""

    name: str
    id: str
    label: str
    value: str
    kind: str = ""
    wrong: bool = False
    required: bool = True
    longest: int = 200
    autocomplete: str = "off"
    choices: list[Choice] = field(default_factory=list)


@dataclass
class Row:
    """One row of a list; the pattern is what a script copies to add another."""

    number: str
    boxes: list[Box]
    is_pattern: bool = False
    is_new: bool = False


@dataclass
class DrawnItem:
    """One line of an instrument."""

    name: str
    text: str
    choices: list[Choice]
    declined: Choice
    hidden: bool
    follow_up: bool
    missing: bool

    @property
    def is_scale(self) -> bool:
        """Whether it is drawn as a row of numbers, with words at its ends."""
        return len(self.choices) >= SCALE_FROM


@dataclass
class Drawn:
    """One question, ready to be drawn. `shape` is how it is held together, `kind` what is inside."""

    name: str
    label: str
    help: str
    required: bool
    hidden: bool
    follow_up: bool
    kind: str = ""
    shape: str = "fieldset"
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    conflict: tuple[str, str] | None = None
    choices: list[Choice] = field(default_factory=list)
    choices_from: str = ""
    boxes: list[Box] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    items: list[DrawnItem] = field(default_factory=list)
    unit: str = ""
    long: bool = False
    stem: str = ""
    row_word: str = ""
    other: Box | None = None

    @property
    def described_by(self) -> str:
        """Ids of the hint, the error and the doubt that stand before the answer."""
        in_legend = self.shape == "yes-no"
        said = (("hint", self.help and not in_legend), ("error", self.errors), ("doubt", self.warnings))
        return " ".join(f"id_{self.name}_{part}" for part, there in said if there)

    @property
    def named(self) -> str:
        """What the list of problems calls it: the question, or an instrument's first line without an answer."""
        return next((item.text for item in self.items if item.missing), self.label)

    @property
    def target(self) -> str:
        """Where the list of problems leads: the first control that needs a hand."""
        for item in self.items:
            if item.missing:
                return item.choices[0].id
        boxes = [*self.boxes, *(box for row in self.rows for box in row.boxes), *filter(None, [self.other])]
        wrong = next((box for box in boxes if box.wrong), None)
        if wrong or self.boxes:
            return (wrong or self.boxes[0]).id
        return next((choice.id for choice in self.choices), f"id_{self.name}")
