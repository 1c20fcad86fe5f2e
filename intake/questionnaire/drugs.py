"""Medicines by name: which drug a patient means, its classes, and tests of a row in the list of medicines.

The names are in `drugs.csv`, the classes in `drug_classes.csv`. A name is looked up as whole words, whatever stands
beside them (dose, form, salt). A combination is found as itself and as its parts. A near miss is only suggested.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SHORT_NAMES = {
    "insulin": "insulin regular",
    "selegiline": "selegiline oral",
    "naloxone": "naloxone rescue",
    "hydrocodone": "hydrocodone ER",
    "scopolamine": "scopolamine patch",
    "armour": "thyroid desiccated",
    "adderal": "amphetamine mixed salts",
    "thc": "cannabis",
    "weed": "cannabis",
    "cbd": "cannabidiol",
    "mushrooms": "psilocybin",
    "st johns wort": "St John's wort",
    "fish oil": "omega-3 fish oil",
    "humulin": "insulin regular",
    "novolin": "insulin regular",
    "valproic acid": "valproate",
    "hctz": "hydrochlorothiazide",
    "apap": "acetaminophen",
    "dxm": "dextromethorphan",
    "dhe": "dihydroergotamine",
    "ees": "erythromycin",
    "vitamin d3": "vitamin D",
    "vitamin d2": "vitamin D",
    "b12": "vitamin B12",
    "magnesium": "magnesium oxide",
    "multi vitamin": "multivitamin",
}
"""What patients write for a drug whose full name says more: sends the name to that drug. Counts only for words that
no full name covers, so that *hydrocodone-acetaminophen* is not hydrocodone alone as well."""

DESCRIPTIONS = frozenset(
    ("compounded", "compounded troche", "compounded nasal spray", "rapid dissolve tablet")
)
"""Listed with the names, but true of many medicines: they count only where nothing else is written."""

FORMS = frozenset("xr er sr cr la xl cd cc odt".split())
"""Endings of a brand that tell how it is released; patients leave them away."""

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


def words_of(name: str) -> tuple[str, ...]:
    """A name as its words: lower case, no accents, nothing but letters and digits."""
    plain = unicodedata.normalize("NFKD", name.casefold()).replace("'", "").replace("’", "")
    return tuple(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


Words = tuple[str, ...]


def _indexes() -> tuple[
    dict[Words, tuple[Drug, ...]], dict[Words, tuple[Drug, ...]], dict[Words, tuple[Drug, ...]]
]:
    """Drugs by the words of their full names, of the short names patients use, and of mere descriptions."""
    full: dict[Words, tuple[Drug, ...]] = {}
    described: dict[Words, tuple[Drug, ...]] = {}
    for drug in DRUGS:
        for name in (drug.generic, *drug.brands, *drug.also):
            index = described if name in DESCRIPTIONS else full
            index[words_of(name)] = (*index.get(words_of(name), ()), drug)
    for drug in DRUGS:
        for brand in set(drug.brands) - DESCRIPTIONS:
            plain = tuple(word for word in words_of(brand) if word not in FORMS)
            full.setdefault(plain, (drug,))
    by_generic = {drug.generic: drug for drug in DRUGS}
    short = {words_of(name): (by_generic[generic],) for name, generic in SHORT_NAMES.items()}
    return full, {name: drugs for name, drugs in short.items() if name not in full}, described


FULL, SHORT, DESCRIBED = _indexes()
LONGEST = max(len(name) for index in (FULL, SHORT, DESCRIBED) for name in index)
COMBINATIONS = tuple(
    (frozenset(words_of(drug.generic)), drug)
    for drug in DRUGS
    if "-" in drug.generic and " " not in drug.generic
)


@lru_cache(maxsize=4096)
def drugs_in(name: str) -> tuple[Drug, ...]:
    """Every drug that a written name holds, each once: a combination as itself and as its parts."""
    words = words_of(name)
    found, covered = _found(words, FULL)
    for parts, drug in COMBINATIONS:
        if parts <= set(words):
            found[drug.generic] = drug
            covered |= {at for at, word in enumerate(words) if word in parts}
    rest = tuple("" if at in covered else word for at, word in enumerate(words))
    found |= _found(rest, SHORT)[0]
    found |= {drug.generic: drug for drug in DESCRIBED.get(words, ())}
    for drug in tuple(found.values()):
        for part in drug.generic.split("-") if "-" in drug.generic else ():
            for single in FULL.get(words_of(part), ()):
                found.setdefault(single.generic, single)
    return tuple(found.values())


def _found(words: Words, index: Mapping[Words, tuple[Drug, ...]]) -> tuple[dict[str, Drug], set[int]]:
    """The drugs whose names stand among these words, and the places of the words they take up."""
    found: dict[str, Drug] = {}
    covered: set[int] = set()
    for start in range(len(words)):
        for length in range(min(LONGEST, len(words) - start), 0, -1):
            for drug in index.get(words[start : start + length], ()):
                found[drug.generic] = drug
                covered.update(range(start, start + length))
    return found, covered


@lru_cache(maxsize=1024)
def suggestions(name: str) -> tuple[str, ...]:
    """Names one letter away from a word of six letters or more; only ever suggested."""
    if drugs_in(name):
        return ()
    near = {
        key[0]
        for word in words_of(name)
        if len(word) >= 6
        for key in FULL
        if len(key) == 1 and len(key[0]) >= 6 and _one_edit(word, key[0])
    }
    return tuple(sorted(near))


def _one_edit(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def drugs_of_row(row: Mapping[str, Any]) -> tuple[Drug, ...]:
    """The drugs that one row of the list of medicines names."""
    return drugs_in(str(row.get("name", "")))


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
        return "a medicine of the class " + " or ".join(DRUG_CLASSES[key].title.lower() for key in self.keys)


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
        return f"a medicine marked {self.tag.replace('_', ' ')}"


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
    """A name that we do not know."""

    def holds(self, row: Mapping[str, Any]) -> bool:
        return bool(row.get("name")) and not drugs_of_row(row)

    def __str__(self) -> str:
        return "a name that is not recognised"


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
