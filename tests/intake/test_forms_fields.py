"""What patients type, kind by kind: what is kept, what is refused with a sentence, and how it is shown again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict

from intake.forms.boxes import Wrong
from intake.forms.day import parts_in_order
from intake.forms.fields import field_for, typed
from intake.questionnaire import ALL_QUESTIONS
from intake.questionnaire.about import About
from intake.questionnaire.agree import Agree
from intake.questionnaire.allergy import Allergy
from intake.questionnaire.body import Body
from intake.questionnaire.heart import Heart
from intake.questionnaire.medicines import Medicines
from intake.questionnaire.mind import Mind
from intake.questionnaire.questions import Question
from intake.questionnaire.reason import Reason

HOSTILE = (
    "'; DROP TABLE x; --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "1e400",
    "NaN",
    "Infinity",
    "-1",
    "٣",
    "９",
)


def read(question: Question, **posted: Any) -> Any:
    """What is kept when these boxes are posted; `part` stands for `name.part`, `_` for the name alone."""
    data = QueryDict(mutable=True)
    for part, value in posted.items():
        name = question.name if part == "_" else f"{question.name}.{part.replace('__', '.')}"
        data.setlist(name, value if isinstance(value, list) else [value])
    field = field_for(question)
    return field.clean(field.widget.value_from_datadict(data, {}, question.name))


def refused(question: Question, **posted: Any) -> str:
    with pytest.raises(Wrong) as wrong:
        read(question, **posted)
    return str(wrong.value.message)


FEET = {"unit": "ft_in", "ft": 5, "inch": 10}
KEPT = [
    (Heart.high_bp, {"_": "unsure"}, "unsure"),
    (Heart.high_bp, {"_": ""}, None),
    (Heart.high_bp, {}, None),
    (Heart.symptoms, {"_": ["fainting", "chest_pain"]}, ["fainting", "chest_pain"]),
    (Heart.symptoms, {"_": ["fainting", "fainting"]}, ["fainting"]),
    (Heart.symptoms, {"_": ["none"]}, ["none"]),
    (Heart.symptoms, {}, None),
    (Body.systolic, {"_": " 120 "}, 120),
    (Body.systolic, {"_": "120.0"}, 120),
    (Body.systolic, {"_": "60"}, 60),
    (Body.systolic, {"_": "280"}, 280),
    (Body.systolic, {"_": ""}, None),
    (Reason.ketamine_count, {"_": "1,000"}, 1000),
    (Reason.ketamine_count, {"_": "0"}, 0),
    (Body.height, {"unit": "ft_in", "ft": "5", "inch": "10"}, {"cm": 177.8, "in": FEET}),
    (Body.height, {"unit": "ft_in", "ft": "5", "inch": ""}, {"cm": 152.4, "in": FEET | {"inch": 0}}),
    (Body.height, {"unit": "cm", "cm": "178"}, {"cm": 178.0, "in": {"unit": "cm"}}),
    (Body.height, {"unit": "ft_in", "cm": "178"}, {"cm": 178.0, "in": {"unit": "cm"}}),
    (Body.height, {"unit": "cm", "ft": "5", "inch": "10"}, {"cm": 177.8, "in": FEET}),
    (Body.height, {"unit": "cm", "ft": "5", "cm": "178,5"}, {"cm": 178.5, "in": {"unit": "cm"}}),
    (Body.height, {"unit": "cm"}, None),
    (Body.weight, {"unit": "lb", "number": "180"}, {"kg": 81.6, "in": {"unit": "lb", "lb": 180}}),
    (Body.weight, {"unit": "kg", "number": "81.6"}, {"kg": 81.6, "in": {"unit": "kg"}}),
    (Body.weight, {"unit": "kg", "number": "81,6"}, {"kg": 81.6, "in": {"unit": "kg"}}),
    (Body.weight, {"unit": "lb", "number": "56"}, {"kg": 25.4, "in": {"unit": "lb", "lb": 56}}),
    (Body.weight, {"unit": "lb", "number": "771"}, {"kg": 349.7, "in": {"unit": "lb", "lb": 771}}),
    (Body.weight, {"unit": "kg", "number": ""}, None),
    (Body.height, {"unit": "ft_in", "ft": "5.0", "inch": "10"}, {"cm": 177.8, "in": FEET}),
    (Body.height, {"unit": "ft_in", "ft": "5", "inch": "10,5"}, {"cm": 179.1, "in": FEET | {"inch": 10.5}}),
    (About.birth_date, {"month": "4", "day": "12", "year": "1988"}, "1988-04-12"),
    (About.birth_date, {"month": "April", "day": "12", "year": "1988"}, "1988-04-12"),
    (About.birth_date, {"month": "sept.", "day": "02", "year": "1988"}, "1988-09-02"),
    (About.birth_date, {"month": "2", "day": "29", "year": "2000"}, "2000-02-29"),
    (About.birth_date, {"month": "", "day": "", "year": ""}, None),
    (About.first_name, {"_": "  Ana  "}, "Ana"),
    (About.first_name, {"_": "漢字"}, "漢字"),
    (About.first_name, {"_": "👩🏽‍⚕️" * 10}, "👩🏽‍⚕️" * 10),
    (About.first_name, {"_": "   "}, None),
    (Reason.goal, {"_": "one\r\ntwo"}, "one\ntwo"),
    (About.phone, {"_": "(212) 555-0123"}, "+12125550123"),
    (About.phone, {"_": "212.555.0123"}, "+12125550123"),
    (About.phone, {"_": "+44 20 7946 0018"}, "+442079460018"),
    (About.phone, {"_": ""}, None),
    (About.email, {"_": "ana@example.org"}, "ana@example.org"),
    (About.email, {"_": ""}, None),
    (About.address, {"street": "1 Elm", "city": "Y", "zip": ""}, {"street": "1 Elm", "city": "Y"}),
    (About.address, {"street": "", "city": "", "country": "US"}, None),
    (Mind.phq9, {"1": "0", "2": "3", "3": "rather_not_say"}, {"1": "0", "2": "3", "3": "rather_not_say"}),
    (Mind.phq9, {"99": "0"}, None),
    (Allergy.allergies, {"none": "1"}, "none"),
    (Allergy.allergies, {"none": "1", "0__substance": " "}, "none"),
    (
        Medicines.taken,
        {"0__name": "", "2__name": "Sertraline", "2__dose": "", "2__evil": "x", "7__name": "Zinc"},
        [{"name": "Sertraline"}, {"name": "Zinc"}],
    ),
    (Medicines.taken, {"none": "1", "0__name": "Zinc"}, [{"name": "Zinc"}]),
    (Medicines.taken, {}, None),
]


@pytest.mark.parametrize(("question", "posted", "kept"), KEPT)
def test_what_is_well_formed_is_kept(question: Question, posted: dict[str, Any], kept: Any) -> None:
    assert read(question, **posted) == kept


REFUSED = [
    (Heart.high_bp, {"_": "maybe"}, "Choose one of the answers"),
    (Heart.symptoms, {"_": ["fainting", "dizzy"]}, "Choose from the answers"),
    (Heart.symptoms, {"_": ["fainting", "none"]}, "You ticked “None of these” and also “Fainting”"),
    (Heart.rhythm_kind, {"_": ["unsure", "afib"]}, "You ticked “Not sure” and also “Atrial fibrillation”"),
    (Body.systolic, {"_": "59"}, "from 60 to 280"),
    (Body.systolic, {"_": "281"}, "from 60 to 280"),
    (Body.systolic, {"_": "120.5"}, "whole number"),
    (Body.systolic, {"_": "high"}, "whole number"),
    (Body.height, {"unit": "ft_in", "ft": "5", "inch": "12"}, "Inches go from 0 to 11"),
    (Body.height, {"unit": "ft_in", "inch": "10"}, "Write the feet too"),
    (Body.height, {"unit": "ft_in", "ft": "5.10"}, "whole feet"),
    (Body.height, {"unit": "ft_in", "ft": "5,5", "inch": "2"}, "whole feet"),
    (Body.height, {"unit": "cm", "cm": "1.78"}, "from 90 to 230 cm"),
    (Body.height, {"unit": "cm", "cm": "89"}, "from 90 to 230 cm (3.0 to 7.5 feet)"),
    (Body.height, {"unit": "cm", "cm": "tall"}, "in digits"),
    (Body.weight, {"unit": "lb", "number": "20"}, "from 25 to 350 kg (56 to 771 pounds)"),
    (Body.weight, {"unit": "lb", "number": "55"}, "56 to 771 pounds"),
    (Body.weight, {"unit": "lb", "number": "772"}, "56 to 771 pounds"),
    (Body.weight, {"unit": "kg", "number": "351"}, "from 25 to 350 kg"),
    (About.birth_date, {"month": "4", "day": "12"}, "Write the year too"),
    (About.birth_date, {"year": "1988"}, "Write the month and the day too"),
    (About.birth_date, {"month": "13", "day": "1", "year": "1988"}, "Write the month as a number"),
    (About.birth_date, {"month": "Smarch", "day": "1", "year": "1988"}, "Write the month as a number"),
    (About.birth_date, {"month": "2", "day": "30", "year": "1988"}, "no such day"),
    (About.birth_date, {"month": "2", "day": "3", "year": "88"}, "four digits"),
    (About.birth_date, {"month": "2", "day": "3", "year": "1899"}, "too long ago"),
    (About.first_name, {"_": "a" * 101}, "at most 100 letters; there are 101"),
    (About.phone, {"_": "555-0123"}, "with its area code"),
    (About.phone, {"_": "none"}, "with its area code"),
    (About.phone, {"_": "212 555 0123 ext 5"}, "without an extension"),
    (About.email, {"_": "ana@example"}, "one e-mail address"),
    (About.email, {"_": "a@example.org, b@example.org"}, "one e-mail address"),
    (About.address, {"street": "1 Elm"}, "the street and the city"),
    (About.address, {"street": "1 Elm", "city": "x" * 201}, "at most 200 letters"),
    (Mind.phq9, {"1": "7"}, "Choose one of the answers"),
    (Allergy.allergies, {"none": "1", "0__substance": "Nuts"}, "Untick it or empty the list"),
    (
        Allergy.allergies,
        {"0__severity": "deadly", "0__substance": "Nuts"},
        "Allergy 1: choose one of the answers",
    ),
    (Medicines.taken, {"0__name": "Zinc", "1__dose": "5"}, "Medicine 2: write “Name” too"),
    (Medicines.taken, {"0__name": "x" * 101}, "at most 100 letters in “Name”"),
    (Medicines.taken, {f"{at}__name": "Zinc" for at in range(41)}, "at most 40"),
]


@pytest.mark.parametrize(("question", "posted", "sentence"), REFUSED)
def test_what_is_not_well_formed_gets_a_sentence(
    question: Question, posted: dict[str, Any], sentence: str
) -> None:
    assert sentence in refused(question, **posted)


def test_a_day_is_not_in_the_future() -> None:
    soon = date.today() + timedelta(days=2)
    said = refused(About.birth_date, month=str(soon.month), day=str(soon.day), year=str(soon.year))
    assert "in the future" in said


def test_a_surgery_lies_at_most_five_years_back() -> None:
    old = date.today() - timedelta(days=6 * 366)
    said = refused(Reason.surgery_date, month=str(old.month), day=str(old.day), year=str(old.year))
    assert "more than 5 years ago" in said


def parts_of(question: Question, text: str) -> list[dict[str, str]]:
    whole = {"_": text}
    boxes = (
        "cm",
        "ft",
        "inch",
        "unit",
        "number",
        "month",
        "day",
        "year",
        "street",
        "city",
        "0__name",
        "1",
        "none",
    )
    return [whole, dict.fromkeys(boxes, text)]


@pytest.mark.parametrize("question", ALL_QUESTIONS, ids=lambda question: question.code)
def test_hostile_text_is_kept_as_text_or_refused_with_a_sentence(question: Question) -> None:
    for posted in (parts for text in HOSTILE for parts in parts_of(question, text)):
        try:
            kept = read(question, **posted)
        except Wrong as wrong:
            assert wrong.message.endswith((".", ")"))
        else:
            assert kept is None or isinstance(kept, str | list | dict | int)
            assert kept != float("inf")


def test_a_well_formed_line_of_an_instrument_is_kept_beside_a_wrong_one() -> None:
    with pytest.raises(Wrong) as wrong:
        read(Mind.asq, **{"3": "yes", "4": "perhaps"})
    assert wrong.value.kept == {"3": "yes"}


def test_a_tick_keeps_the_version_and_the_hash_of_all_that_was_read() -> None:
    kept = read(Agree.risks, _="1")
    assert kept["ticked"] is True and kept["version"] == Agree.risks.version and kept["at"]
    assert len(kept["text"]) == 64 and kept["text"] != read(Agree.true_answers, _="1")["text"]
    assert field_for(Agree.risks).stands(kept) and not field_for(Agree.true_answers).stands(kept)
    assert read(Agree.risks) is None


@pytest.mark.parametrize(("question", "posted", "kept"), [row for row in KEPT if row[2] is not None])
def test_what_is_kept_is_shown_so_that_it_reads_the_same_again(question, posted, kept) -> None:
    field = field_for(question)
    assert field.clean(typed(field, kept)) == kept


@pytest.mark.parametrize(
    ("country", "parts", "unit", "height"),
    [("US", ("month", "day", "year"), "lb", "ft_in"), ("AU", ("day", "month", "year"), "kg", "cm")],
)
def test_days_and_measures_are_asked_as_the_clinics_country_writes_them(
    monkeypatch, country, parts, unit, height
):
    monkeypatch.setattr(settings, "CLINIC", replace(settings.CLINIC, country=country))
    assert parts_in_order() == parts
    assert typed(field_for(Body.weight), None)["unit"] == unit
    assert typed(field_for(Body.height), None)["unit"] == height


def test_a_number_of_another_country_is_shown_with_its_code() -> None:
    field = field_for(About.phone)
    assert typed(field, "+12125550123") == "(212) 555-0123"
    assert typed(field, "+442079460018") == "+44 20 7946 0018"
