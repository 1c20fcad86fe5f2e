"""What changed between two submissions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from intake.models.comparing import Said, changes_between
from intake.models.sealing import content_of
from intake.questionnaire.answers import Answers
from tests.people import COMPLEX, WELL_MAN


def content(answers: dict[str, Any], on: date = date(2026, 11, 24)) -> dict[str, Any]:
    return content_of(Answers(answers, on=on))


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {change.code: change for change in changes_between(content(before), content(after))}


MEDICINE = {"id": "row1", "name": "Lisinopril", "dose": "10 mg"}


@pytest.mark.parametrize(
    ("before", "after", "kind", "words"),
    [
        ({"heart.high_bp": "no"}, {"heart.high_bp": "yes"}, "changed", ("No", "Yes")),
        ({"body.systolic": 122}, {"body.systolic": 185}, "changed", ("122 mmHg", "185 mmHg")),
        ({"reason.pain_where": "Left foot"}, {"reason.pain_where": "Both"}, "changed", ("Left foot", "Both")),
        ({"ride.questions_for_clinician": None}, {"ride.questions_for_clinician": "May I eat?"}, "new", ("", "May I eat?")),
        ({"ride.questions_for_clinician": "May I eat?"}, {"ride.questions_for_clinician": None}, "dropped", ("May I eat?", "")),
    ],
)
def test_an_answer_is_new_dropped_or_changed(before, after, kind, words):
    (change,) = [
        each for each in changes(WELL_MAN | before, WELL_MAN | after).values() if each.code in {**before, **after}
    ]
    said = (change.before.words if change.before else "", change.after.words if change.after else "")
    assert (change.kind, said) == (kind, words)


def test_two_equal_submissions_differ_in_nothing():
    for person in (WELL_MAN, COMPLEX):
        assert changes_between(content(person), content(person)) == []
        assert changes_between(content(person), content(person, on=date(2026, 12, 24))) == []


def test_a_follow_up_that_is_not_asked_any_more_is_dropped():
    treated = WELL_MAN | {"heart.high_bp": "yes", "heart.high_bp_controlled": "yes"}
    found = changes(treated, WELL_MAN)
    assert {code: change.kind for code, change in found.items()} == {
        "heart.high_bp": "changed",
        "heart.high_bp_controlled": "dropped",
    }


def test_of_a_list_the_lines_that_went_and_came_are_told():
    before = WELL_MAN | {"medicines.none": None, "medicines.taken": [MEDICINE, {"id": "row2", "name": "Aspirin"}]}
    after = before | {"medicines.taken": [MEDICINE | {"id": "other"}, {"id": "row2", "name": "Metformin"}]}
    (change,) = changes(before, after).values()
    assert change.lines == (("dropped", "Aspirin"), ("new", "Metformin"))


def test_rows_that_a_browser_named_otherwise_are_no_change():
    before = WELL_MAN | {"medicines.none": None, "medicines.taken": [MEDICINE]}
    after = before | {"medicines.taken": [MEDICINE | {"id": "row9"}]}
    assert changes(before, after) == {}


def test_a_sentence_ticked_again_is_no_change_and_another_sentence_is():
    before = WELL_MAN | {"agree.risks": {"ticked": True, "text": "a", "version": 1, "at": "2026-01-01T10:00:00"}}
    again = {"ticked": True, "text": "a", "version": 1, "at": "2026-02-01T10:00:00"}
    assert changes(before, before | {"agree.risks": again}) == {}
    assert set(changes(before, before | {"agree.risks": again | {"text": "b"}})) == {"agree.risks"}


def test_of_a_questionnaire_the_items_that_differ_are_told():
    (change,) = changes(WELL_MAN, WELL_MAN | {"reason.peg": {"1": "9", "2": "3", "3": "3"}}).values()
    ((item, before, after),) = change.items
    assert item.startswith("What number best describes your pain") and (before[0], after[0]) == ("4", "9")


def test_what_was_written_beside_an_answer_counts():
    before = WELL_MAN | {"reason.wanted": ["pain_crps", "other"], "reason.wanted.other": "Sleep"}
    assert set(changes(before, before | {"reason.wanted.other": "Worry"})) == {"reason.wanted"}


def test_a_question_that_was_worded_anew_shows_both_wordings_and_a_mere_rewording_is_no_change():
    before, after = content(WELL_MAN), content(WELL_MAN | {"heart.high_bp": "yes"})
    for section in before["sections"]:
        for question in section["questions"]:
            question["label"], question["words"] = f"Old: {question['label']}", f"Old: {question['words']}"
    found = {change.code: change for change in changes_between(before, after)}
    assert "about.first_name" not in found
    assert found["heart.high_bp"].asked_before_as.startswith("Old: ")
    assert found["heart.high_bp"].before == Said(found["heart.high_bp"].asked_before_as, "Old: No")


def test_a_question_that_is_not_asked_by_anybody_any_more_comes_last():
    before = content(WELL_MAN)
    before["sections"][0]["questions"].append({"code": "about.retired", "label": "Your star sign", "words": "Leo"})
    before["answers"]["about.retired"] = "leo"
    found = changes_between(before, content(WELL_MAN | {"heart.high_bp": "yes"}))
    assert (found[-1].code, found[-1].kind, found[-1].label) == ("about.retired", "dropped", "Your star sign")
