"""No message says what the clinic does: every shipped text is walked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from intake.checks import messages_say_nothing_of_health
from intake.models.wording import faults, filled
from intake.questionnaire.drugs import DRUGS
from intake.questionnaire.reason import Reason
from intake.wording.health_words import health_words_in
from intake.wording.kinds import KINDS, Kind, filled_in

VALUES = {"link": "https://intake.clinic.example/r/x", "date": "Tuesday 3 May", "time": "9:30 am", "until": "5 pm"}
VALUES |= {"place": "12 Elm Street"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
def test_no_shipped_text_holds_a_health_word_or_the_real_name(kind: Kind) -> None:
    assert faults(kind, kind.words) == {}
    for text in kind.words.parts():
        assert not health_words_in(filled(text, VALUES), also=["Lakeside Infusion Clinic"])
        assert "{" not in filled(text, VALUES)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
def test_a_text_message_is_short_enough_for_three_parts(kind: Kind) -> None:
    assert len(filled(kind.words.short, VALUES | {"link": "x" * 90})) <= 320


def test_every_medicine_we_know_is_refused() -> None:
    names = {name for drug in DRUGS for name in (drug.generic, *drug.brands)}
    missed = [name for name in names if not health_words_in(f"Your {name}, today")]
    assert len(names) > 500 and not missed


@pytest.mark.parametrize(
    "text",
    ["Your infusion", "KETAMINE", "kéta\u200bmine", "Ｋｅｔａｍｉｎｅ", "about your Depression", "psychiatry", "suicidal", "ECT"],
)
def test_a_word_is_found_however_it_is_written(text: str) -> None:
    assert health_words_in(text)


def test_what_patients_come_for_is_refused() -> None:
    held = {option.code for option in Reason.wanted.options if health_words_in(str(option.label))}
    assert {"depression", "ptsd"} <= held


@pytest.mark.parametrize("text", ["Your visit on Tuesday", "the directions are enclosed", "private drive", "Lakeside Clinic"])
def test_plain_words_are_not_refused(text: str) -> None:
    assert not health_words_in(text)


def test_a_line_that_held_only_a_missing_place_goes() -> None:
    assert filled_in("Open\n{link}\nor call", {}) == "Open\nor call"


def test_a_clinic_whose_messages_would_name_its_speciality_does_not_start(settings: Any) -> None:
    assert messages_say_nothing_of_health() == []
    settings.MESSAGES = replace(settings.MESSAGES, name="Lakeside Infusion Clinic")
    [wrong] = messages_say_nothing_of_health()
    assert "infusion" in wrong.msg and "CLEARWAY_MESSAGES_NAME" in wrong.msg
