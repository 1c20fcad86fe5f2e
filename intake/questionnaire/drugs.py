"""Medicines and their classes: what each does with the infusion, and what staff do.

The medicines are in `drugs.csv`, the classes in `drug_classes.csv`. Names are looked up in `drug_names.py`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent

HERBS = frozenset(
    "St John's wort|kratom|ephedra|ayahuasca|cannabidiol|turmeric|ashwagandha|elderberry|probiotic|glucosamine|collagen|"
    "creatine|biotin|vitamin D|vitamin B12|vitamin C|folic acid|iron|calcium|zinc|multivitamin|prenatal vitamin|"
    "coenzyme Q10|omega-3 fish oil|melatonin|levocarnitine|magnesium oxide".split("|")
)


@dataclass(frozen=True)
class DrugClass:
    """A class of medicines: what it does with the infusion and what staff do. `source` is marked V (read) or G."""

    key: str
    title: str
    level: str
    effect: str
    action: str
    source: str


@dataclass(frozen=True)
class Drug:
    """One medicine. `level` is its own where it differs from its class's; a drug in no class is only known."""

    generic: str
    brands: tuple[str, ...]
    also: tuple[str, ...]
    classes: tuple[str, ...]
    tags: frozenset[str]
    level: str
    note: str


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("; ") if part)


def _read(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


DRUG_CLASSES: Mapping[str, DrugClass] = {row["key"]: DrugClass(**row) for row in _read("drug_classes.csv")}
DRUGS: tuple[Drug, ...] = tuple(
    Drug(
        generic=row["generic"],
        brands=_listed(row["brands"]),
        also=_listed(row["also"]),
        classes=_listed(row["classes"]),
        tags=frozenset(_listed(row["tags"])),
        level=row["level"],
        note=row["note"],
    )
    for row in _read("drugs.csv")
)
KNOWN_WITHOUT_CLASS = tuple(drug for drug in DRUGS if not drug.classes)
