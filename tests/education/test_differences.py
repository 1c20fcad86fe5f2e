"""What changed: paragraph beside paragraph, word by word, between any two texts of a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.models import Draft
from education.text.differences import MOST_PARAGRAPHS, differences, runs
from tests.education.browsing import at, browser
from tests.education.writing import editor, published

OLD = "# Before\n\nDo not eat for six hours.\n\nThis goes away wholly.\n\nThe end."
NEW = "# Before\n\nDo not eat for eight hours.\n\nThe end.\n\nSomething else came."


def side(pair, name):
    return "".join(f"[{piece.words}]" if piece.is_changed else piece.words for piece in getattr(pair, name))


def test_paragraphs_stand_beside_what_they_became():
    found = [(pair.kind, side(pair, "before"), side(pair, "after")) for pair in differences(OLD, NEW)]
    assert found == [
        ("same", "# Before", "# Before"),
        ("changed", "Do not eat for [six] hours.", "Do not eat for [eight] hours."),
        ("removed", "[This goes away wholly.]", ""),
        ("same", "The end.", "The end."),
        ("added", "", "[Something else came.]"),
    ]


@given(st.lists(st.sampled_from(["a b c", "a b d", "x", "y z", "a b c d e"]), max_size=9), st.data())
def test_both_texts_can_be_read_whole(before, data):
    after = data.draw(st.lists(st.sampled_from(["a b c", "a b d", "q", "a x c d"]), max_size=9))
    pairs = differences("\n\n".join(before), "\n\n".join(after))
    assert [side(pair, "before").replace("[", "").replace("]", "") for pair in pairs if pair.before] == before
    assert [side(pair, "after").replace("[", "").replace("]", "") for pair in pairs if pair.after] == after
    assert all(pair.kind == "same" for pair in pairs) == (before == after)


def test_what_stayed_the_same_is_folded_but_for_the_neighbours_of_a_change():
    old = [f"Paragraph {number}." for number in range(9)]
    new = [*old[:4], "Something else.", *old[5:]]
    found = [(run.is_folded, len(run.pairs)) for run in runs(differences("\n\n".join(old), "\n\n".join(new)))]
    assert found == [(True, 3), (False, 4), (True, 3)]
    assert [run.is_folded for run in runs(differences("Same.\n\nSame.", "Same.\n\nSame."))] == [False]


def test_a_text_beyond_measure_is_compared_as_a_whole():
    old = "a\n\n" * (MOST_PARAGRAPHS + 1)
    assert [pair.kind for pair in differences(old, old + "b")] == ["changed"]
    assert {pair.kind for pair in differences(old, old)} == {"same"}


@pytest.mark.django_db
def test_any_two_texts_of_a_page_are_compared():
    first, second = published(text="Eat nothing for six hours."), published(text="Eat nothing for eight hours.", order=4)
    mine = Draft.begin(first.page, editor())
    mine.keep(mine.written.__class__(**{**vars(mine.written), "text": "Eat nothing for nine hours."}), revision=mine.revision)
    newest = browser().get(at("differences")).content.decode()
    assert "<del>eight</del>" in newest and "<ins>nine</ins>" in newest and "My draft" in newest
    chosen = browser().get(at("differences"), {"before": first.number, "after": second.number}).content.decode()
    assert "<del>six</del>" in chosen and "<ins>eight</ins>" in chosen
    assert "<h2>Place in the list</h2>" in chosen and "1 paragraph differs." in chosen
    same = browser().get(at("differences"), {"before": first.number, "after": first.number}).content.decode()
    assert "The two are the same." in same
    theirs = browser("Other").get(at("differences"), {"before": second.number, "after": mine.pk}).content.decode()
    assert "Draft of Eli" in theirs and "<ins>nine</ins>" in theirs


@pytest.mark.django_db
@pytest.mark.parametrize("named", ["9", "x", "00000000-0000-0000-0000-000000000001", "<b>", "1" * 40])
def test_a_text_that_is_not_of_this_page_is_not_found(named):
    published()
    assert browser().get(at("differences"), {"before": named}).status_code == 404
    assert browser().get(at("differences"), {"after": named}).status_code == 404


@pytest.mark.django_db
def test_a_page_without_a_text_says_so():
    from education.models import Page

    Page.objects.create(slug="blank")
    assert "Nothing to compare yet" in browser().get(at("differences", "blank")).content.decode()


@pytest.mark.django_db
def test_what_an_editor_wrote_is_shown_as_words():
    published(text="<script>alert(1)</script>")
    published(text="<script>alert(2)</script>")
    page = browser().get(at("differences")).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page
