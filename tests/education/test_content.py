"""The starting content against the inventory of claims: each is on its page, with its verdict, or left out with a reason."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from education.facts import facts
from education.starting import CONTENT, load
from education.text.drawings import drawings
from education.text.dressing import Known, dress, unknown_tokens
from education.text.glossary import terms_in
from education.text.markup import render
from education.text.promises import promotional_words
from education.text.reading import grade
from education.text.starting import read_page

SPECIFICATION = Path(__file__).parents[1] / "specification"
PAGES = {path.stem: read_page(path) for path in sorted((CONTENT / "pages").glob("*.md"))}
SLUGS = sorted(PAGES)
MOST_GRADE = 8
CLAIMS = re.compile(r"\[\[claims ([^\]]+)\]\]")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


INVENTORY = {row["id"]: row for row in rows(SPECIFICATION / "education_claims.csv")}
TOLD = {row["id"]: row for row in rows(CONTENT / "claims.csv")}
SOURCES = {row["key"]: row for row in rows(CONTENT / "sources.csv")}


def claims_on(slug: str) -> set[str]:
    return {claim.strip() for told in CLAIMS.findall(PAGES[slug].text) for claim in told.split(",")}


def known() -> Known:
    return Known(
        sources=frozenset(SOURCES),
        terms={slug: meaning for slug, (_name, meaning) in terms_in(PAGES["glossary"].text).items()},
        drawings=drawings(facts()),
        facts=facts(),
    )


def test_every_claim_of_the_inventory_is_told_of_and_no_other() -> None:
    assert len(INVENTORY) == 115 and set(TOLD) == set(INVENTORY)
    verdicts = [row["verdict"] for row in TOLD.values()]
    assert {each: verdicts.count(each) for each in set(verdicts)} == {
        "supported": 59,
        "overstated": 38,
        "wrong": 16,
        "outdated": 2,
    }


@pytest.mark.parametrize("claim", sorted(INVENTORY))
def test_a_claim_is_on_a_page_that_the_plan_gives_it_or_left_out_with_a_reason(claim: str) -> None:
    told, asked = TOLD[claim], INVENTORY[claim]
    assert told["verdict"] == asked["verdict"]
    if told["page"]:
        assert told["page"] in asked["pages"].split() or not asked["pages"]
        assert claim in claims_on(told["page"]) and not told["left_out"]
    else:
        assert len(told["left_out"]) > 20
    assert set(re.split(r"\s*;\s*", told["source"])) <= set(SOURCES) or not told["page"], told["source"]


def test_the_plan_has_16_pages_the_glossary_and_the_drivers_sheet() -> None:
    kinds = [page.kind for page in PAGES.values()]
    assert kinds.count("page") == 16 and kinds.count("glossary") == kinds.count("handout") == 1
    planned = {slug for row in INVENTORY.values() for slug in row["pages"].split()}
    assert planned == {slug for slug in SLUGS if PAGES[slug].kind == "page"}
    assert sorted(page.order for page in PAGES.values() if page.kind == "page") == list(range(1, 17))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_is_plain_promises_nothing_and_names_only_what_we_have(slug: str) -> None:
    page = PAGES[slug]
    assert grade(page.text) <= MOST_GRADE
    assert promotional_words(f"{page.title}.\n\n{page.summary}\n\n{page.text}") == []
    assert unknown_tokens(page.text, known()) == []
    assert set(page.related) <= set(PAGES)
    for address in re.findall(r"\]\((/[^)#]*)", page.text):
        assert address == "/help-now/" or address.split("/")[2] in PAGES, address


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_written_is_what_is_shown(slug: str) -> None:
    """Cleaning takes nothing away from our own content, and no token is left standing."""
    text = PAGES[slug].text
    bare = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    shown = render(text)
    assert re.sub(r"\s|<[^>]*>", "", bare) == re.sub(r"\s|<[^>]*>", "", shown)
    assert "[[" not in dress(shown, known()).html


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if PAGES[slug].kind == "page"])
def test_a_page_cites_its_sources(slug: str) -> None:
    assert len(set(re.findall(r"\[\[source ([^\]]+)\]\]", PAGES[slug].text))) >= 3


@pytest.mark.parametrize("slug", SLUGS)
def test_no_sentence_is_taken_from_a_document(slug: str) -> None:
    """No ten words in a row of a page stand in one of the five documents (kept here as hashes of ten words each)."""
    taken = set((SPECIFICATION / "document_phrases.txt").read_text().split())
    words = re.findall(r"[a-z0-9]+", PAGES[slug].text.lower())
    assert not {phrase_mark(words[at : at + 10]) for at in range(len(words) - 9)} & taken


def phrase_mark(words: list[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:10]


@pytest.mark.django_db
def test_the_loader_publishes_all_of_it(client) -> None:
    assert set(load().values()) == {"new"}
    index = client.get("/learn/").content.decode()
    for slug in SLUGS:
        assert f"/learn/{slug}/" in index
        assert client.get(f"/learn/{slug}/").status_code == 200
