"""Two editors, two windows: the second is told, sees both texts, and nobody loses a word."""

from __future__ import annotations

import pytest

from education.models import Draft, Page
from education.models.draft import Changed
from tests.education.writing import editor, published, written

pytestmark = pytest.mark.django_db


def test_a_draft_begins_with_the_newest_text_and_is_the_same_when_opened_again():
    version = published()
    draft = Draft.begin(version.page, editor())
    assert draft.text == version.text and draft.based_on == version
    assert Draft.begin(version.page, editor()).pk == draft.pk


def test_a_draft_of_a_new_page_is_blank():
    assert Draft.begin(Page.objects.create(slug="new"), editor()).text == ""


def test_what_is_typed_is_kept_and_a_second_window_is_told():
    draft = Draft.begin(published().page, editor())
    kept = draft.keep(written(text="One."), revision=draft.revision)
    with pytest.raises(Changed) as told:
        draft.keep(written(text="Two."), revision=draft.revision)
    assert told.value.theirs.text == "One."
    assert draft.keep(written(text="One."), revision=draft.revision).revision == kept.revision + 1
    assert Draft.objects.get().text == "One."


def test_two_editors_have_a_draft_each_and_the_second_is_told_of_the_newer_version():
    page = published().page
    first, second = Draft.begin(page, editor("First")), Draft.begin(page, editor("Other"))
    newer = first.keep(written(text="By the first."), revision=first.revision).propose()
    mine = second.keep(written(text="By the other."), revision=second.revision)
    with pytest.raises(Changed) as told:
        mine.propose()
    assert told.value.theirs == newer and Draft.objects.get().text == "By the other."
    assert mine.propose(over=newer.number).number == newer.number + 1
    assert not Draft.objects.exists()


def test_an_old_version_can_be_written_further():
    old = published(text="Old.")
    published(text="New.")
    draft = Draft.begin(old.page, editor(), from_version=old)
    assert draft.text == "Old." and draft.propose().text == "Old."
