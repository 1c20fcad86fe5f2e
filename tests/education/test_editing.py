"""An editor begins a draft, writes, looks, sends; nothing typed is lost; others and readers see nothing of it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from clinic.models import Event
from clinic.roles import Role
from education.models import Draft, Page, Version
from tests.education.browsing import at, browser, typed
from tests.education.writing import editor, proposed, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return Draft.begin(published().page, editor())


def test_a_page_is_begun_from_the_newest_version():
    version = published()
    answer = browser().post(at("begin"), follow=True)
    assert answer.redirect_chain[-1][0] == at("edit")
    assert version.text.strip() in answer.content.decode() and Draft.objects.get().based_on == version


def test_without_a_draft_the_editor_leads_back_to_the_page():
    published()
    assert browser().get(at("edit"))["Location"] == at("page")
    assert browser().post(at("edit"), {"text": "x"})["Location"] == at("page")
    assert browser().get(at("edit", "missing")).status_code == 404


@pytest.mark.parametrize(("button", "place"), [("keep", ""), ("look", "#preview")])
def test_the_draft_is_saved_and_shown_without_a_script(draft, button, place):
    answer = browser().post(at("edit"), typed(draft, text="## New\r\n\r\nWords.", **{button: "1"}))
    assert answer["Location"] == at("edit") + place
    kept = Draft.objects.get()
    assert kept.text == "## New\n\nWords." and kept.revision == draft.revision + 1
    page = browser().get(at("edit")).content.decode()
    assert f'src="{reverse("education_draft_shown", args=[kept.pk])}"' in page and "Words." in page


def test_sending_makes_a_version_that_waits_and_ends_the_draft(draft):
    answer = browser().post(at("edit"), typed(draft, text="New words.", note="Shorter.", send="1"))
    version = Version.objects.get(number=2)
    assert answer["Location"] == at("version", number=2)
    assert (version.text, version.note, str(version.author)) == ("New words.", "Shorter.", "Eli")
    assert not Draft.objects.exists() and Event.objects.filter(action="page.proposed").exists()


def test_what_cannot_stand_is_told_and_stays_in_the_form(draft):
    answer = browser().post(at("edit"), typed(draft, title="", text="It is a cure.", send="1"))
    page = answer.content.decode()
    assert answer.status_code == 200 and "Give the page a title." in page and "promise what nobody can: cure" in page
    assert "It is a cure." in page and Draft.objects.get().text == "It is a cure."
    assert f'name="revision" value="{Draft.objects.get().revision}"' in page
    reason = typed(Draft.objects.get(), title="A law", promise_reason="It is the title of a law.", send="1")
    assert browser().post(at("edit"), reason).status_code == 302


def test_what_is_too_long_is_told_and_stays_in_the_form(draft):
    page = browser().post(at("edit"), typed(draft, title="t" * 121, text="Kept in the form.")).content.decode()
    assert "at most 120 characters" in page and "Kept in the form." in page
    assert Draft.objects.get().title == draft.title and f'name="revision" value="{draft.revision}"' in page
    page = browser().post(at("edit"), typed(draft, text="a" * 60_001)).content.decode()
    assert "longer than 60000 letters" in page


def test_a_draft_is_kept_as_it_is_typed_and_told_how_it_reads(draft):
    answer = browser().post(at("keep"), typed(draft, text="It is a cure. [[source NONE]]"))
    told = answer.json()
    assert told["revision"] == draft.revision + 1 and told["saved"].startswith("Saved ")
    assert told["promises"] == ["cure"] and told["grade"].startswith("Reading grade ") and told["advice"]
    assert told["unknown"] == ["There is no source called “NONE”. Pick one from the list."]
    assert Draft.objects.get().text.startswith("It is a cure.")


@pytest.mark.parametrize("place", ["keep", "edit"])
def test_a_second_window_is_told_with_both_texts_and_may_go_on(draft, place):
    browser().post(at("keep"), typed(draft, text="By the first window."))
    answer = browser().post(at(place), typed(draft, text="By the second window."))
    assert answer.status_code == 409
    assert Draft.objects.get().text == "By the first window."
    if place == "keep":
        assert answer.json()["theirs"]["text"] == "By the first window."
        revision = answer.json()["revision"]
    else:
        page = answer.content.decode()
        assert "By the first window." in page and "By the second window." in page
        revision = Draft.objects.get().revision
        assert f'name="revision" value="{revision}"' in page
    browser().post(at("keep"), typed(draft, text="Both.", revision=revision))
    assert Draft.objects.get().text == "Both."


def test_a_second_editor_is_told_sees_what_differs_and_sends_theirs(draft):
    other = Draft.begin(draft.page, editor("Other"))
    browser().post(at("edit"), typed(draft, text="Eli wrote this.", send="1"))
    answer = browser("Other").post(at("edit"), typed(other, text="Other wrote this.", send="1"))
    page = answer.content.decode()
    assert answer.status_code == 409 and "Eli sent version 2 while you wrote" in page
    assert "<del>Eli</del>" in page and "<ins>Other</ins>" in page and 'name="over" value="2"' in page
    other.refresh_from_db()
    assert other.text == "Other wrote this."
    browser("Other").post(at("edit"), typed(other, over="2", send="1"))
    assert Version.objects.get(number=3).text == "Other wrote this."


def test_a_draft_that_is_gone_is_told_to_the_window_that_types(draft):
    posted = typed(draft)
    draft.propose()
    answer = browser().post(at("keep"), posted)
    assert answer.status_code == 409 and "sent or thrown away" in answer.json()["sentence"]


def test_what_cannot_be_kept_is_told_in_a_sentence(draft):
    for wrong in ({"title": "t" * 121}, {"revision": "x"}, {"text": "a" * 60_001}, {"related": ["nowhere"]}):
        answer = browser().post(at("keep"), typed(draft, **wrong))
        assert answer.status_code == 422 and answer.json()["sentence"]
    assert Draft.objects.get().revision == draft.revision


def test_related_pages_stay_in_their_order(draft):
    for slug in ("a", "b", "c", "d"):
        Page.objects.create(slug=slug)
    Draft.objects.update(related=["c", "a", "gone"])
    browser().post(at("keep"), typed(draft, related=["a", "b", "c"]))
    assert Draft.objects.get().related == ["c", "a", "b"]


def test_a_draft_can_be_thrown_away(draft):
    assert browser().post(at("edit"), typed(draft, discard="1"))["Location"] == at("page")
    assert not Draft.objects.exists() and Event.objects.filter(action="page.draft_discarded").exists()


def test_a_colleague_sees_a_draft_by_its_link_and_readers_do_not(draft):
    link = reverse("education_draft", args=[draft.pk])
    page = browser("Rae", Role.MEDICAL_REVIEWER).get(link).content.decode()
    assert "draft of Eli" in page and reverse("education_draft_shown", args=[draft.pk]) in page
    assert browser("Nia", Role.NURSE).get(link).status_code == 404
    assert "/edit/" not in page and "Go on writing" in browser().get(link).content.decode()


def test_a_new_page_gets_an_address_and_a_draft():
    answer = browser().post(reverse("education_new"), {"title": "Eating, before you come", "kind": "page"})
    assert answer["Location"] == at("edit", "eating-before-you-come")
    assert Draft.objects.get().title == "Eating, before you come" and not Version.objects.exists()


@pytest.mark.parametrize("slug", ["getting-ready", "search", "pictures", "Getting Ready"])
def test_an_address_that_is_taken_is_refused(slug):
    published()
    answer = browser().post(reverse("education_new"), {"title": "Other", "kind": "page", "slug": slug})
    assert "something at this address already" in answer.content.decode() and Page.objects.count() == 1


def test_an_old_version_is_written_further_unless_there_is_a_draft():
    old = published(text="Old words.")
    published(text="New words.")
    browser().post(at("begin"), {"from": old.number})
    assert Draft.objects.get().text == "Old words."
    answer = browser().post(at("begin"), {"from": 2}, follow=True)
    assert "You have a draft of this page already" in answer.content.decode()
    assert Draft.objects.get().text == "Old words."
    for wrong in ("9", "x", "9" * 30, "-1"):
        assert browser("Other").post(at("begin"), {"from": wrong}).status_code in (302, 404)


def test_the_editor_costs_as_much_for_many_pages_as_for_one(django_assert_num_queries):
    draft = Draft.begin(proposed().page, editor())
    visitor = browser()
    visitor.get(at("edit"))
    with django_assert_num_queries(EDITOR_COSTS):
        visitor.get(at("edit"))
    for number in range(8):
        published(f"page-{number}")
    visitor.get(at("edit"))
    with django_assert_num_queries(EDITOR_COSTS):
        visitor.get(at("edit"))
    with django_assert_num_queries(KEEPING_COSTS):
        visitor.post(at("keep"), typed(draft, text="More."))


EDITOR_COSTS = 7
KEEPING_COSTS = 8
