"""Promotional words that no page may use: they promise what nobody can.

A word may stand where the same sentence denies it, or inside a myth block (a quotation that begins with *Myth:*).
"""

from __future__ import annotations

import re

REFUSED = re.compile(
    r"\b(safest|proven|proves?|cures?|cured|breakthroughs?|rewir\w*|miracles?|miraculous|no risks?|risk[- ]free"
    r"|guarantee\w*|painless|repairs?|repaired|resets?|revolution\w*|cutting[- ]edge|game[- ]changer)\b",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(not|no|nobody|never|cannot|none|without|(?:isn|aren|doesn|don|can|hasn|haven|won)[’']t)\b", re.IGNORECASE
)
MYTH = re.compile(r"^\s*>\s*\**\s*myth\s*:", re.IGNORECASE)


def promotional_words(markdown: str) -> list[str]:
    """Each promotional word that stands unchecked, in the order written, once."""
    found: list[str] = []
    for block in re.split(r"\n\s*\n", markdown):
        if MYTH.match(block):
            continue
        for sentence in re.split(r"(?<=[.!?:;])\s+|\n(?=\s*[-*#\d|])", block):
            found += [word.group().lower() for word in REFUSED.finditer(sentence) if not _denied(sentence, word)]
    return list(dict.fromkeys(found))


def _denied(sentence: str, word: re.Match[str]) -> bool:
    around = sentence[: word.start()] + " " + sentence[word.end() :]
    return bool(DENIED.search(around))
