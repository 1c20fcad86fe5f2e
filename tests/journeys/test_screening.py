"""Three invented patients are screened end to end, on a phone, with and without JavaScript; clinicians decide."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from clinic.roles import Role
from intake.models import Intake
from intake.questionnaire import ALL_QUESTIONS
from intake.questionnaire.answers import Answers
from intake.questionnaire.questions import Day, Instrument
from intake.questionnaire.truth import Truth
from tests.journeys.axe import nothing_found
from tests.journeys.clinician import Clinician
from tests.journeys.hands import Fingers, Keys
from tests.journeys.patient import Patient, takes_no_notice
from tests.people import COMPLEX, TYPICAL, WELL_MAN

with_and_without_javascript = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
SPOKE = "Spoke with the patient and the prescriber today."
MORE_CAME_UP = "A few more questions came up"
LOOK_ONCE_MORE = "Look at this once more"
NOT_IN_TROUBLE = "Thank you for telling us. You are not in trouble."
CLOSED_BY_A_TICK = {"medicines.taken", "medicines.changed"}
"""Asked of everybody until they tick that they take none."""


@pytest.mark.parametrize(
    ("hands", "javascript"), [(Keys, True), (Fingers, False)], ids=["by-keyboard-alone", "no-javascript"]
)
def test_a_well_man_is_cleared_by_a_nurse(phone, desk, hands, javascript):
    tom = Patient(phone(java_script_enabled=javascript), WELL_MAN, hands=hands())
    reference = tom.is_screened()
    was_asked_everything_and_it_is_kept(tom, reference)
    assert set(tom.told) == (set() if javascript else {MORE_CAME_UP})

    nurse = Clinician(desk(java_script_enabled=javascript), Role.NURSE)
    nurse.opens_the_record_of("Tom Example")
    nurse.goes_to_decide()
    nurse.decides("Cleared for treatment", SPOKE)

    physician = Clinician(desk(java_script_enabled=javascript), Role.PHYSICIAN)
    physician.opens_the_record_of("Tom Example", show="decided")
    assert SPOKE in physician.page.locator("#decision").inner_text()


@with_and_without_javascript
def test_a_woman_with_depression_is_cleared_with_conditions(phone, desk, javascript):
    look = nothing_found if javascript else takes_no_notice
    maya = Patient(phone(java_script_enabled=javascript), TYPICAL, look=look)
    reference = maya.is_screened()
    was_asked_everything_and_it_is_kept(maya, reference)
    assert set(maya.told) == (set() if javascript else {MORE_CAME_UP})

    nurse = Clinician(desk(java_script_enabled=javascript), Role.NURSE, look)
    nurse.opens_the_record_of("Maya Example")
    assert "Ambien" in nurse.page.locator("#medicines").inner_text()
    assert "Ruth Example" in nurse.page.locator("#ride").inner_text()

    physician = Clinician(desk(java_script_enabled=javascript), Role.PHYSICIAN, look)
    physician.opens_the_record_of("Maya Example")
    physician.goes_to_decide()
    physician.decides("Cleared with conditions", SPOKE, conditions="No zolpidem the night before.")
    assert "No zolpidem the night before." in physician.page.locator("#decision").inner_text()


@with_and_without_javascript
def test_a_complex_patient_is_for_a_physician_after_the_safety_alert(phone, desk, javascript):
    look = nothing_found if javascript else takes_no_notice
    jo = Patient(phone(java_script_enabled=javascript), COMPLEX)
    reference = jo.is_screened()
    was_asked_everything_and_it_is_kept(jo, reference)
    assert {LOOK_ONCE_MORE, NOT_IN_TROUBLE} <= set(jo.told)

    nurse = Clinician(desk(java_script_enabled=javascript), Role.NURSE, look)
    assert "Safety alert" in nurse.row_of("Jo Sample").inner_text()
    nurse.opens_the_record_of("Jo Sample")
    expect(nurse.page.locator("#flags")).to_contain_text("BP 184/112: severe range")
    expect(nurse.page.locator("#flags")).to_contain_text("‘Not sure’ on a key question")
    nurse.goes_to_decide()
    assert "A physician has to decide this one." in nurse.page.locator("main").inner_text()
    assert not nurse.page.get_by_role("button", name="Record this decision").count()

    physician = Clinician(desk(java_script_enabled=javascript), Role.PHYSICIAN, look)
    physician.opens_the_record_of("Jo Sample")
    assert physician.closes_every_alert("Assessed by a clinician", "Called at home: safe, a friend stays with him.")
    physician.goes_to_decide()
    physician.decides("Cleared with conditions", SPOKE, conditions="ECG first.", over_each_flag="Measured: 128/80.")
    assert "Decided over" in physician.page.locator("#decision").inner_text()


def was_asked_everything_and_it_is_kept(patient, reference):
    """Everything was asked, nothing else was; what was sent is what was answered."""
    assert patient.asked - CLOSED_BY_A_TICK == asked_of(patient.values) - CLOSED_BY_A_TICK
    kept = Intake.objects.get(reference=reference).submissions.get().answers()
    for code, value in patient.values.items():
        if value is not None and not (code.startswith("agree.") and value is True) and code != "medicines.none":
            assert kept[code] == value, code


def asked_of(values):
    """Every question, and every line of an instrument, that somebody with these answers is asked."""
    answers, codes = Answers(values), set()
    for question in ALL_QUESTIONS:
        if answers.asks(question) is not Truth.YES or (isinstance(question, Day) and question.today):
            continue
        codes.add(question.code)
        if isinstance(question, Instrument):
            asked = (each for each in question.items if each.asked(answers) is Truth.YES)
            codes |= {f"{question.code}.{each.item.code}" for each in asked}
    return codes
