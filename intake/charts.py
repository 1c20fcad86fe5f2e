"""Charts as plain numbers: where each bar, line and label of a drawing stands. The templates draw them as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 480, 220
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 12, 28
MOST_LABELS = 7


@dataclass(frozen=True)
class Mark:
    """Something drawn at a place: a bar with its size, a point, or a label."""

    x: float
    y: float
    width: float = 0
    height: float = 0
    words: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a chart: stretches without a gap, as points for SVG, and a mark at each value."""

    stretches: tuple[str, ...]
    points: tuple[Mark, ...]


@dataclass(frozen=True)
class Chart:
    """A drawing of a fixed size, to be scaled by the page."""

    width: int = WIDTH
    height: int = HEIGHT
    bars: tuple[Mark, ...] = ()
    lines: tuple[Line, ...] = ()
    ticks: tuple[Mark, ...] = ()
    labels: tuple[Mark, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not (any(bar.height for bar in self.bars) or any(line.points for line in self.lines))


def columns(labels: Sequence[str], values: Sequence[float]) -> Chart:
    """A column for each value, from left to right."""
    scale = _Scale(values, len(labels))
    gap = 2 if scale.step > 8 else 0.5
    bars = tuple(
        Mark(
            round(scale.left(place) + gap / 2, 1),
            scale.y(value),
            round(scale.step - gap, 1),
            round(scale.floor - scale.y(value), 1),
        )
        for place, value in enumerate(values)
    )
    return Chart(bars=bars, ticks=scale.ticks(), labels=scale.labels(labels))


def lines(labels: Sequence[str], series: Sequence[Sequence[float | None]]) -> Chart:
    """A line for each series; where there is no value the line has a gap."""
    scale = _Scale([value for one in series for value in one if value is not None], len(labels))
    drawn = tuple(_line(one, scale) for one in series)
    return Chart(lines=drawn, ticks=scale.ticks(), labels=scale.labels(labels))


def _line(values: Sequence[float | None], scale: _Scale) -> Line:
    stretches: list[list[Mark]] = [[]]
    for place, value in enumerate(values):
        if value is not None:
            stretches[-1].append(Mark(scale.middle(place), scale.y(value)))
        elif stretches[-1]:
            stretches.append([])
    joined = tuple(" ".join(f"{each.x},{each.y}" for each in one) for one in stretches if len(one) > 1)
    return Line(joined, tuple(each for one in stretches for each in one))


def share(value: float, most: float) -> float:
    """How much of a bar of 100 a value fills; what is more than nothing shows at least a little."""
    return 0 if not value else round(max(1, 100 * value / most), 1)


class _Scale:
    """From values and places to points of the drawing, with round numbers at the side."""

    def __init__(self, values: Sequence[float], places: int) -> None:
        self.most = _round_up(max(values, default=0))
        self.floor = HEIGHT - BOTTOM
        self.step = (WIDTH - LEFT - RIGHT) / max(places, 1)

    def y(self, value: float) -> float:
        return round(self.floor - (self.floor - TOP) * value / self.most, 1)

    def left(self, place: int) -> float:
        return LEFT + self.step * place

    def middle(self, place: int) -> float:
        return round(self.left(place) + self.step / 2, 1)

    def ticks(self) -> tuple[Mark, ...]:
        return tuple(
            Mark(LEFT, self.y(value), WIDTH - LEFT - RIGHT, words=f"{value:g}")
            for value in (0, self.most / 2, self.most)
        )

    def labels(self, words: Sequence[str]) -> tuple[Mark, ...]:
        every = max(1, math.ceil(len(words) / MOST_LABELS))
        return tuple(
            Mark(self.middle(place), HEIGHT - 8, words=each)
            for place, each in enumerate(words)
            if place % every == 0
        )


def _round_up(value: float) -> float:
    """The next round number whose half is round too."""
    if value <= 0:
        return 2
    size = 10 ** math.floor(math.log10(value))
    return next((step * size for step in (1, 2, 4, 6, 8, 10) if step * size >= value and step * size >= 2), 2)
