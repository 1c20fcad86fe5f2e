"""Words that no message may hold: medicines, diagnoses, specialities. A message lies open on a lock screen.

Stems are found at the beginning of a word; names as whole words. Case, accents and look-alike forms do not hide one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final

from intake.questionnaire.drugs import DRUGS

STEMS: Final = tuple(
    "abort addict alcoholi alzheimer anaesth anesth anorex antidepress anxi arrhythm arthrit asthma autis bipolar "
    "bulimi cancer cannab cardiac cardiolog chemother cirrho cocain counsel dement depress detox diabet dialys dissoci "
    "drug ecstasy electroconvuls endocrin epilep esketam fibromyalg glaucom gynaecolog gynecolog hallucin hepatit "
    "heroin hypertens infus insulin intraven ketam ketaset lozenge mania manic marijuan mdma methadon migrain narcot "
    "neurolog neuropath obsessiv oncolog opiat opioid overdos panic pregnan psilocyb psych ptsd rehab rheumat schizo "
    "sedat seizur self-harm spravato stroke substance suicid therap transfus trauma tumor tumour urolog".split()
)
"""Diagnoses, specialities and treatments, by the beginning of the word."""
PHRASES: Final = (
    "mental",
    "mood disorder",
    "eating disorder",
    "chronic pain",
    "pain clinic",
    "pain management",
    "pain medicine",
    "heart attack",
    "heart failure",
    "behavioral health",
    "behavioural health",
    "crps",
    "ocd",
    "adhd",
    "hiv",
    "ect",
    "tms",
    "iv",
    "drip",
    "injection",
    "diagnosis",
    "diagnosed",
    "symptoms",
    "prescription",
    "trip sitter",
    "fasting",
    "blood pressure",
)
"""The rest, as whole words."""


def health_words_in(text: str, also: Iterable[str] = ()) -> tuple[str, ...]:
    """Every refused word that a text holds, as it stands in the list; `also` are a clinic's own, such as its name."""
    plain = _plain(text)
    own = [word for word in (_plain(each) for each in also) if word and _whole([word]).search(plain)]
    found = [match[1] for match in _known().finditer(plain)]
    return tuple(dict.fromkeys([*found, *own]))


@cache
def _known() -> re.Pattern[str]:
    names = {name for drug in DRUGS for name in (drug.generic, *drug.brands, *drug.also)}
    whole = sorted({_plain(name) for name in names | set(PHRASES)} - {""}, key=len, reverse=True)
    stems = "|".join(re.escape(stem) for stem in STEMS)
    return re.compile(rf"(?<![a-z0-9])((?:{stems})[a-z]*|(?:{'|'.join(map(re.escape, whole))})(?![a-z0-9]))")


def _whole(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9])({'|'.join(map(re.escape, words))})(?![a-z0-9])")


def _plain(text: str) -> str:
    """No case, no accents, no zero-width signs, single spaces."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(
        letter for letter in folded if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf"
    )
    return " ".join(kept.split())
