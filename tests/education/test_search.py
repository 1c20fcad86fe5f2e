"""Search finds words in titles and texts, helps when it finds nothing, and stands whatever was typed."""

from __future__ import annotations

import random

import pytest
from django.test import Client

from tests.education.writing import published

pytestmark = pytest.mark.django_db
PIECES = [
    "'", '"', "''", "\\", "%", "_", "&", "|", "!", "<->", "<2>", ":*", ":", "(", ")", "(((", "-", "--", ";", "/*", "*/",
    "' OR 1=1 --", "'; DROP TABLE education_page; --", "or", "and", "not", "AND", "OR", "-ketamine", '"driving home', "ketamine",
    "a" * 10_000, "😀", "👩‍👩‍👧", "日本語", "עברית", "\u202e", "\ue000", "\ue001", "\ufffd", "é", "ß", "İ", "\t", "\n", " ", "{{ 7*7 }}",
    "<script>alert(1)</script>", "<b>", "&lt;", "%00", "%27", "../..", "$$", "$1", "?", "#", "+", "=", "~", "`", "^", "@@", "to_tsquery('a')",
]  # fmt: skip


@pytest.fixture
def pages():
    published("getting-home", title="Getting home safely", text="Do not drive. An adult takes you home.", group="after")
    published("costs", title="What it costs", text="Ask your insurer about <b>ketamine</b>.", group="costs")


def asked(client: Client, words: str) -> str:
    answer = client.get("/learn/search/", {"q": words})
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_finds_words_in_the_text_and_marks_them(pages, client):
    page = asked(client, "driving")
    assert "/learn/getting-home/" in page and "<mark>drive</mark>" in page and "1 page found" in page


def test_when_nothing_is_found_it_offers_near_words_and_all_pages(pages, client):
    page = asked(client, "safley")
    assert "Nothing found" in page and "?q=safely" in page and "/learn/costs/" in page


def test_what_was_typed_and_what_is_found_is_escaped(pages, client):
    page = asked(client, "<script>alert(1)</script> insurer")
    assert "<script>alert" not in page
    assert "<b>ketamine" not in asked(client, "insurer")


def test_a_very_long_question_is_cut_and_says_so(pages, client):
    assert "first 200 letters" in asked(client, "home " * 100)


def test_whatever_is_typed_gets_an_answer(pages, client):
    """2,000 queries of quotes, operators of SQL and of full-text search, NUL, emoji and 10,000 letters, seeded."""
    luck = random.Random(25)
    for _ in range(2000):
        words = "".join(luck.choices([*PIECES, "\0"], k=luck.randint(1, 6)))
        answer = client.get("/learn/search/", {"q": words})
        assert answer.status_code in (200, 400, 413, 414), words
        assert answer.status_code == 200 or "\0" in words or len(words) > 4000, words


def test_a_search_takes_at_most_3_queries(pages, client, django_assert_max_num_queries):
    asked(client, "home")
    with django_assert_max_num_queries(3):
        asked(client, "home")


def test_a_page_is_found_however_often_others_were_written_since(client, monkeypatch):
    monkeypatch.setattr("education.views.search.MOST_WEIGHED", 2)
    published("getting-home", title="Getting home safely", text="Do not drive.", group="after")
    for number in range(4):
        published("costs", title=f"What it costs {number}", text="Do not drive.", group="costs")
    page = asked(client, "drive")
    assert "/learn/getting-home/" in page and "/learn/costs/" in page
