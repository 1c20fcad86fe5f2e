"""Saving a section: what is kept, what lists learn of it, and what it costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from clinic.blind_index import blind
from clinic.models import Event
from intake.access import open_intake_of
from intake.models import Draft, Intake, NotOpen, Sitting
from intake.questionnaire import SECTIONS, section_called
from tests.intake.filling import filled, sent
from tests.people import COMPLEX, TYPICAL, WELL_MAN

pytestmark = pytest.mark.django_db
ABOUT, HEART, MIND, RIDE = (section_called(code) for code in ("about", "heart", "mind", "ride"))


def begun():
    intake, _sitting, _token = Intake.start("self")
    return intake


def test_what_was_saved_is_there_for_the_next_request():
    intake = begun()
    saved = intake.save_section(HEART, {"heart.clot": "no"}, revision=0)
    again = Intake.objects.get(pk=intake.pk)
    assert again.answers() == intake.answers() == {"heart.clot": "no"}
    assert again.revision_of(HEART) == intake.revision_of(HEART) == saved.revision == 1
    assert again.revision_of(MIND) == 0


def test_an_answer_that_no_longer_applies_stays_in_the_draft_and_does_not_count():
    intake = begun()
    intake.save_section(HEART, {"heart.high_bp": "yes", "heart.high_bp_controlled": "no"}, revision=0)
    intake.save_section(HEART, {"heart.high_bp": "no"}, revision=1)
    assert intake.answers()["heart.high_bp_controlled"] == "no"
    assert intake.read().of(HEART.high_bp_controlled) is None


def test_a_repeated_press_is_one_save_and_gets_the_same_reply():
    intake = begun()
    first = intake.save_section(HEART, {"heart.clot": "no"}, revision=0, op="press-1")
    intake.save_section(HEART, {"heart.clot": "yes"}, revision=1, op="press-2")
    again = intake.save_section(HEART, {"heart.clot": "no"}, revision=0, op="press-1")
    assert (again.revision, again.changed, again.conflicts) == (
        first.revision,
        first.changed,
        first.conflicts,
    )
    assert intake.answers() == {"heart.clot": "yes"}
    assert Event.objects.filter(action="section.saved").count() == 2


def test_a_section_takes_no_answers_of_another():
    with pytest.raises(ValueError, match="heart does not ask mind.asq"):
        begun().save_section(HEART, {"mind.asq": {"1": "no"}}, revision=0)
    assert not Draft.objects.exists()


def test_the_words_beside_other_are_kept_with_their_question():
    intake = begun()
    intake.save_section(ABOUT, {"about.language": "other", "about.language.other": "Tagalog"}, revision=0)
    assert intake.identity["told"]["about.language"]["words"] == "Another language: Tagalog"


def test_nothing_is_written_in_a_form_that_was_sent():
    intake = sent(WELL_MAN)
    with pytest.raises(NotOpen):
        intake.save_section(HEART, {"heart.clot": "yes"}, revision=1)
    assert intake.answers()["heart.clot"] == "no"


def test_lists_know_the_person_as_soon_as_they_said_who_they_are():
    intake = begun()
    assert not intake.on_desk_list
    intake.save_section(
        ABOUT,
        {
            "about.first_name": "Ida",
            "about.last_name": "Núñez",
            "about.birth_date": "1980-02-29",
            "about.phone": "+12025550143",
            "about.email": "Ida@Example.org",
        },
        revision=0,
    )
    kept = Intake.objects.get(pk=intake.pk)
    assert kept.name == "Ida Núñez" and kept.on_desk_list and kept.age is not None
    assert kept.last_name_index == blind("last_name", "NUNEZ")
    assert kept.email_index == blind("email", "ida@example.org")
    assert kept.phone_index == blind("phone", "+12025550143")
    kept.save_section(ABOUT, {"about.last_name": "Example"}, revision=1)
    assert Intake.objects.get(pk=intake.pk).last_name_index == blind("last_name", "Example")


def test_lists_know_nothing_that_is_no_longer_asked():
    intake = filled({"ride.adult_home": "yes", "ride.name": "Kim Example"})
    assert "ride.name" in intake.identity["told"]
    intake.save_section(RIDE, {"ride.adult_home": "no"}, revision=1)
    assert "ride.name" not in intake.identity["told"]


def test_what_lists_know_holds_no_clinical_answer():
    told = filled(COMPLEX).identity["told"]
    audiences = {question.code: question.audience for section in SECTIONS for question in section.questions}
    assert {audiences[code] for code in told} == {"contact", "ride"}


def test_a_save_leaves_an_event_that_names_the_section_and_no_answer():
    intake = begun()
    intake.save_section(HEART, {"heart.aneurysm_where": "In the belly"}, revision=0)
    event = Event.objects.about(intake).last()
    assert (event.action, event.detail) == ("section.saved", "heart")


@pytest.mark.parametrize("answers", [{"heart.clot": "yes"}, {"mind.asq": {"1": "yes", "5": "yes"}}])
def test_a_request_that_saves_takes_at_most_10_statements(answers):
    intake = filled({code: value for code, value in TYPICAL.items() if not code.startswith("mind.")})
    _sitting, token = Sitting.begin(intake)
    section = section_called(next(iter(answers)).split(".")[0])
    by_itself = {"Accept": "application/json"}
    request = RequestFactory().post("/intake/heart/save/", {"for": intake.form_mark}, headers=by_itself)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        request.sitting = Sitting.of(token)
        open_intake_of(request).save_section(section, answers, revision=9, op="press", request=request)
    statements = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 10, statements
