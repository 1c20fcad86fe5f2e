"""How hard a text is to read: the Flesch-Kincaid grade, with names of drugs and conditions as one two-syllable word."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

NAMES = Path(__file__).parent.parent / "content" / "names.txt"
BEYOND_MEASURE = 99.9
STAND_IN = "doctor"
TOKEN = re.compile(r"\[\[(\w+)\s*([^\]|]*)(?:\|([^\]]*))?\]\]")


def grade(markdown: str) -> float:
    """The United States school grade at which a text is read with ease, one decimal; 0 for a text without words."""
    sentences = [words for words in map(_words, _sentences(plain(markdown))) if words]
    count = sum(map(len, sentences))
    if not count:
        return 0.0
    sounds = sum(syllables(word) for words in sentences for word in words)
    return min(BEYOND_MEASURE, round(0.39 * count / len(sentences) + 11.8 * sounds / count - 15.59, 1))


def plain(markdown: str, *, fact: str = "six") -> str:
    """The words of a Markdown text: no marks, no addresses; a token stands for the words it shows.

    `fact` stands where the clinic's own words will: a short word to measure by, or a mark that something is left out.
    """
    text = TOKEN.sub(lambda token: fact if token[1] == "clinic" else _shown(token), markdown)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    text = re.sub(r"^\s*\|?[\s:|-]+\|[\s:|-]*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*(#{1,6}|[-*+>]|\d+\.)\s+", "", text, flags=re.MULTILINE)
    text = text.replace("|", ".\n")
    return re.sub(r"[*_`\[\]>]", "", text)


def words_to_search(markdown: str) -> str:
    """The same words in one run, as search looks through them and shows them."""
    text = re.sub(r"\s*\n\s*", " ", plain(markdown, fact="…"))
    return re.sub(r"\s+([.,;:?!])", r"\1", re.sub(r"(?:\s*\.\s*){2,}", ". ", text)).strip(" .") + "."


def _shown(token: re.Match[str]) -> str:
    kind, argument, words = token.groups()
    if kind == "term":
        return words or argument
    return ""


def _sentences(text: str) -> list[str]:
    """Sentences; a line of a list, a heading and a cell of a table are sentences of their own."""
    return re.split(r"(?<=[.!?])\s+|\n\s*\n|\n", _named(text))


def _named(text: str) -> str:
    return _names().sub(STAND_IN, text)


@cache
def _names() -> re.Pattern[str]:
    names = sorted(NAMES.read_text().splitlines(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, filter(None, names)))})\b", re.IGNORECASE)


def _words(sentence: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z’']*|\d+", sentence)


def syllables(word: str) -> int:
    """Syllables of an English word, by its vowels: a close guess, as every such count is."""
    if word.isdigit():
        return 1
    bare = re.sub(r"[^a-z]", "", word.lower())
    if len(bare) <= 3:
        return 1
    bare = re.sub(r"(?:[^laeiouy]es|[^aeiouydt]ed|[^laeiouy]e)$", "", bare)
    return max(1, len(re.findall(r"[aeiouy]{1,2}", bare.removeprefix("y"))))
