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
    "pot": "cannabis",
    "edibles": "cannabis",
    "delta 8": "delta-8 THC",
    "cbd": "cannabidiol",
    "mushrooms": "psilocybin",
    "shrooms": "psilocybin",
    "nitrous": "nitrous oxide",
    "special k": "ketamine",
    "beer": "alcohol",
    "wine": "alcohol",
    "liquor": "alcohol",
    "st johns wort": "St John's wort",
    "saint johns wort": "St John's wort",
    "st johns wart": "St John's wort",
    "fish oil": "omega-3 fish oil",
    "humulin": "insulin regular",
    "novolin": "insulin regular",
    "valproic acid": "valproate",
    "hctz": "hydrochlorothiazide",
    "apap": "acetaminophen",
    "dxm": "dextromethorphan",
    "dayquil": "dextromethorphan; phenylephrine",
    "unisom": "doxylamine",
    "caffeine": "caffeine tablets",
    "dhe": "dihydroergotamine",
    "ergotamine": "ergotamine-caffeine",
    "oxy": "oxycodone",
    "pentazocine": "pentazocine-naloxone",
    "talwin": "pentazocine-naloxone",
    "ees": "erythromycin",
    "theo dur": "theophylline",
    "theodur": "theophylline",
    "theo24": "theophylline",
    "theolair": "theophylline",
    "slo bid": "theophylline",
    "slo phyllin": "theophylline",
    "uni dur": "theophylline",
    "quibron": "theophylline",
    "truphylline": "aminophylline",
    "vitamin d3": "vitamin D",
    "vitamin d2": "vitamin D",
    "b12": "vitamin B12",
    "magnesium": "magnesium oxide",
    "multi vitamin": "multivitamin",
    "prenatal": "prenatal vitamin",
}
"""What patients write for a drug whose full name says more, and brands that are gone from the shelves: sends the name
to that drug. Counts only for words that no full name covers, so that *hydrocodone-acetaminophen* is not hydrocodone
alone as well."""

LONGER_NAMES = {
    "tylenol 3": "codeine",
    "tylenol 4": "codeine",
    "tylenol no 3": "codeine",
    "tylenol no 4": "codeine",
    "mucinex d": "pseudoephedrine",
    "aleve d": "pseudoephedrine",
    "advil cold": "pseudoephedrine",
}
"""A plain brand with a word more, which adds a drug."""

PLAIN_WORDS = frozenset(
    "mcg gram grams unit units drop drops puff puffs spray sprays tab tabs tablet tablets cap caps capsule capsules pill "
    "pills patch patches shot shots injection injections injectable pen syrup liquid solution suspension cream gel "
    "ointment lotion powder film films strip strips gummy gummies lozenge lozenges troche troches oral mouth nasal nose "
    "topical skin sublingual under tongue rectal vaginal eye ear the and with without plus one two three four five six "
    "seven eight nine ten half quarter once twice times time daily day days week weeks weekly month months monthly year "
    "years hour hours hourly every each other per morning mornings noon afternoon evening evenings night nights nightly "
    "bedtime bed sleep breakfast lunch dinner supper food meal meals water needed necessary prn bid tid qid qhs qam qpm "
    "qod take takes taking took taken use uses using used apply inject for from since about around maybe sometimes "
    "rarely often occasionally usually only some little low high dose doses dosed strength extra maximum max min mini "
    "regular baby adult adults children childrens infant extended release delayed immediate controlled long short "
    "acting slow coated enteric chewable dissolvable dissolving disintegrating odt generic brand name called hcl "
    "hydrochloride sodium potassium calcium magnesium acetate sulfate tartrate succinate maleate mesylate fumarate "
    "citrate phosphate bromide chloride acid salt salts compounded pharmacy over counter otc store bought rescue kit "
    "refill refills left right both new old started stopped increased decreased".split()
)
"""What stands beside a medicine's name and names none."""

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
    full |= _sent_to(LONGER_NAMES)
    short = {name: drugs for name, drugs in _sent_to(SHORT_NAMES).items() if name not in full}
    return full, short, described


def _sent_to(names: Mapping[str, str]) -> dict[Words, tuple[Drug, ...]]:
    by_generic = {drug.generic: drug for drug in DRUGS}
    return {
        words_of(name): tuple(by_generic[generic] for generic in generics.split("; "))
        for name, generics in names.items()
    }


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
    return tuple(_looked_up(words_of(name))[0].values())


def _looked_up(words: Words) -> tuple[dict[str, Drug], set[str]]:
    """The drugs that these words name, by generic name, and the words that name them."""
    found, covered = _found(words, FULL)
    for parts, drug in COMBINATIONS:
        if parts <= set(words):
            found[drug.generic] = drug
            covered |= {at for at, word in enumerate(words) if word in parts}
    rest = tuple("" if at in covered else word for at, word in enumerate(words))
    for more, places in (_found(rest, SHORT), _described(words)):
        found |= more
        covered |= places
    for drug in tuple(found.values()):
        for part in drug.generic.split("-") if "-" in drug.generic else ():
            for single in FULL.get(words_of(part), ()):
                found.setdefault(single.generic, single)
    return found, {words[at] for at in covered}


def _described(words: Words) -> tuple[dict[str, Drug], set[int]]:
    found = {drug.generic: drug for drug in DESCRIBED.get(words, ())}
    return found, set(range(len(words))) if found else set()


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
    """Names one letter away from a word that names nothing; only ever suggested."""
    return tuple(sorted({near for word in _unnamed(name) for near in _near(word)}))


@lru_cache(maxsize=4096)
def unrecognised(name: str) -> tuple[str, ...]:
    """What in a written name we do not know: all of it, a part beside a known name, or a near miss."""
    if not drugs_in(name):
        return (name.strip(),) if name.strip() else ()
    unnamed = _unnamed(name)
    unknown = [part for part in _parts(name) if set(words_of(part)) <= set(unnamed) and _is_telling(part)]
    told = {word for part in unknown for word in words_of(part)}
    return (*unknown, *(word for word in unnamed if word not in told and _near(word)))


def _unnamed(name: str) -> tuple[str, ...]:
    """The words that name no drug we know."""
    words = words_of(name)
    named = _looked_up(words)[1]
    return tuple(word for word in words if word not in named)


def _parts(name: str) -> tuple[str, ...]:
    """A row as the several medicines that patients write in one, without what each is for."""
    listed = (re.split(r"\sfor\s", each)[0] for each in re.split(r"[,;+&\n]", name))
    parts = (part.strip() for each in listed for part in re.split(r"\sand\s|/", each))
    return tuple(part for part in parts if part)


def _is_telling(part: str) -> bool:
    """Whether a part may be a name: it holds more than numbers, short words and words that name nothing."""
    words = words_of(part)
    if not words:
        return any(letter.isalpha() for letter in part)
    return any(len(word) >= 3 and word.isalpha() and word not in PLAIN_WORDS for word in words)


@lru_cache(maxsize=4096)
def _near(word: str) -> tuple[str, ...]:
    """Names of six letters or more that are one letter away."""
    if len(word) < 6 or word in PLAIN_WORDS:
        return ()
    return tuple(key[0] for key in FULL if len(key) == 1 and len(key[0]) >= 6 and _one_edit(word, key[0]))


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
