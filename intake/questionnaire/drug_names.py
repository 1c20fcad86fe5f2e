"""Which medicines a patient means by what they wrote.

A name is looked up as whole words, whatever stands beside them (dose, form, salt). A combination is found as itself and
as its parts. A near miss is only suggested.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from intake.questionnaire.drugs import DRUGS, Drug

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
