"""A patient sends another form: decisions on the older one lapse, and say which form to read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.roles import Role
from intake.models import (
    Course,
    InformationRequest,
    Intake,
    Lapse,
    Matching,
    Merge,
    NotAllowed,
    Patient,
    Proposal,
    Reply,
    Status,
    Submission,
)
from intake.models.patient import told_by
from intake.questionnaire import section_called
from tests.intake.filling import filled, sent, staff
from tests.people import WELL_MAN
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
WHY = "Spoke with the patient today, all is well."


def decided(outcome: str = "cleared") -> Intake:
    intake = sent(WELL_MAN)
    decide(intake, outcome)
    return intake


def decide(intake: Intake, outcome: str = "cleared") -> None:
    last = intake.decisions.order_by("-at").first()
    proposal = Proposal(outcome, WHY, aware=True)
    intake.decide(staff("physician"), proposal, on=Submission.newest(intake).pk, seen=last.pk if last else "")


def now(intake: Intake) -> Intake:
    return Intake.objects.get(pk=intake.pk)


def patient_of(intake: Intake) -> Patient:
    Matching.make(intake, staff("nurse"), told_by(intake))
    patient: Any = now(intake).patient
    return patient


def match(intake: Intake, patient: Patient) -> None:
    Matching.match(now(intake), staff("nurse"), patient)


def reason_of(intake: Intake) -> str:
    return Lapse.objects.get(intake=intake).reason


def test_a_clearance_lapses_when_a_later_form_turns_out_to_be_of_the_same_patient() -> None:
    older = decided()
    newer = sent(WELL_MAN)
    match(newer, patient_of(older))
    assert now(older).status == Status.LAPSED
    lapse = Lapse.objects.select_related("intake").get(intake=older)
    assert lapse.reason == "newer_form" and newer.reference in lapse.words
    assert now(newer).status == Status.SENT


def test_it_comes_back_to_the_queue_only_where_a_visit_is_ahead() -> None:
    planned, plain = decided(), decided()
    Course.plan(planned, staff("nurse"), [timezone.now() + timedelta(days=3)], minutes=105)
    for older in (planned, plain):
        match(sent(WELL_MAN), patient_of(older))
    assert (now(planned).turn, now(plain).turn) == ("to_review", "decided")


def test_sending_a_form_that_was_matched_before_it_was_sent_lapses_the_older_clearance() -> None:
    older, draft = decided(), filled(WELL_MAN)
    match(draft, patient_of(older))
    assert now(older).status == Status.DECIDED
    now(draft).submit()
    assert reason_of(older) == "newer_form"


def test_an_older_form_that_is_matched_late_loses_its_own_decision_and_no_other() -> None:
    older, newer = decided(), decided()
    match(older, patient_of(newer))
    assert now(older).status == Status.LAPSED and now(newer).status == Status.DECIDED


def test_a_reply_to_the_older_form_is_what_was_told_last() -> None:
    older, newer = sent(WELL_MAN), decided()
    match(older, patient_of(newer))
    asked, _token = InformationRequest.ask(
        now(older), staff("nurse"), ["heart.clot"], "", WHY, on=Submission.newest(older).pk
    )
    answer = Reply(asked)
    answer.save(section_called("heart"), {"heart.clot": "no"}, revision=0)
    answer.send()
    assert now(newer).status == Status.LAPSED and now(older).status == Status.SENT


def test_a_merge_of_two_patients_looks_at_the_forms_of_both() -> None:
    older, newer = decided(), decided("not_suitable")
    away, here = patient_of(older), patient_of(newer)
    Merge.of(away, here, staff("nurse"), WHY)
    assert now(older).status == Status.LAPSED and now(newer).status == Status.DECIDED


def test_a_clinician_who_has_read_both_may_decide_on_the_older_one_again() -> None:
    older, newer = decided(), sent(WELL_MAN)
    match(newer, patient_of(older))
    decide(now(older))
    assert now(older).status == Status.DECIDED
    third = filled(WELL_MAN)
    match(third, now(older).patient)
    assert now(older).status == Status.DECIDED


def test_forms_of_others_are_left_alone() -> None:
    other, older = decided(), decided()
    patient_of(other)
    match(sent(WELL_MAN), patient_of(older))
    assert now(other).status == Status.DECIDED


def test_a_decision_that_was_set_aside_for_a_question_does_not_come_back_after_a_newer_form() -> None:
    older = decided()
    patient = patient_of(older)
    asked, _token = InformationRequest.ask(
        now(older), staff("nurse"), ["heart.clot"], "", WHY, on=Submission.newest(older).pk
    )
    draft = filled(WELL_MAN)
    match(draft, patient)
    now(draft).submit()
    InformationRequest.objects.get(pk=asked.pk).call_off(staff("nurse"))
    assert now(older).status == Status.LAPSED and reason_of(older) == "newer_form"


def test_a_question_that_is_called_off_on_the_newest_form_leaves_its_decision() -> None:
    older, newer = decided(), decided()
    match(older, patient_of(newer))
    asked, _token = InformationRequest.ask(
        now(newer), staff("nurse"), ["heart.clot"], "", WHY, on=Submission.newest(newer).pk
    )
    InformationRequest.objects.get(pk=asked.pk).call_off(staff("nurse"))
    assert now(newer).status == Status.DECIDED


def test_nobody_clears_an_older_form_who_was_not_shown_the_newer_one() -> None:
    older, newer = sent(WELL_MAN), sent(WELL_MAN)
    match(newer, patient_of(older))
    on = Submission.newest(older).pk
    for shown in ("", "ABCD-EFGH"):
        with pytest.raises(NotAllowed, match=newer.reference):
            now(older).decide(staff("nurse"), Proposal("cleared", WHY, aware=True, later=shown), on=on)
    now(older).decide(staff("nurse"), Proposal("cleared", WHY, aware=True, later=newer.reference), on=on)


def test_who_decides_on_an_older_form_reads_which_one_came_later() -> None:
    older, newer = sent(WELL_MAN), sent(WELL_MAN)
    nurse = signed_in(Role.NURSE)
    where = reverse("decide", args=[older.reference])
    form = nurse.get(where).context["form"]
    told = {name: form[name].value() for name in ("submission", "seen", "weighed", "later")}
    match(newer, patient_of(older))
    refused = nurse.post(where, told | {"outcome": "cleared", "reason": WHY})
    assert f"another form later: {newer.reference}" in refused.content.decode() and WHY in refused.content.decode()
    assert reverse("record", args=[newer.reference]) in refused.content.decode()
    again = told | {"later": refused.context["form"]["later"].value(), "outcome": "cleared", "reason": WHY}
    assert nurse.post(where, again).status_code == 302 and now(older).status == Status.DECIDED
