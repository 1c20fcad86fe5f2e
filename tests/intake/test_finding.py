"""What staff type to find somebody, and what is looked up."""

from __future__ import annotations

import pytest

from clinic.blind_index import blind
from intake.forms.finding import NothingToFind, Search, searches_for


def last(name: str) -> Search:
    return Search("last_name_index", blind("last_name", name))


def born(name: str, day: str) -> Search:
    return Search("last_name_birth_index", blind("last_name_and_birth_date", f"{name}|{day}"))


EMAIL = Search("email_index", blind("email", "jo@example.org"))
PHONE = Search("phone_index", blind("phone", "+12025550143"))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        (" JO@Example.org ", EMAIL),
        ("+1 202-555-0143", PHONE),
        ("(202) 555-0143", PHONE),
        ("202.555.0143", PHONE),
        ("Sample", last("sample")),
        ("  GARCÍA  ", last("Garcia")),
        ("van der Berg", last("Van der Berg")),
        ("Garcia 1984-06-02", born("Garcia", "1984-06-02")),
        ("1984-06-02 Garcia", born("Garcia", "1984-06-02")),
        ("Garcia, 6/2/1984", born("Garcia", "1984-06-02")),
        ("Garcia 2.6.1984", born("Garcia", "1984-06-02")),
        ("山田", last("山田")),
    ],
)
def test_what_is_typed_is_looked_up_in_one_column(typed: str, first: Search) -> None:
    assert searches_for(typed, "US")[0] == first


def test_elsewhere_the_day_stands_before_the_month() -> None:
    assert searches_for("Garcia 2/6/1984", "GB") == [born("Garcia", "1984-06-02")]


def test_a_last_name_is_tried_whole_and_then_without_first_names() -> None:
    assert searches_for("Maria van der Berg", "US") == [
        last(name) for name in ("Maria van der Berg", "van der Berg", "der Berg", "Berg")
    ]
    assert len(searches_for("a b c d e f g", "US")) == 4


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1984-06-02", "A birth date alone"),
        ("6/2/1984", "A birth date alone"),
        ("Garcia 1984-13-40", "in no calendar"),
        ("0000000000000000000000", "no phone number"),
    ],
)
def test_what_can_find_nobody_is_said(typed: str, said: str) -> None:
    with pytest.raises(NothingToFind, match=said):
        searches_for(typed, "US")
