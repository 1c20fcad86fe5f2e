"""What changed between two texts: paragraph beside paragraph, and inside a changed one the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

LIKE = 0.4
MOST_COMPARED = 900
MOST_WORDS = 4_000
MOST_PARAGRAPHS = 1_500


class Piece(NamedTuple):
    """Some words of one side, and whether the other side lacks them."""

    words: str
    is_changed: bool


@dataclass(frozen=True)
class Pair:
    """One paragraph before and after; empty where it is only on one side."""

    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()

    @property
    def kind(self) -> str:
        """Same, changed, removed or added."""
        if not self.before:
            return "added"
        if not self.after:
            return "removed"
        return "changed" if any(piece.is_changed for piece in (*self.before, *self.after)) else "same"

    @property
    def is_heading(self) -> bool:
        return any(side and side[0].words.startswith("#") for side in (self.before, self.after))


class Run(NamedTuple):
    """Pairs in a row; folded where they are all the same and further from a change than its neighbours."""

    is_folded: bool
    pairs: list[Pair]


def runs(pairs: Sequence[Pair]) -> list[Run]:
    """All pairs; what stayed the same is folded but for one paragraph beside each change."""
    changed = [at for at, pair in enumerate(pairs) if pair.kind != "same"]
    near = {at + step for at in changed for step in (-1, 0, 1)}
    found: list[Run] = []
    for is_folded, group in groupby(enumerate(pairs), key=lambda each: bool(near) and each[0] not in near):
        run = [pair for _at, pair in group]
        found.append(Run(is_folded and len(run) > 1, run))
    return found


def differences(before: str, after: str) -> list[Pair]:
    """Every paragraph of both texts, in order. A text beyond all measure is compared as a whole."""
    old, new = _paragraphs(before), _paragraphs(after)
    if max(len(old), len(new)) > MOST_PARAGRAPHS and old != new:
        return [Pair((Piece(before, True),), (Piece(after, True),))]
    return list(_paired(old, new))


def words_changed(before: str, after: str) -> Pair:
    """One short text beside another."""
    old, new = _words(before), _words(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return Pair((Piece(before, True),), (Piece(after, True),))
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if a < b:
            left.append(Piece("".join(old[a:b]), kind != "equal"))
        if c < d:
            right.append(Piece("".join(new[c:d]), kind != "equal"))
    return Pair(tuple(left), tuple(right))


def _paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")) if part.strip()]


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (Pair((Piece(each, False),), (Piece(each, False),)) for each in old[a:b])
        else:
            yield from _aligned(old[a:b], new[c:d])


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Paragraphs that are alike stand beside each other; what has no like stands alone."""
    best = _most_alike(old, new)
    if best is None:
        yield from (Pair(before=(Piece(each, True),)) for each in old)
        yield from (Pair(after=(Piece(each, True),)) for each in new)
        return
    i, j = best
    yield from _aligned(old[:i], new[:j])
    yield words_changed(old[i], new[j])
    yield from _aligned(old[i + 1 :], new[j + 1 :])


def _most_alike(old: Sequence[str], new: Sequence[str]) -> tuple[int, int] | None:
    if not old or not new:
        return None
    if len(old) * len(new) > MOST_COMPARED:
        return len(old) // 2, min(len(old) // 2, len(new) - 1)
    alike = [(_likeness(one, other), -i, -j) for i, one in enumerate(old) for j, other in enumerate(new)]
    likeness, i, j = max(alike)
    return (-i, -j) if likeness >= LIKE else None


def _likeness(one: str, other: str) -> float:
    mine, theirs = set(_words(one.lower())), set(_words(other.lower()))
    return len(mine & theirs) / max(1, len(mine | theirs))
