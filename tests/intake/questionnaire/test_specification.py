"""What we ask is what the specification asks: nothing missing, nothing more, and each difference with its reason."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from intake.questionnaire import ALL_QUESTIONS, SECTIONS, prompts, question_called
from intake.questionnaire.drug_names import drugs_in
from intake.questionnaire.drugs import DRUG_CLASSES, DRUGS, KNOWN_WITHOUT_CLASS
from intake.questionnaire.mind import Mind
from intake.questionnaire.questions import (
    Acknowledgement,
    Instrument,
    Number,
    OneOf,
    Question,
    Rows,
    SomeOf,
    Words,
)
from intake.questionnaire.reason import Reason
from intake.questionnaire.scales import ASQ, AUDITC, GAD7, PCPTSD5, PEG, PHQ9, TAPS1
from intake.questionnaire.substances import Substances

SPECIFICATION = Path(__file__).parents[2] / "specification"
OURS_ALONE = {
    "ride.questions_for_clinician": "a free text for the clinician ends the form",
    "agree.when_drive": "an understanding check, which informs staff",
    "agree.strange_feelings": "an understanding check, which informs staff",
    "agree.not_eating": "an understanding check, which informs staff",
}
WORDED_OTHERWISE = {
    "pregnancy.could_be": "the explanation stands under the question as help",
    "medicines.also": "the explanation stands under the question as help",
    "agree.not_emergency": "numbers differ from country to country; the page shows the clinic's own",
    "agree.may_call": "numbers differ from country to country",
    "agree.off_label": "quotation marks",
    "agree.risks": "the risks are told beside the tick, so that it is true when ticked",
}


def read(name: str) -> Any:
    return json.loads((SPECIFICATION / f"{name}.json").read_text())


SECTIONS_SPECIFIED = read("questions")
SPECIFIED = [question for section in SECTIONS_SPECIFIED for question in section["questions"]]
ROWS = list(csv.DictReader((SPECIFICATION / "codes.csv").open()))
CODE_OF = {row["key"]: row["our_code"] for row in ROWS if not row["option"]}
by_key = pytest.mark.parametrize("specified", SPECIFIED, ids=lambda specified: specified["key"])


def ours(specified: dict[str, str]) -> Question:
    return question_called(CODE_OF[specified["key"]])


def test_every_specified_question_is_asked_and_every_question_asked_is_specified() -> None:
    specified = {CODE_OF[question["key"]] for question in SPECIFIED}
    assert len(specified) == len(SPECIFIED) == 202
    assert specified - {question.code for question in ALL_QUESTIONS} == set()
    assert {question.code for question in ALL_QUESTIONS} - specified == set(OURS_ALONE)


def test_sections_and_questions_come_in_the_order_specified() -> None:
    assert [section.title for section in SECTIONS] == [section["title"] for section in SECTIONS_SPECIFIED]
    for section, specified in zip(SECTIONS, SECTIONS_SPECIFIED, strict=True):
        asked = [question.code for question in section.questions if question.code not in OURS_ALONE]
        assert asked == [CODE_OF[question["key"]] for question in specified["questions"]]


@by_key
def test_a_question_is_worded_required_and_read_as_specified(specified: dict[str, str]) -> None:
    question = ours(specified)
    if not isinstance(question, Instrument) and question.code not in WORDED_OTHERWISE:
        assert question.label.replace("’", "'") == specified["label"]
    assert question.required == (specified["required"] == "yes")
    assert question.audience == specified["audience"]


@by_key
def test_a_follow_up_is_a_follow_up_in_both(specified: dict[str, str]) -> None:
    assert (ours(specified).ask_if is not None) == (specified["show_if"] not in ("", "section"))


@by_key
def test_a_kind_of_question_is_the_one_specified(specified: dict[str, str]) -> None:
    kinds = {
        "text": ("Words",),
        "longtext": ("Words",),
        "date": ("Day",),
        "phone": ("Phone",),
        "email": ("Email",),
        "int": ("Number",),
        "number+unit": ("Length", "Mass"),
        "choice": ("OneOf", "YesNo"),
        "multi": ("SomeOf",),
        "group": ("Address",),
        "repeat": ("Rows",),
        "instrument": ("Instrument",),
        "ack": ("Acknowledgement",),
    }
    assert type(ours(specified)).__name__ in kinds[specified["type"]]


@by_key
def test_bounds_and_lengths_are_those_specified(specified: dict[str, str]) -> None:
    question = ours(specified)
    found = re.search(r"(\d+)-(\d+)", specified["range"])
    if found and isinstance(question, Number):
        assert question.between_bounds == (int(found[1]), int(found[2]))
    usual = re.search(r"warn outside (\d+)-(\d+)", specified["range"])
    if usual and isinstance(question, Number):
        assert question.usual == (int(usual[1]), int(usual[2]))
    if found and isinstance(question, Words) and "chars" in specified["range"]:
        assert question.longest == int(found[2])
    if isinstance(question, Words) and specified["type"] == "longtext":
        assert question.long


@by_key
def test_the_options_are_those_specified_and_no_others(specified: dict[str, str]) -> None:
    question = ours(specified)
    if not isinstance(question, OneOf | SomeOf) or getattr(question, "options_from", None):
        return
    mapped = {row["our_option"] for row in ROWS if row["key"] == specified["key"] and row["option"]}
    offered = {option.code for option in question.options}
    assert mapped - offered == set()
    may_be_more = {"rather_not_say"} if question.may_decline else set()
    assert offered - mapped <= may_be_more
    assert question.other == ("other (text)" in specified["options"])


def test_every_specified_option_is_mapped() -> None:
    for specified in SPECIFIED:
        if specified["type"] not in ("choice", "multi") or specified["key"] == "rsn_top":
            continue
        plain = re.sub(r"\s*\([^)]*\)", "", specified["options"])
        named = {option.strip() for option in plain.split(";")}
        mapped = {row["option"] for row in ROWS if row["key"] == specified["key"] and row["option"]}
        assert named == mapped, specified["key"]


def test_the_rows_of_lists_ask_what_is_specified() -> None:
    for key in ("all_list", "med_list"):
        specified = next(question for question in SPECIFIED if question["key"] == key)
        question = ours(specified)
        assert isinstance(question, Rows)
        named = [re.split(r"\s", part.strip())[0] for part in specified["options"].split(";")]
        columns = [column.code for column in question.columns if column.code != "kind"]
        assert columns == named


def test_a_medicine_can_be_marked_as_a_herb_because_a_tick_asks_for_it() -> None:
    taken = question_called("medicines.taken")
    assert isinstance(taken, Rows)
    kind = next(column for column in taken.columns if column.code == "kind")
    assert "herb" in {option.code for option in kind.options}


def test_every_question_of_mind_and_substances_may_be_left_to_the_clinician() -> None:
    for section in (Mind, Substances):
        for question in section.questions:
            assert question.may_decline
            if isinstance(question, OneOf | SomeOf):
                codes = [option.code for option in question.options]
                assert codes.count("rather_not_say") == 1, question.code


def test_every_tick_of_agreement_has_a_sentence_of_its_own() -> None:
    labels = [question.label for question in ALL_QUESTIONS if isinstance(question, Acknowledgement)]
    assert len(labels) == len(set(labels)) == 15


# Instruments

SCALES = {
    "phq9": PHQ9,
    "gad7": GAD7,
    "peg": PEG,
    "pcptsd5": PCPTSD5,
    "asq": ASQ,
    "auditc": AUDITC,
    "taps1": TAPS1,
}
INSTRUMENTS = read("instruments")
INSTRUMENT_OF = {
    "phq9": Mind.phq9,
    "gad7": Mind.gad7,
    "pcptsd5": Mind.pcptsd5,
    "asq": Mind.asq,
    "peg": Reason.peg,
    "auditc": Substances.auditc,
    "taps1": Substances.taps1,
}


def test_the_instruments_asked_are_the_instruments_specified() -> None:
    assert set(INSTRUMENTS) == set(SCALES)
    asked = {question.code for question in ALL_QUESTIONS if isinstance(question, Instrument)}
    assert asked == {question.code for question in INSTRUMENT_OF.values()}
    for name, scale in SCALES.items():
        assert INSTRUMENT_OF[name].scale is scale


@pytest.mark.parametrize("name", ["phq9", "gad7", "peg"])
def test_items_have_their_official_words_and_loinc_codes(name: str) -> None:
    scored = [item for item in SCALES[name].items if item.scored]
    assert [item.text for item in scored] == INSTRUMENTS[name]["items"]
    assert [item.loinc for item in scored] == INSTRUMENTS[name]["loinc"]["items"]
    assert SCALES[name].stem == INSTRUMENTS[name].get("stem", "")


@pytest.mark.parametrize("name", ["phq9", "gad7"])
def test_response_words_points_and_bands_are_official(name: str) -> None:
    for item in SCALES[name].items:
        if item.scored:
            assert [[words, points] for _code, words, points in item.options] == INSTRUMENTS[name]["options"]
    assert [[band.low, band.high, band.name] for band in SCALES[name].bands] == INSTRUMENTS[name]["bands"]


def test_the_unscored_item_of_the_phq9_is_official() -> None:
    unscored = next(item for item in PHQ9.items if not item.scored)
    assert unscored.text == INSTRUMENTS["phq9"]["unscored"]["text"]
    assert [words for _code, words, _points in unscored.options] == INSTRUMENTS["phq9"]["unscored"]["options"]
    assert unscored.loinc == INSTRUMENTS["phq9"]["loinc"]["unscored"]


def test_the_peg_is_answered_from_0_to_10_with_its_ends_named() -> None:
    for item, ends in zip(PEG.items, INSTRUMENTS["peg"]["ends"], strict=True):
        assert [points for _code, _words, points in item.options] == list(range(11))
        assert [item.options[0][1], item.options[10][1]] == [f"0: {ends[0]}", f"10: {ends[1]}"]
    assert PEG.bands == ()


def test_the_audit_c_is_official() -> None:
    for item, specified, loinc in zip(
        AUDITC.items, INSTRUMENTS["auditc"]["items"], INSTRUMENTS["auditc"]["loinc"]["items"], strict=True
    ):
        assert item.text == specified["text"]
        assert [[words, points] for _code, words, points in item.options] == specified["options"]
        assert item.loinc == loinc
    assert "12 oz" in AUDITC.stem


def test_the_other_instruments_have_all_their_items() -> None:
    assert [item.code for item in PCPTSD5.items] == ["gate", "1", "2", "3", "4", "5"]
    assert [item.code for item in ASQ.items] == ["1", "2", "3", "4", "5"]
    assert [item.code for item in TAPS1.items] == ["1", "2_men", "2_women", "3", "4"]
    for item in TAPS1.items:
        assert {code for code, _words, _points in item.options} == {
            "never",
            "less_than_monthly",
            "monthly",
            "weekly",
            "daily_or_almost",
        }


IN_THE_PAST_MONTH = "In the past month, have you"
IN_12_MONTHS = "In the past 12 months, how often have you"
A_DRINK = (
    "One standard drink is about 1 small glass of wine (5 oz), 1 beer (12 oz), or 1 single shot of liquor."
)
OFFICIAL_WORDS = {
    "pcptsd5": [
        "Sometimes things happen to people that are unusually or especially frightening, horrible, or traumatic. "
        "For example: a serious accident or fire; a physical or sexual assault or abuse; an earthquake or flood; a war; "
        "seeing someone be killed or seriously injured; having a loved one die through homicide or suicide. "
        "Have you ever experienced this kind of event?",
        f"{IN_THE_PAST_MONTH} had nightmares about the event(s) or thought about the event(s) when you did not want to?",
        f"{IN_THE_PAST_MONTH} tried hard not to think about the event(s) or went out of your way to avoid situations "
        "that reminded you of the event(s)?",
        f"{IN_THE_PAST_MONTH} been constantly on guard, watchful, or easily startled?",
        f"{IN_THE_PAST_MONTH} felt numb or detached from people, activities, or your surroundings?",
        f"{IN_THE_PAST_MONTH} felt guilty or unable to stop blaming yourself or others for the event(s) or any "
        "problems the event(s) may have caused?",
    ],
    "asq": [
        "In the past few weeks, have you wished you were dead?",
        "In the past few weeks, have you felt that you or your family would be better off if you were dead?",
        "In the past week, have you been having thoughts about killing yourself?",
        "Have you ever tried to kill yourself?",
        "Are you having thoughts of killing yourself right now?",
    ],
    "taps1": [
        f"{IN_12_MONTHS} used any tobacco product (for example, cigarettes, e-cigarettes, cigars, pipes, or smokeless "
        "tobacco)?",
        f"{IN_12_MONTHS} had 5 or more drinks containing alcohol in one day? {A_DRINK}",
        f"{IN_12_MONTHS} had 4 or more drinks containing alcohol in one day? {A_DRINK}",
        f"{IN_12_MONTHS} used any drugs including marijuana, cocaine or crack, heroin, methamphetamine (crystal meth), "
        "hallucinogens, ecstasy/MDMA?",
        f"{IN_12_MONTHS} used any prescription medications just for the feeling, more than prescribed or that were not "
        "prescribed for you? (for example, OxyContin, Xanax, Adderall)",
    ],
}
"""As the specification's page gives them; its data names the place only."""


@pytest.mark.parametrize("name", OFFICIAL_WORDS)
def test_the_other_instruments_are_in_their_official_words(name: str) -> None:
    assert [item.text for item in SCALES[name].items] == OFFICIAL_WORDS[name]


@pytest.mark.parametrize("name", ["pcptsd5", "asq"])
def test_yes_counts_one_and_no_nothing(name: str) -> None:
    for item in SCALES[name].items:
        assert [(code, points) for code, _words, points in item.options] == [("yes", 1), ("no", 0)]


def test_the_codes_of_the_other_instruments_are_those_that_were_found() -> None:
    assert [item.loinc for item in PCPTSD5.items] == [
        "",
        *(f"{number}" for number in ("102012-2", "102013-0", "102014-8", "102015-5", "102016-3")),
    ]
    known = INSTRUMENTS["taps1"]["loinc"]["items_known"]
    assert [item.loinc for item in TAPS1.items] == [*known.values(), "", ""]
    assert not any(item.loinc for item in ASQ.items)


@pytest.mark.parametrize("name", SCALES)
def test_an_instrument_says_its_credit_and_whether_its_wording_was_read(name: str) -> None:
    specified = INSTRUMENTS[name]
    assert SCALES[name].wording_read == specified["wording_read"]
    assert SCALES[name].credit
    if specified["credit"] != "Same terms and authors as the PHQ-9.":
        assert SCALES[name].credit == specified["credit"]
    for part in ("panel", "total", "mean"):
        assert SCALES[name].loinc.get(part) == specified.get("loinc", {}).get(part)


# Medicines

MEDICINES = read("medicines")


def test_the_classes_of_medicines_are_those_specified() -> None:
    specified = {each["key"]: each for each in MEDICINES["classes"]}
    assert set(DRUG_CLASSES) == set(specified)
    for key, drug_class in DRUG_CLASSES.items():
        for part in ("title", "level", "effect", "action", "source"):
            assert getattr(drug_class, part) == specified[key][part], (key, part)


def test_the_medicines_with_a_class_are_those_specified() -> None:
    specified = [
        (
            d["generic"],
            tuple(d["brands"]),
            tuple(d["also"]),
            tuple(d["classes"]),
            frozenset(d["tags"]),
            d["level"] or "",
        )
        for d in MEDICINES["drugs"]
    ]
    held = [(d.generic, d.brands, d.also, d.classes, d.tags, d.level) for d in DRUGS if d.classes]
    assert sorted(held, key=repr) == sorted(specified, key=repr)
    assert len(held) == 381
    notes = {d["generic"]: d["note"] for d in MEDICINES["drugs"]}
    assert all(notes[drug.generic] == drug.note for drug in DRUGS if drug.classes)


def test_the_medicines_without_a_class_are_those_specified() -> None:
    specified = {d["generic"]: tuple(d["brands"]) for d in MEDICINES["known_without_class"]}
    assert {drug.generic: drug.brands for drug in KNOWN_WITHOUT_CLASS} == specified


def test_every_name_of_every_medicine_finds_it() -> None:
    lost = [
        (drug.generic, name)
        for drug in DRUGS
        for name in (drug.generic, *drug.brands, *drug.also)
        if drug not in drugs_in(name)
    ]
    assert lost == []


def test_the_prompts_are_those_specified() -> None:
    specified = read("medicine_prompts")
    also = question_called("medicines.also")
    assert isinstance(also, SomeOf)
    assert set(specified) == {option.code for option in also.options} - {"none"}
    for tick, answers in specified.items():
        classes = {answer for answer in answers if answer in DRUG_CLASSES}
        assert set(prompts.CLASSES.get(tick, ())) == classes
        known = [answer.removeprefix("known: ") for answer in answers if answer.startswith("known: ")]
        for name in re.split(r", | and ", " and ".join(known)):
            if name and not name.startswith(("their combinations", "the contraceptives")):
                assert name in prompts.KNOWN[tick], (tick, name)
    assert {name for names in prompts.KNOWN.values() for name in names} <= {drug.generic for drug in DRUGS}
