"""Charts are numbers: every bar and point within the drawing, gaps where nothing is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.charts import BOTTOM, HEIGHT, LEFT, TOP, WIDTH, columns, lines, share

amounts = st.lists(st.integers(0, 10_000_000), min_size=1, max_size=60)


@given(amounts)
def test_a_column_stands_on_the_floor_and_within_the_drawing(values: list[int]) -> None:
    chart = columns([str(value) for value in values], values)
    assert len(chart.bars) == len(values)
    for bar, value in zip(chart.bars, values, strict=True):
        assert bar.x >= LEFT and bar.x + bar.width <= WIDTH and bar.width > 0
        assert bar.y >= TOP and round(bar.y + bar.height, 1) == HEIGHT - BOTTOM
        assert value or bar.height == 0
    assert chart.is_empty is not any(bar.height for bar in chart.bars)
    assert 1 <= len(chart.labels) <= 7


@pytest.mark.parametrize(
    ("most", "ticks"),
    [(0, ["0", "1", "2"]), (1, ["0", "1", "2"]), (3, ["0", "2", "4"]), (7, ["0", "4", "8"]), (41, ["0", "30", "60"]),
     (100, ["0", "50", "100"]), (101, ["0", "100", "200"])],
)  # fmt: skip
def test_the_side_carries_round_numbers(most: int, ticks: list[str]) -> None:
    assert [tick.words for tick in columns(["a"], [most]).ticks] == ticks


def test_the_tallest_bar_is_twice_as_tall_as_one_of_half() -> None:
    tall, half = columns(["a", "b"], [10, 5]).bars
    assert tall.height == 2 * half.height


def test_a_line_breaks_where_nothing_is_known_and_a_lone_value_is_a_point() -> None:
    (line,) = lines(list("abcdef"), [[1, 2, None, 3, None, None]]).lines
    assert len(line.points) == 3 and len(line.stretches) == 1
    assert line.stretches[0].count(",") == 2
    assert lines(list("ab"), [[None, None]]).is_empty


@pytest.mark.parametrize(("value", "most", "expected"), [(0, 0, 0), (0, 9, 0), (1, 1000, 1), (5, 10, 50), (10, 10, 100)])
def test_a_bar_shows_even_a_little(value: int, most: int, expected: float) -> None:
    assert share(value, most) == expected
