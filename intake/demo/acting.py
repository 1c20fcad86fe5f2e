"""Takes an invented patient through the real acts, at the hour at which they are said to have happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from intake.demo.hours import at_the_hour
from intake.demo.invented import Closing, Deciding, Invented
from intake.demo.preparing import prepare
from intake.demo.working import do
from intake.models import Course, Intake, Lapse, Matching, MedicineNote, Proposal, Triage
from intake.models.decision import grave
from intake.models.patient import told_by
from intake.policy import DEFAULT as POLICY
from intake.questionnaire import SECTIONS
from intake.visiting.series import moment

TO_FILL_IN = timedelta(minutes=22)
TO_LOOK_AT_IT = 40


@transaction.atomic
def act_out(person: Invented, staff: Mapping[str, Any]) -> Intake:
    """One invented patient, as far as they came, and what the staff did after."""
    sent, today = timezone.now() - timedelta(hours=person.hours_ago), timezone.localdate()
    with at_the_hour(sent):
        intake, sitting, _token = Intake.start(person.for_whom)
        _fill_in(intake, person)
        if not person.until:
            intake.submit()
        if person.visits_in_days:
            _plan(intake, person, staff["nurse"], today)
    intake = Intake.objects.get(pk=intake.pk)
    intake.created_at = sent - TO_FILL_IN
    sitting.started_at, sitting.last_seen_at = sent - TO_FILL_IN, sent
    sitting.save()
    if not intake.in_queue:
        intake.waiting_since = sent
    intake.settle_place()
    intake.save()
    with at_the_hour(sent + timedelta(hours=min(person.hours_ago / 3, TO_LOOK_AT_IT))):
        _look_at(intake, person, staff)
    prepare(intake, person.prepared, staff)
    for before in person.earlier:
        earlier = act_out(before, staff)
        Lapse.if_due(earlier)
        _match(intake, earlier, staff["nurse"])
    return intake


def _match(intake: Intake, earlier: Intake, nurse: Any) -> None:
    """Two forms of one person."""
    patient = intake.patient or Matching.make(intake, nurse, told_by(intake)).patient
    intake.patient = patient
    Matching.match(earlier, nurse, patient)


def _fill_in(intake: Intake, person: Invented) -> None:
    answers = person.answers()
    for section in SECTIONS:
        own = {code: value for code, value in answers.items() if code.startswith(f"{section.code}.")}
        intake.save_section(section, own, revision=0)
        if person.until == section.code:
            return


def _look_at(intake: Intake, person: Invented, staff: Mapping[str, Any]) -> None:
    if person.opened:
        intake.take_up(staff["nurse"])
    for alert in intake.alerts.select_related("intake"):
        if person.acknowledged:
            alert.acknowledge(staff["nurse"])
        if person.closing is not None:
            _close(alert, person.closing, staff)
    if person.work is not None:
        do(person.work, intake, staff["nurse"])
    if person.deciding is not None:
        _decide(intake, person.deciding, staff)


def _close(alert: Any, closing: Closing, staff: Mapping[str, Any]) -> None:
    days = closing.follow_up_in_days
    follow_up = None if days is None else timezone.localdate() + timedelta(days=days)
    alert.close(staff[closing.by], closing.kind, closing.note, follow_up=follow_up)


def _decide(intake: Intake, deciding: Deciding, staff: Mapping[str, Any]) -> None:
    submission, run = intake.submissions.get(), Triage.newest(intake)
    days = deciding.until_in_days
    proposal = Proposal(
        deciding.outcome,
        deciding.reason,
        conditions=deciding.conditions,
        until=None if days is None else timezone.localdate() + timedelta(days=days),
        overrides={flag.pk: deciding.over for flag in grave(run.all_flags()) if deciding.over},
        aware=True,
    )
    intake.decide(staff[deciding.by], proposal, on=submission.pk)


def _plan(intake: Intake, person: Invented, nurse: Any, today: date) -> None:
    """The visits of a course, counted from today, and what to do with medicines before them."""
    hour = time.fromisoformat(person.visit_hour)
    zone: Any = timezone.get_default_timezone()
    starts = [moment(today + timedelta(days=days), hour, zone) for days in person.visits_in_days]
    visits = Course.plan(intake, nurse, starts, minutes=POLICY.infusion_minutes + POLICY.observe_minutes)
    if person.medicines:
        MedicineNote.write(visits[0].course, nurse, person.medicines, seen=0)
