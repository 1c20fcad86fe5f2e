"""What readers are shown: the version that stands, where it comes from, who reviewed it; the same for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from clinic.roles import Role
from education.models import Kind, MedicalReview, Page, Publication, Source
from intake.models import Intake
from intake.questionnaire import section_called
from tests.education.writing import editor, proposed, published
from tests.intake.filling import filled
from tests.people import WELL_MAN
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
LONG = """## First

Ketamine makes some people feel [[term dissociation|cut off]]. [[source KET-US]] [[claims WH-1]]

> **Myth:** It is a cure.

> **Why we say it this way:** Two documents disagree.

## Second

Call [[clinic phone]]. Do not drink for [[clinic fasting_clear_hours]] hours. [[source OTHER]]

## Third

[Elsewhere](https://example.org/page) and [here](/learn/).
"""


@pytest.fixture
def shown():
    Source.objects.create(key="KET-US", kind="published", title="Ketalar label", year="2024", read=True)
    Source.objects.create(key="OTHER", kind="document", title="The clinic's paper", read=False)
    page = Page.objects.create(slug="glossary", kind=Kind.GLOSSARY)
    published("glossary", title="Words", text="### Dissociation\n\nFeeling cut off.\n", group="")
    published("side-effects", title="Side effects", related=("getting-ready", "gone"), text=LONG)
    published("getting-ready")
    return page


def get(client, path, **headers):
    return client.get(path, headers=headers)


def test_a_page_shows_notes_terms_facts_and_sources(shown, client):
    page = get(client, "/learn/side-effects/").content.decode()
    for words in (
        'aria-label="Source 1"',
        'id="source-2">The clinic&#x27;s paper',
        "not yet read at the place cited",
        'popovertarget="term-dissociation">cut off</button>',
        'id="term-dissociation"',
        "Feeling cut off.",
        '<blockquote class="myth">',
        "<summary>Why we say it this way</summary>",
        "Do not drink for 2 hours",
        settings.CLINIC.phone_to_read,
        'href="#at-second"',
        "(example.org)",
        "Not yet reviewed by a clinician.",
        "/learn/getting-ready/",
        "988",
    ):
        assert words in page, words
    assert "[[" not in page and "WH-1" not in page and "/learn/gone/" not in page


def test_a_reader_gets_no_cookie_and_the_page_is_asked_about_again(shown, client):
    for path in ("/learn/", "/learn/side-effects/"):
        answer = get(client, path)
        assert not answer.cookies and answer["Cache-Control"] == "public, no-cache" and "Cookie" in answer["Vary"]
        again = get(client, path, if_none_match=answer["ETag"])
        assert again.status_code == 304 and not again.content and again["ETag"] == answer["ETag"]
    published("side-effects", title="Side effects, anew")
    assert get(client, "/learn/side-effects/", if_none_match=answer["ETag"]).status_code == 200


def test_a_page_drawn_for_an_open_form_is_kept_nowhere(shown, client):
    client.post("/start/", {"for_whom": "self"})
    answer = get(client, "/learn/side-effects/")
    assert answer["Cache-Control"] == "no-store" and "ETag" not in answer
    assert "My form" in answer.content.decode() and "data-token" in answer.content.decode()


def test_a_page_costs_at_most_2_queries(shown, client, django_assert_max_num_queries):
    get(client, "/learn/")
    for _ in range(2):
        with django_assert_max_num_queries(2):
            get(client, "/learn/side-effects/")
    tag = get(client, "/learn/")["ETag"]
    with django_assert_max_num_queries(1):
        assert get(client, "/learn/", if_none_match=tag).status_code == 304


def test_what_is_hidden_waits_or_never_was_is_not_found(shown, client):
    waits = proposed("waits")
    Publication.hide(Page.objects.get(slug="getting-ready"), editor("Second"), why="It is out of date.")
    for slug in (waits.page.slug, "getting-ready", "never"):
        assert get(client, f"/learn/{slug}/").status_code == 404
    assert "getting-ready" not in get(client, "/learn/").content.decode()


def test_who_reviewed_it_and_when_it_is_due_again(shown, client):
    version = published("side-effects", title="Side effects, anew")
    due = timezone.localdate() + timedelta(days=30)
    MedicalReview.give(version, editor("Rae", Role.MEDICAL_REVIEWER), due=due)
    page = get(client, "/learn/side-effects/").content.decode()
    assert "Reviewed by Rae" in page and "Next review due" in page and "Not yet reviewed" not in page


def test_the_index_groups_pages_and_says_what_to_do_when_there_are_none(client, db):
    assert "No page is published yet" in get(client, "/learn/").content.decode()
    published("getting-ready")
    page = get(client, "/learn/").content.decode()
    assert "How do I get ready?" in page and "Costs" not in page


def test_each_section_links_to_the_published_pages_that_explain_it(shown, client):
    client.post("/start/", {"for_whom": "self"})
    about = {key: value for key, value in WELL_MAN.items() if key.startswith("about.")}
    Intake.objects.get().save_section(section_called("about"), about, revision=0)
    published("getting-home", title="Getting home safely")
    page = get(client, "/intake/ride/").content.decode()
    assert 'href="/learn/getting-home/" target="_blank" rel="noopener">Getting home safely</a>' in page
    assert "Why we ask" not in get(client, "/intake/eyes/").content.decode()


def test_the_record_keeps_which_pages_stood_open_and_what_was_understood(shown, client):
    answers = WELL_MAN | {"agree.when_drive": "after_rest", "agree.strange_feelings": "passes"}
    intake = filled(answers)
    intake.submit(pages=["side-effects@1"])
    page = signed_in(Role.NURSE).get(f"/staff/intakes/{intake.reference}/").content.decode()
    assert "side-effects@1" in page
    assert page.count("as we explain it") == 1 and page.count("talk about it") == 2
