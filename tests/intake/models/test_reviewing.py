"""Sections marked reviewed, notes for staff, the shared assessment."""

from __future__ import annotations

import pytest

from clinic.models import Event
from intake.models import Assessment, Changed, NotAllowed, Note, SectionReview, Submission
from tests.intake.filling import filled, sent, staff
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db


def mark(intake, section="heart", role="nurse", stands=True):
    return SectionReview.mark(intake, staff(role), section, on=Submission.newest(intake).pk, stands=stands)


def standing(intake):
    submission = Submission.newest(intake)
    submission.intake = intake
    return SectionReview.standing(intake, submission)


def test_a_section_is_marked_by_whom_and_when_and_the_mark_can_be_taken_back():
    intake = sent(WELL_MAN)
    made = mark(intake)
    assert standing(intake)["heart"].by == staff("nurse") and made.at is not None
    assert mark(intake) is None, "a second press is no second mark"
    mark(intake, role="physician", stands=False)
    assert standing(intake) == {}
    assert [event.action for event in Event.objects.about(intake)][-2:] == ["section.reviewed", "section.review_taken_back"]


def test_a_section_that_was_not_asked_cannot_be_marked():
    with pytest.raises(NotAllowed, match="no such section"):
        mark(sent(WELL_MAN), "pregnancy")


def test_answers_that_are_not_the_newest_are_not_marked():
    intake = sent(WELL_MAN)
    with pytest.raises(NotAllowed, match="answers changed"):
        SectionReview.mark(intake, staff("nurse"), "heart", on="")


def test_a_note_is_kept_once_however_often_the_button_is_pressed():
    intake = sent(WELL_MAN)
    first = Note.write(intake, staff("nurse"), "  Called, no answer.  ")
    again = Note.write(intake, staff("nurse"), "Called, no answer.")
    other = Note.write(intake, staff("physician"), "Called, no answer.")
    assert (first.pk, first.text) == (again.pk, "Called, no answer.") and other.pk != first.pk
    with pytest.raises(NotAllowed, match="Write the note"):
        Note.write(intake, staff("nurse"), "   ")


def test_a_note_can_stand_on_a_form_that_is_not_sent():
    assert Note.write(filled(WELL_MAN), staff("nurse"), "Rang to ask how it goes.").text


def test_an_assessment_is_written_on_the_wording_that_was_read_or_both_are_handed_over():
    intake = sent(WELL_MAN)
    Assessment.write(intake, staff("nurse"), "Steady for weeks.", based_on=0)
    with pytest.raises(Changed) as refused:
        Assessment.write(intake, staff("physician"), "Needs an ECG.", based_on=0)
    assert (refused.value.theirs.words, refused.value.yours.words) == ("Steady for weeks.", "Needs an ECG.")
    Assessment.write(intake, staff("physician"), "Steady; needs an ECG.", based_on=1)
    assert Assessment.newest(intake).text == "Steady; needs an ECG." and intake.assessments.count() == 2


@pytest.mark.parametrize("role", ["front_desk", "education_editor", "administrator"])
def test_nobody_else_writes_on_a_record(role):
    intake = sent(WELL_MAN)
    for write in (
        lambda: Note.write(intake, staff(role), "Words."),
        lambda: Assessment.write(intake, staff(role), "Words.", based_on=0),
        lambda: mark(intake, role=role),
    ):
        with pytest.raises(NotAllowed, match="Only a nurse or a physician"):
            write()
