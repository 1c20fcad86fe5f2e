"""Text becomes HTML that is safe: the list of what may stand, and cleaning what is clean changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from education.text.dressing import Known, dress, unknown_tokens
from education.text.markup import clean, render
from tests.education.attacks import ATTACKS

PICTURE = "/learn/pictures/12345678-1234-1234-1234-123456789012/"
KNOWN = Known(
    sources=frozenset({"A", "B"}),
    terms={"iv": "A tube <in> a vein."},
    drawings={"visit": "<figure>drawn</figure>"},
    facts={"phone": "<1>"},
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("## Head", "<h2>Head</h2>"),
        ("**a** *b*", "<p><strong>a</strong> <em>b</em></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("[a](/learn/)", '<p><a href="/learn/" rel="noopener noreferrer">a</a></p>'),
        ("[a](mailto:a@b.example)", '<p><a href="mailto:a@b.example" rel="noopener noreferrer">a</a></p>'),
        (f"![alt]({PICTURE})", f'<p><img src="{PICTURE}" alt="alt"></p>'),
        ("# Head", "<p>Head</p>"),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>"),
    ],
)
def test_what_may_stand(written, shown):
    assert render(written).strip() == shown or render(written).strip() == shown.removeprefix(
        "<p>"
    ).removesuffix("</p>")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "http://example.org/",
        "//example.org/",
        "/\\example.org/",
        "data:text/html,x",
        "vbscript:x",
        "\x01javascript:alert(1)",
    ],
)
def test_a_link_goes_to_our_own_pages_to_https_or_to_mail(address):
    assert "href" not in clean(f'<a href="{address}">x</a>')


@pytest.mark.parametrize(
    "source", ["https://example.org/a.png", "data:image/png;base64,AA", "/learn/pictures/../x/", "/a.png"]
)
def test_a_picture_is_from_our_own_library(source):
    assert "src" not in clean(f'<img src="{source}" alt="x">')


@pytest.mark.parametrize("attack", ATTACKS)
def test_cleaning_twice_is_cleaning_once_and_leaves_only_the_list(attack):
    for html in (clean(attack), render(attack), clean(render(attack))):
        assert clean(html) == html
        assert not {"<script", "<style", "<svg", "<math", "<iframe", "<form", "<object"} & {
            word
            for word in ("<script", "<style", "<svg", "<math", "<iframe", "<form", "<object")
            if word in html.lower()
        }


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>\"'=/ abhrefonclik[]()!*_`&;:\\\n\0ÿ\u2028{}|"), max_size=120))
def test_cleaning_is_stable_on_whatever_is_typed(text):
    for html in (clean(text), render(text)):
        assert clean(html) == html


def test_a_token_in_an_attribute_is_left_alone_and_one_in_text_is_escaped():
    html = clean('<p><a href="/x[[clinic phone]]">[[clinic phone]] [[term iv|A &amp; B]]</a></p>')
    shown = dress(html, KNOWN).html
    assert "&lt;1&gt;" in shown and "<1>" not in shown and "A &amp; B" in shown


def test_sources_are_numbered_in_order_and_terms_are_explained_once():
    page = dress(render("a [[source B]] b [[source A]] c [[source B]]\n\n[[term iv]] [[term iv]]"), KNOWN)
    assert page.sources == ["B", "A"] and page.terms == ["iv"]
    assert page.html.count('href="#source-1"') == 2 and page.html.count("<button") == 1


def test_headings_have_ids_of_their_own_and_the_second_level_is_listed():
    page = dress(render("## One\n\n## One\n\n### Two [[source A]]"), KNOWN)
    assert [words for _id, words in page.contents] == ["One", "One"]
    assert len({id for id, _words in page.contents}) == 2 and 'id="at-two"' in page.html


def test_unknown_tokens_are_told_of_in_a_sentence_each():
    told = unknown_tokens("[[source X]] [[source X]] [[glub y]] [[claims WH-1]] [[drawing visit]]", KNOWN)
    assert len(told) == 2 and "no source called “X”" in told[0]
