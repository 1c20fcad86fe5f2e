"""How two tabs at one section merge, question by question."""

from __future__ import annotations

import pytest

from intake.models.draft import Draft
from intake.models.kept import REMEMBERED_ANSWERS, REMEMBERED_SAVES


def draft_of(*saves):
    """A draft after these saves, each the whole answer of `heart.clot`."""
    draft = Draft.new(None, "heart")
    for value in saves:
        draft.merge({"heart.clot": value}, draft.revision, "")
    return draft


@pytest.mark.parametrize(
    ("saves", "base", "posted", "stored", "clash"),
    [
        # nobody else was there
        ((), 0, "yes", "yes", None),
        (("no",), 1, "yes", "yes", None),
        (("no",), 1, None, None, None),
        # the patient did not touch it, another tab changed it
        (("no", "yes"), 1, "no", "yes", None),
        (("no", None), 1, "no", None, None),
        (("no",), 0, None, "no", None),
        # both said the same
        (("no", "yes"), 1, "yes", "yes", None),
        (("no",), 0, "no", "no", None),
        # both said something else
        (("no", "yes"), 1, "unsure", "yes", ("yes", "unsure")),
        (("no",), 0, "yes", "no", ("no", "yes")),
        (("no", None), 1, "yes", None, (None, "yes")),
        (("no", "yes", "no"), 2, "unsure", "no", ("no", "unsure")),
        # changed there and back: the other tab still saw the same
        (("no", "yes", "no"), 1, "yes", "no", ("no", "yes")),
        (("no", "yes", "no"), 1, "no", "no", None),
        # a revision from the future is as good as the newest
        (("no",), 99, "yes", "yes", None),
    ],
)
def test_a_question_in_two_tabs(saves, base, posted, stored, clash):
    draft = draft_of(*saves)
    merged = draft.merge({"heart.clot": posted}, base, "")
    assert draft.answers().get("heart.clot") == stored
    assert merged.conflicts == ({} if clash is None else {"heart.clot": clash})


def test_different_questions_of_two_tabs_are_both_kept():
    draft = draft_of("no")
    draft.merge({"heart.clot": "yes", "heart.avm": None}, 1, "")
    merged = draft.merge({"heart.clot": "no", "heart.avm": "unsure"}, 1, "")
    assert draft.answers() == {"heart.clot": "yes", "heart.avm": "unsure"}
    assert merged.changed == ("heart.avm",) and not merged.conflicts


def test_one_save_raises_the_revision_once_and_a_save_without_news_does_not():
    draft = Draft.new(None, "heart")
    assert draft.merge({"heart.clot": "no", "heart.avm": "no"}, 0, "").revision == 1
    assert draft.merge({"heart.clot": "no", "heart.avm": "no"}, 1, "").revision == 1


def test_an_answer_that_this_page_has_saved_since_is_its_own_and_no_clash():
    draft = draft_of("no", "yes")
    merged = draft.merge({"heart.clot": "unsure"}, 1, "", {"heart.clot": 2})
    assert not merged.conflicts and draft.answers() == {"heart.clot": "unsure"}


def test_what_another_tab_has_changed_after_that_clashes_all_the_same():
    draft = draft_of("no", "yes", "no")
    merged = draft.merge({"heart.clot": "unsure"}, 1, "", {"heart.clot": 2, "heart.avm": 3})
    assert merged.conflicts == {"heart.clot": ("no", "unsure")}


def test_a_clash_is_settled_by_posting_again_from_the_new_revision():
    draft = draft_of("no", "yes")
    clash = draft.merge({"heart.clot": "unsure"}, 1, "")
    assert clash.conflicts
    draft.merge({"heart.clot": "unsure"}, clash.revision, "")
    assert draft.answers() == {"heart.clot": "unsure"}


def test_only_the_newest_answers_are_remembered_and_the_last_is_never_dropped():
    draft = draft_of(*(str(number) for number in range(30)))
    draft.merge({"heart.avm": "yes"}, draft.revision, "")
    for _ in range(30):
        draft.merge({"heart.clot": str(_), "heart.valve": str(_)}, draft.revision, "")
    assert {len(history) for history in draft.kept["answers"].values()} == {1, REMEMBERED_ANSWERS}
    assert draft.answers()["heart.avm"] == "yes"


def test_a_tab_so_old_that_its_answer_is_forgotten_clashes_instead_of_overwriting():
    draft = draft_of(*(str(number) for number in range(30)))
    merged = draft.merge({"heart.clot": "0"}, 1, "")
    assert merged.conflicts == {"heart.clot": ("29", "0")}


def test_a_repeated_save_is_told_what_became_of_it_the_first_time():
    draft = draft_of("no", "yes")
    first = draft.merge({"heart.clot": "unsure", "heart.avm": "no"}, 1, "press-1")
    draft.merge({"heart.avm": "yes"}, draft.revision, "press-2")
    assert draft.done_before("press-1") == first
    assert draft.done_before("press-3") is None
    assert draft.done_before("") is None


def test_the_last_20_saves_are_remembered():
    draft = Draft.new(None, "heart")
    for number in range(25):
        draft.merge({"heart.clot": str(number)}, draft.revision, f"press-{number}")
    assert draft.done_before("press-4") is None
    assert draft.done_before("press-5") is not None
    assert len(draft.kept["saves"]) == REMEMBERED_SAVES
