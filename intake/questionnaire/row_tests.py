"""Tests of a row in the list of medicines, or of allergies: of a class, with a tag, one of these, unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intake.questionnaire.drug_names import drugs_in, drugs_of_row, unrecognised, words_of
from intake.questionnaire.drugs import DRUG_CLASSES


@dataclass(frozen=True)
class OfClass:
    """A medicine of one of these classes."""

    keys: tuple[str, ...]

    def __init__(self, *keys: str) -> None:
        unknown = [key for key in keys if key not in DRUG_CLASSES]
        if unknown:
            raise ValueError(f"no such class of medicines: {', '.join(unknown)}")
        object.__setattr__(self, "keys", keys)

    def holds(self, row: Mapping[str, Any]) -> bool:
        return any(key in self.keys for drug in drugs_of_row(row) for key in drug.classes)

    def __str__(self) -> str:
        titles = ", ".join(DRUG_CLASSES[key].title for key in self.keys)
        return f"a medicine of the class {titles}" if len(self.keys) == 1 else f"a medicine of one of the classes {titles}"


TAG_WORDS = {
    "sedative": "a medicine that sedates",
    "bp_raising": "a medicine that raises blood pressure",
    "seizure_threshold": "a medicine that lowers the seizure threshold",
    "marks_heart": "a medicine mostly taken for heart disease",
    "marks_seizure": "a medicine mostly taken for seizures",
}


@dataclass(frozen=True)
class Tagged:
    """A medicine with this tag: sedative, bp_raising, seizure_threshold, marks_heart, marks_seizure."""

    tag: str

    def holds(self, row: Mapping[str, Any]) -> bool:
        return self.count(row) > 0

    def count(self, row: Mapping[str, Any]) -> int:
        """How many such medicines a row names: patients write several in one; a combination counts once."""
        tagged = [drug.generic for drug in drugs_of_row(row) if self.tag in drug.tags]
        parts = {part for generic in tagged if "-" in generic for part in generic.split("-")}
        return sum(generic not in parts for generic in tagged)

    def __str__(self) -> str:
        return TAG_WORDS[self.tag]


@dataclass(frozen=True)
class Named:
    """One of these very medicines."""

    generics: tuple[str, ...]

    def __init__(self, *generics: str) -> None:
        object.__setattr__(self, "generics", generics)

    def holds(self, row: Mapping[str, Any]) -> bool:
        return any(drug.generic in self.generics for drug in drugs_of_row(row))

    def __str__(self) -> str:
        return " or ".join(self.generics)


@dataclass(frozen=True)
class Unknown:
    """A name that we do not know, also beside one that we know."""

    def holds(self, row: Mapping[str, Any]) -> bool:
        return bool(unrecognised(str(row.get("name", ""))))

    def __str__(self) -> str:
        return "a medicine that is not recognised"


@dataclass(frozen=True)
class Mentions:
    """A row of allergies that names one of these substances."""

    substances: tuple[str, ...]

    def __init__(self, *substances: str) -> None:
        object.__setattr__(self, "substances", substances)

    def holds(self, row: Mapping[str, Any]) -> bool:
        said = words_of(str(row.get("substance", "")))
        named = {drug.generic for drug in drugs_in(str(row.get("substance", "")))}
        return any(each in said or each in named for each in self.substances)

    def __str__(self) -> str:
        return " or ".join(self.substances)
