"""One screen as a form: what it asks, keeps, asks once more, and never loses."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import QueryDict

from intake.forms import SectionForm
from intake.forms.choices import TickField
from intake.questionnaire import question_called, section_called
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import Acknowledgement

ADULT = {
    "about.birth_date": "1980-05-05",
    "about.first_name": "Ana",
    "about.last_name": "Lee",
    "about.phone": "+12125550123",
}


def form(
    section: str,
    posted: dict[str, Any] | None = None,
    stored: dict[str, Any] | None = None,
    page: int = 1,
    **more,
):
    """A screen; `posted` as a browser posts it, with all that this screen showed."""
    answers = Answers(ADULT | (stored or {}))
    screen = section_called(section).pages[page - 1]
    if posted is None:
        return SectionForm(screen, answers=answers)
    data = QueryDict(mutable=True)
    shown = posted.pop("shown", None) or SectionForm(screen, answers=answers).visible_names
    data.setlist("shown", shown)
    for name, value in posted.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return SectionForm(screen, data, answers=answers, **more)


def drawn(screen: SectionForm, name: str):
    return next(each for each in screen.questions if each.name == name)


def test_a_screen_answered_whole_is_valid():
    names = form("eyes").visible_names
    screen = form("eyes", dict.fromkeys(names, "no"))
    assert screen.is_valid() and set(screen.well_formed()) == {f"eyes.{name}" for name in names}


def test_a_blank_that_was_asked_gets_a_sentence_and_the_rest_is_kept():
    names = form("eyes").visible_names
    screen = form("eyes", dict.fromkeys(names[1:], "no"))
    assert not screen.is_valid()
    assert screen.summary == [
        (f"id_{names[0]}_0", section_called("eyes").questions[0].label, "Choose an answer.")
    ]
    assert screen.well_formed()[f"eyes.{names[1]}"] == "no"


def test_a_follow_up_that_was_not_shown_is_a_new_question_and_no_error():
    screen = form("heart", {"shown": ["high_bp"], "high_bp": "yes"})
    assert "high_bp_controlled" in [each.name for each in screen.new_follow_ups]
    assert "high_bp_controlled" not in screen.errors and not screen.is_valid()
    assert not drawn(screen, "high_bp_controlled").hidden


def test_an_optional_follow_up_brings_the_screen_back_once():
    names = form("heart").visible_names
    answers = dict.fromkeys(names, "no") | {"symptoms": ["none"], "blocked_arteries": "yes"}
    screen = form("heart", answers)
    assert [each.name for each in screen.new_follow_ups] == ["heart_doctor"] and not screen.is_valid()
    stored = {f"heart.{name}": value for name, value in answers.items()}
    again = form("heart", answers | {"shown": [*names, "heart_doctor"]}, stored)
    assert again.is_valid()


def test_a_follow_up_of_a_gate_that_closed_is_neither_required_nor_lost():
    stored = {"heart.high_bp": "yes", "heart.high_bp_controlled": "no"}
    names = form("heart").visible_names
    screen = form("heart", dict.fromkeys(names, "no") | {"symptoms": ["none"], "shown": names}, stored)
    assert screen.is_valid()
    assert "heart.high_bp_controlled" not in screen.well_formed()
    assert drawn(screen, "high_bp_controlled").hidden


def test_an_item_of_an_instrument_that_came_up_is_a_new_question():
    names = form("mind", page=3).visible_names
    screen = form(
        "mind", {"shown": names, "asq.1": "yes", "asq.2": "no", "asq.3": "no", "asq.4": "no"}, page=3
    )
    assert "asq.5" not in names and "asq.5" in screen.visible_names
    assert [each.name for each in screen.new_follow_ups if each.required] == [
        "asq"
    ] and "asq" not in screen.errors


def test_an_optional_line_of_an_instrument_that_came_up_brings_the_screen_back_once():
    answers = {f"phq9.{line}": "1" for line in range(1, 10)}
    names = form("mind", page=2).visible_names
    screen = form("mind", answers | {"shown": names}, page=2)
    assert "phq9.10" not in names and "phq9.10" in screen.visible_names
    assert "phq9" in [each.name for each in screen.new_follow_ups] and not screen.errors
    stored = {"mind.phq9": {str(line): "1" for line in range(1, 10)}}
    again = form("mind", answers | {"shown": [*names, "phq9.10"]}, stored, page=2)
    assert again.is_valid()


def test_a_blank_line_of_an_instrument_is_pointed_at():
    screen = form("mind", {"phq9.1": "0"}, page=2)
    assert drawn(screen, "phq9").target == "id_phq9_2_0"
    assert not drawn(screen, "phq9").items[0].missing and drawn(screen, "phq9").items[1].missing


def test_none_of_these_with_another_tick_is_asked_about_and_stays_ticked():
    screen = form("heart", {"symptoms": ["fainting", "none"]})
    assert "You ticked “None of these”" in screen.errors["symptoms"][0]
    assert {each.value for each in drawn(screen, "symptoms").choices if each.chosen} == {"fainting", "none"}
    assert "heart.symptoms" not in screen.well_formed()


@pytest.mark.parametrize(
    ("section", "page", "posted", "there"),
    [
        ("about", 1, {"first_name": "x" * 120}, "x" * 120),
        (
            "about",
            1,
            {"birth_date.month": "Smarch", "birth_date.day": "99", "birth_date.year": "88"},
            "Smarch",
        ),
        ("about", 2, {"phone": "12"}, "12"),
        ("about", 2, {"email": "ana at home"}, "ana at home"),
        ("about", 2, {"address.zip": "98765-x"}, "98765-x"),
        ("about", 2, {"language": "other", "language.other": "Tagalog"}, "Tagalog"),
        ("body", 1, {"height.unit": "cm", "height.cm": "tall"}, "tall"),
        ("body", 1, {"weight.unit": "kg", "weight.number": "9999"}, "9999"),
        ("medicines", 1, {"taken.3.dose": "5 tablets"}, "5 tablets"),
    ],
)
def test_nothing_typed_is_lost_when_a_screen_comes_back(section, page, posted, there):
    screen = form(section, dict(posted), page=page)
    assert not screen.is_valid()
    boxes = [box for each in screen.questions for box in [*each.boxes, *filter(None, [each.other])]]
    boxes += [box for each in screen.questions for row in each.rows for box in row.boxes]
    assert there in [box.value for box in boxes]


def test_the_bottom_number_is_lower_than_the_top_number_and_is_not_kept_otherwise():
    stored, known = {"body.knows_bp": "yes"}, {"knows_bp": "yes"}
    wrong = form("body", known | {"systolic": "120", "diastolic": "120"}, stored)
    assert "lower than the top number" in wrong.errors["diastolic"][0]
    assert wrong.well_formed()["body.systolic"] == 120 and "body.diastolic" not in wrong.well_formed()
    right = form("body", known | {"systolic": "120", "diastolic": "119"}, stored)
    assert "diastolic" not in right.errors


def test_what_matters_most_is_one_of_the_reasons_ticked():
    ticked = {"wanted": ["ptsd", "ocd"]}
    screen = form("reason", {**ticked, "matters_most": "panic", "shown": ["wanted", "matters_most"]})
    assert "you ticked before" in screen.errors["matters_most"][0]
    assert "reason.matters_most" not in screen.well_formed()
    offered = [choice.value for choice in drawn(screen, "matters_most").choices if not choice.away]
    assert offered == ["ptsd", "ocd"]


def settled(screen, stored, conflicts=None, revision=7):
    screen.settle(SimpleNamespace(revision=revision, conflicts=conflicts or {}), Answers(ADULT | stored))
    return screen


def test_an_answer_of_another_window_is_shown_and_not_asked_for_again():
    names = form("eyes").visible_names
    first, *others = names
    screen = settled(
        form("eyes", dict.fromkeys(others[1:], "no") | {first: ""}, revision=1), {f"eyes.{first}": "yes"}
    )
    assert screen.revision == 7
    assert [choice.value for choice in drawn(screen, first).choices if choice.chosen] == ["yes"]
    assert first not in screen.errors and others[0] in screen.errors


def test_two_answers_of_two_windows_are_both_shown_until_one_is_chosen():
    names = form("eyes").visible_names
    pair = {f"eyes.{names[0]}": ("no", "yes")}
    posted = dict.fromkeys(names, "no") | {names[0]: "yes"}
    screen = settled(
        form("eyes", dict(posted)), dict.fromkeys([f"eyes.{each}" for each in names], "no"), pair
    )
    assert drawn(screen, names[0]).conflict == ("No", "Yes") and not screen.is_valid()
    there = form("eyes", posted | {f"{names[0]}.right": "there"}, {f"eyes.{names[0]}": "no"})
    assert f"eyes.{names[0]}" not in there.well_formed() and there.is_valid()
    here = form("eyes", posted | {f"{names[0]}.right": "here"}, {f"eyes.{names[0]}": "no"})
    assert here.well_formed()[f"eyes.{names[0]}"] == "yes"


def test_of_an_instrument_only_the_lines_that_differ_are_shown():
    pair = {"mind.phq9": ({"1": "0", "2": "3"}, {"1": "0", "2": "1"})}
    screen = settled(form("mind", {"phq9.1": "0", "phq9.2": "1"}, page=2), {}, pair)
    assert all("Little interest" not in words for words in drawn(screen, "phq9").conflict)


def test_a_page_tells_of_each_answer_at_which_revision_it_saved_it():
    screen = form("eyes", {"shown": [], "injury.base": "4", "surgery.base": "x"}, revision=1)
    assert screen.bases["eyes.injury"] == 4 and "eyes.surgery" not in screen.bases


BODY = {
    "height.unit": "cm",
    "weight.unit": "kg",
    "weight.number": "80",
    "weight_change": "no",
    "knows_bp": "no",
    "stairs": "yes",
}


def asked_once(section, posted, name, stored=None, page=1):
    """The sentence asked; the same post passes; then the form that passed."""
    first = form(section, dict(posted), stored, page)
    assert not first.is_valid() and not first.errors and list(first.warnings) == [name], (
        first.errors,
        first.warnings,
    )
    again = form(section, {**posted, "seen": first.seen}, stored, page)
    assert again.is_valid(), (again.errors, again.warnings, again.new_follow_ups)
    return first.warnings[name][0], again


def test_an_unusual_height_is_asked_about_once_and_another_one_anew():
    sentence, passed = asked_once("body", BODY | {"height.cm": "210"}, "height")
    assert sentence.startswith("Is this right?")
    other = form("body", BODY | {"height.cm": "215", "seen": passed.seen})
    assert list(other.warnings) == ["height"]


def test_a_doubt_that_was_answered_is_not_asked_again_after_an_error_elsewhere():
    first = form("body", BODY | {"height.cm": "210"})
    first.is_valid()
    wrong = form("body", BODY | {"height.cm": "210", "weight.number": "x", "seen": first.seen})
    assert wrong.errors and wrong.seen == first.seen
    assert form("body", BODY | {"height.cm": "210", "seen": wrong.seen}).is_valid()


def test_a_usual_height_is_not_asked_about():
    assert form("body", BODY | {"height.cm": "205"}).is_valid()
    assert form("body", BODY | {"height.cm": "140"}).is_valid()


@pytest.mark.parametrize(
    ("name", "typed", "usual"),
    [
        ("systolic", "201", "200"),
        ("systolic", "79", "80"),
        ("diastolic", "121", "120"),
        ("diastolic", "39", "40"),
        ("pulse", "141", "140"),
        ("pulse", "39", "40"),
    ],
)
def test_an_unusual_blood_pressure_or_pulse_is_asked_about_once(name, typed, usual):
    stored = {"body.knows_bp": "yes"}
    reading = {"height.cm": "178", "systolic": "160", "diastolic": "60", "bp_when": "today"}
    if name == "systolic":
        reading["diastolic"] = "50"
    sentence, _ = asked_once("body", BODY | {"knows_bp": "yes"} | reading | {name: typed}, name, stored)
    assert sentence.startswith("Is this right?")
    assert form("body", BODY | {"knows_bp": "yes"} | reading | {name: usual}, stored).is_valid()


@pytest.mark.parametrize(
    ("signed", "asked"), [("Ruth Bell", False), ("ruth  bell", False), ("R", True), ("Ruth B", True)]
)
def test_the_legal_decider_may_sign_with_the_whole_name(signed, asked):
    decides = {"about.legal_decider": "yes", "about.legal_decider_name": "Ruth Bell, his sister"}
    assert bool(form("agree", signing(signature=signed), decides).warnings) is asked


def test_an_allergy_that_is_nearly_a_medicine_is_asked_about_once():
    names = form("allergy").visible_names
    posted = dict.fromkeys(names, "no") | {"allergies.0.substance": "ketamin"}
    del posted["allergies"]
    sentence, _ = asked_once("allergy", posted, "allergies")
    assert "Did you mean ketamine" in sentence


def test_the_emergency_contact_with_the_patients_own_number_is_asked_about_once():
    contact = {"emergency_name": "Bo", "emergency_relationship": "friend", "emergency_ok": "yes"}
    sentence, _ = asked_once("contacts", contact | {"emergency_phone": "212 555 0123"}, "emergency_phone")
    assert "your own number" in sentence


MEDICINES = {"taken.0.name": "lisinopril", "changed": "no", "pump": "no"}


def test_a_kind_of_medicine_ticked_but_not_listed_is_asked_about_once():
    sentence, _ = asked_once("medicines", MEDICINES | {"also": ["thyroid"]}, "also")
    assert "For the thyroid" in sentence
    assert form("medicines", MEDICINES | {"also": ["blood_pressure"]}).is_valid()


def test_a_near_miss_of_a_medicines_name_is_suggested_once():
    sentence, _ = asked_once(
        "medicines", MEDICINES | {"taken.1.name": "sertralin", "also": ["none"]}, "taken"
    )
    assert "Did you mean sertraline" in sentence


def signing(**more):
    ticks = [question.name for question in section_called("agree").questions if isinstance(question, Acknowledgement)]
    return dict.fromkeys(ticks, "1") | more


def test_a_signature_that_differs_from_the_legal_name_is_asked_about_once():
    sentence, _ = asked_once("agree", signing(signature="Ann Lee"), "signature")
    assert "differs from the legal name" in sentence


def test_who_has_one_name_only_signs_with_it():
    single = {"about.first_name": "Sukarno", "about.last_name": "Sukarno"}
    assert form("agree", signing(signature="Sukarno"), single).is_valid()


@pytest.mark.parametrize("name", ["Ana Lee", "ANA LEE", "Aná  Lee"])
def test_a_signature_is_the_legal_name_whatever_its_case_and_accents(name):
    assert form("agree", signing(signature=name)).is_valid()


def test_the_day_of_signing_is_not_asked():
    assert "signed_on" not in form("agree").visible_names


def test_a_tick_keeps_the_time_at_which_it_was_ticked():
    kept = TickField(question_called("agree.true_answers")).clean("1") | {"at": "2026-01-01T10:00:00+00:00"}
    screen = form("agree", signing(signature="Ana Lee"), {"agree.true_answers": kept})
    assert screen.well_formed()["agree.true_answers"] == kept


def test_add_another_shows_an_empty_row_and_no_error():
    screen = form("medicines", {"taken.0.name": "Zinc", "add_row": "taken"})
    rows = [row for row in drawn(screen, "taken").rows if not row.is_pattern]
    assert [row.boxes[0].value for row in rows] == ["Zinc", ""] and rows[1].is_new
    assert not screen.summary and not screen.is_valid()
    assert screen.well_formed()["medicines.taken"] == [{"name": "Zinc"}]


def test_a_list_starts_with_one_empty_row():
    rows = drawn(form("medicines"), "taken").rows
    assert [row.is_pattern for row in rows] == [False, True]


def test_a_wrong_box_of_a_row_is_pointed_at():
    screen = form("medicines", {"taken.0.name": "Zinc", "taken.1.dose": "5"})
    assert drawn(screen, "taken").target == "id_taken_1_name"


def test_answers_posted_for_questions_that_this_screen_does_not_ask_are_dropped():
    screen = form(
        "eyes",
        {"shown": ["injury", "first_name", "nonsense"], "injury": "no", "first_name": "Eve", "age": "3"},
    )
    assert screen.well_formed() == {"eyes.injury": "no"}


def test_someone_under_the_minimum_age_makes_no_error():
    day = {"birth_date.month": "1", "birth_date.day": "2", "birth_date.year": "2015"}
    names = {"first_name": "Al", "last_name": "Lee", "sex_at_birth": "male"}
    assert form("about", names | day).is_valid()
