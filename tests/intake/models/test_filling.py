"""What staff write down for a patient: the route, who and when stay with each answer, and nobody overwrites the other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from intake.models import Filling, Intake, NotAllowed, NotOpen, SafetyAlert
from intake.models.filling import LASTS
from intake.questionnaire import SECTIONS, section_called
from tests.intake.filling import filled, staff
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db

HEART, MIND = section_called("heart"), section_called("mind")


def a_nurse_goes_on(intake: Intake, route: str = "phone") -> Filling:
    return Filling.go_on(intake, staff("nurse"), route, "call")


def question(submission: Any, code: str) -> dict[str, Any]:
    listed = (each for section in submission.content["sections"] for each in section["questions"])
    return next(each for each in listed if each["code"] == code)


def test_route_who_and_when_stay_with_each_answer_that_staff_wrote_down_and_only_with_those() -> None:
    intake = filled(WELL_MAN)
    saved = {"heart.high_bp": "no", "heart.clot": "unsure"}
    intake.save_section(HEART, saved, revision=intake.revision_of(HEART), filling=a_nurse_goes_on(intake))
    marks = intake.marks()
    assert set(marks) == {"heart.clot"}, "an answer that the patient gave and staff did not change stays the patient's"
    assert (marks["heart.clot"]["route"], marks["heart.clot"]["by"]) == ("phone", "Nurse Example")
    submission = intake.submit()
    assert question(submission, "heart.clot")["route"] == marks["heart.clot"]
    assert "route" not in question(submission, "heart.high_bp")
    assert submission.content["sent_by"] is None


def test_what_the_patient_changes_online_afterwards_is_theirs_again() -> None:
    intake = filled(WELL_MAN)
    intake.save_section(HEART, {"heart.clot": "unsure"}, revision=1, filling=a_nurse_goes_on(intake))
    intake.save_section(HEART, {"heart.clot": "unsure"}, revision=intake.revision_of(HEART))
    assert set(intake.marks()) == {"heart.clot"}, "seen and left as it was is no answer of one's own"
    intake.save_section(HEART, {"heart.clot": "yes"}, revision=intake.revision_of(HEART))
    assert intake.marks() == {}


def test_patient_and_staff_who_write_at_once_overwrite_nothing() -> None:
    intake = filled(WELL_MAN)
    filling, seen = a_nurse_goes_on(intake), intake.revision_of(HEART)
    patient = Intake.objects.get(pk=intake.pk)
    patient.save_section(HEART, {"heart.clot": "yes", "heart.valve": "yes"}, revision=seen)
    saved = intake.save_section(HEART, {"heart.clot": "unsure", "heart.angina": "yes"}, revision=seen, filling=filling)
    assert dict(saved.conflicts) == {"heart.clot": ("yes", "unsure")}
    kept = Intake.objects.get(pk=intake.pk)
    assert [kept.answers()[f"heart.{name}"] for name in ("clot", "valve", "angina")] == ["yes", "yes", "yes"]
    assert set(kept.marks()) == {"heart.angina"}


def test_a_whole_form_by_phone_is_sent_by_the_clinician() -> None:
    filling = Filling.start(staff("nurse"), "phone")
    intake = filling.intake
    for section in SECTIONS:
        own = {code: value for code, value in WELL_MAN.items() if code.startswith(f"{section.code}.")}
        intake.save_section(section, own, revision=0, filling=filling)
    submission = intake.submit(filling=filling)
    assert submission.content["sent_by"]["by"] == "Nurse Example"
    answered = [each for section in submission.content["sections"] for each in section["questions"] if each["words"]]
    without = {each["code"] for each in answered if "route" not in each}
    assert without == {"agree.signed_on"}, "only the day of sending fills itself in"
    assert intake.status == "sent"


def test_danger_told_on_the_phone_raises_an_alert_at_once() -> None:
    filling = Filling.start(staff("nurse"), "phone")
    filling.intake.save_section(MIND, {"mind.asq": {"1": "yes"}}, revision=0, filling=filling)
    assert SafetyAlert.objects.get().on_draft and Intake.objects.get().in_queue


@pytest.mark.parametrize("role", ["front_desk", "education_editor", "medical_reviewer", "administrator"])
def test_only_clinicians_fill_in(role: str) -> None:
    intake = filled(WELL_MAN)
    with pytest.raises(NotAllowed):
        Filling.start(staff(role), "phone")
    with pytest.raises(NotAllowed):
        Filling.go_on(intake, staff(role), "phone", "call")


@pytest.mark.parametrize(("route", "how"), [("", "call"), ("smoke", "call"), ("phone", ""), ("phone", "guess")])
def test_to_go_on_says_the_route_and_how_it_was_made_sure_who_asks(route: str, how: str) -> None:
    with pytest.raises(NotAllowed):
        Filling.go_on(filled(WELL_MAN), staff("nurse"), route, how)


def test_a_form_that_was_sent_is_not_gone_on_with() -> None:
    intake = filled(WELL_MAN)
    intake.submit()
    with pytest.raises(NotOpen):
        a_nurse_goes_on(intake)


def test_a_clinician_writes_only_where_they_themselves_said_so_and_not_for_ever(monkeypatch: Any) -> None:
    intake = filled(WELL_MAN)
    filling = a_nurse_goes_on(intake)
    assert Filling.of(intake, staff("nurse")) == filling
    assert Filling.of(intake, staff("physician")) is None
    assert Filling.begun_by(staff("nurse")) == [filling] and Filling.begun_by(staff("physician")) == []
    monkeypatch.setattr("django.utils.timezone.now", lambda: filling.at + LASTS + timedelta(minutes=1))
    assert Filling.of(intake, staff("nurse")) is None and Filling.begun_by(staff("nurse")) == []


def test_what_was_done_is_in_the_history_by_name() -> None:
    filling = Filling.start(staff("nurse"), "in_person")
    told = [(event.action, event.role, event.detail) for event in filling.intake.events()]
    assert told == [("intake.started", "nurse", ""), ("filling.begun", "nurse", "in_person")]
