"""What is kept is ciphertext, and what is sealed stays as it was written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from intake.models import (
    Abandonment,
    AnythingNew,
    Assessment,
    Consent,
    ConsentWithdrawal,
    Course,
    DayCheck,
    Decision,
    Discharge,
    Filling,
    Flag,
    Holding,
    InformationRequest,
    Intake,
    Invitation,
    Lapse,
    Leaving,
    Matching,
    Measure,
    MedicineNote,
    Merge,
    Note,
    Patient,
    PolicyChange,
    Proposal,
    Reminder,
    Resolution,
    Ride,
    RideConfirmation,
    RidePlan,
    SafetyAlert,
    SectionReview,
    Signed,
    Submission,
    VisitException,
    Withdrawal,
    WithdrawalSeen,
)
from intake.models.decision import grave
from intake.models.patient import told_by
from intake.models.wording import Wording, words_in_force
from intake.questionnaire import ALL_QUESTIONS
from intake.questionnaire.questions import Address, Email, Phone, Rows, Words
from intake.visiting.consent_text import CURRENT
from tests.intake.filling import filled, sent, staff
from tests.intake.readying import found, planned_soon
from tests.people import COMPLEX

pytestmark = pytest.mark.django_db
CANARY = "Zaunkönig"
PHONE = "+12025550177"
SEALED = [
    "submission",
    "triage",
    "flag",
    "decision",
    "resolution",
    "safetyalert",
    "disposition",
    "acknowledgement",
    "safetycall",
    "safetyassessment",
    "safetyhandover",
    "note",
    "assessment",
    "sectionreview",
    "measure",
    "lapse",
    "informationrequest",
    "calledoff",
    "course",
    "medicinenote",
    "visitchange",
    "matching",
    "merge",
    "unmerge",
    "holding",
    "ride",
    "rideconfirmation",
    "filling",
    "policychange",
    "policyverdict",
    "consent",
    "consentwithdrawal",
    "daycheck",
    "visitexception",
    "discharge",
    "wording",
    "withdrawal",
    "withdrawalseen",
    "anythingnew",
    "abandonment",
    "reminder",
]


def canary_of(question):
    if isinstance(question, Address):
        return dict.fromkeys(question.parts, CANARY)
    if isinstance(question, Rows):
        return [{"id": "1", **{column.code: CANARY for column in question.columns if not column.options}}]
    return {Phone: PHONE, Email: f"{CANARY}@example.org", Words: CANARY}.get(type(question))


@pytest.fixture(scope="module")
def a_whole_record(django_db_setup, django_db_blocker):
    """Every text a patient or a clinician can write is the canary; every act has left its rows. Made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield written()
        transaction.set_rollback(True)


def written():
    told = {question.code: value for question in ALL_QUESTIONS if (value := canary_of(question)) is not None}
    intake = filled(COMPLEX | told | {"reason.wanted": ["depression", "other"], "reason.wanted.other": CANARY})
    physician = staff("physician")
    Filling.go_on(intake, physician, "phone", "call")
    intake.submit()
    for alert in intake.alerts.all():
        alert.acknowledge(physician)
        alert.log_call(physician, "reached", f"{CANARY} answered.")
        alert.assess(physician, CANARY, f"{CANARY} is safe.", f"{CANARY} calls on Monday.")
        alert.hand_over(physician, staff("nurse"), f"{CANARY} waits.")
        alert.close(physician, "assessed", f"{CANARY} was assessed.")
    Note.write(intake, physician, CANARY)
    Holding.give(intake, physician, staff("nurse"), f"{CANARY} calls back.")
    Assessment.write(intake, physician, f"{CANARY} is steady.", based_on=0)
    SectionReview.mark(intake, physician, "about", on=intake.submissions.get().pk)
    Measure.take(intake, physician, "weight", {"kg": 70.0, "note": CANARY}, at=timezone.now())
    newest = intake.triages.order_by("ran_at").last().flags.filter(safety=False, level__lt=4)
    Resolution.settle(newest[0], physician, "plan", f"{CANARY} gets an ECG.")
    overrides = {flag.pk: f"{CANARY} is well." for flag in grave(intake.triages.order_by("ran_at").last().flags.all())}
    proposal = Proposal(
        "cleared_with_conditions", f"{CANARY} was seen.", f"{CANARY} rests.", overrides=overrides, aware=True
    )
    intake.decide(physician, proposal, on=intake.submissions.get().pk)
    _come_and_go(intake, physician)
    PolicyChange.propose(physician, "level", "BP-03", "review", "Seen by a nurse first.").withdraw(physician)
    with transaction.atomic():
        Lapse.of(intake, "new_flag", f"{CANARY} is new.")
    asked, _link = InformationRequest.ask(
        intake, physician, ["heart.clot"], f"What of {CANARY}?", f"{CANARY} is missing.", on=intake.submissions.get().pk
    )
    asked.call_off(physician)
    visit = Course.plan(intake, physician, [timezone.now() + timedelta(days=3)], minutes=105)[0]
    visit.cancel(physician, f"{CANARY} has a cold.", seen=1)
    MedicineNote.write(visit.course, physician, f"{CANARY} takes all as always.", seen=0)
    Matching.make(intake, physician, told_by(intake))
    _join_and_part(intake.patient, physician)
    _arrange_ride(intake, physician)
    Wording.write("received", words_in_force("received"), staff("administrator"), seen=0)
    Abandonment.objects.create(intake=intake, at=timezone.now(), last_touched_at=timezone.now())
    Reminder.objects.create(intake=intake, number=1, at=timezone.now())
    Invitation.objects.create(
        intake=intake, by=physician, at=timezone.now(), told={"email": f"{CANARY}@example.org", "last_name": CANARY}
    )
    Withdrawal.make(intake)
    WithdrawalSeen.keep(intake, physician)
    Withdrawal.write_down(sent(COMPLEX), physician, "phone", f"{CANARY} has had enough.")
    return intake


def _arrange_ride(intake, physician):
    visit = Course.plan(intake, physician, [timezone.now() + timedelta(days=9)], minutes=60)[0]
    plan = RidePlan("same_person", "known_adult_drives", CANARY, PHONE, CANARY, "yes", "yes", CANARY, "yes")
    ride = Ride.write(visit, physician, plan, seen=0)
    ride.ask_driver(physician, send=True)
    RideConfirmation.by_phone(ride, physician, "yes", f"{CANARY} comes.")


def _come_and_go(intake, physician):
    """A visit: consented to, checked, excepted, left; and the consent taken back after it."""
    visit = planned_soon(intake)
    Consent.keep(visit.course, physician, Signed(CURRENT.version, "decider", CANARY, f"{CANARY}?", f"{CANARY} is the court’s."))
    VisitException.write(visit, physician, "ride", f"{CANARY} lives here.")
    AnythingNew.say(visit, {topic.key: "no" for topic in AnythingNew.topics_of(intake)})
    DayCheck.take(visit, physician, found(new_medicines=CANARY))
    VisitException.write(visit, physician, "day_check", f"{CANARY} is fine.")
    conditional = Decision.on_conditions(visit.intake)
    visit.make_ready(physician, seen=visit.version, met=str(conditional.pk))
    Discharge.keep(visit, physician, Leaving(True, True, 120, 80, CANARY), at=timezone.now())
    ConsentWithdrawal.keep(visit.course, physician, f"{CANARY} said no.")


def _join_and_part(patient, physician):
    other = Patient.confirmed(physician, patient.person)
    merge = Merge.of(other, patient, physician, f"{CANARY} said so on the phone.")
    merge.undo(physician, f"{CANARY} is the sister.")


def every_cell():
    """Every value in every table of ours, as text, with where it stands."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f'SELECT to_jsonb(each)::text FROM "{table}" AS each')
            for (row,) in cursor.fetchall():
                yield table, row


def test_nothing_a_patient_or_clinician_wrote_stands_in_a_plain_column(a_whole_record):
    """The canary, in any way of writing it, and every option that tells of health."""
    told = [
        CANARY,
        "Zaunk\\u00f6nig",
        CANARY.encode().hex(),
        PHONE,
        "2025550177",
        "unsure",
        "untreated",
        "SAFE-0",
    ]
    told += ["Xanax", "1961-02-28", "CV-01", "PHQ-9", "some_nights"]
    found = [(table, word) for table, row in every_cell() for word in told if word in row]
    assert found == []


def test_all_of_it_is_there_for_who_may_read_it(a_whole_record):
    intake = Intake.objects.get(pk=a_whole_record.pk)
    assert CANARY in intake.name and CANARY in intake.answers()["heart.aneurysm_where"]
    assert CANARY in str(Submission.objects.select_related("intake").get(intake=intake).content)
    decision = Decision.objects.select_related("intake").get()
    assert CANARY in decision.reason and CANARY in decision.conditions


def test_two_rows_of_the_same_words_look_different_in_the_database(a_whole_record):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT reason) FROM intake_resolution")
        count, different = cursor.fetchone()
    assert count == different > 1


def test_a_rule_is_an_index_that_only_the_key_can_read(a_whole_record):
    flags = Flag.objects.select_related("intake")
    assert len({flag.rule_index for flag in flags}) == len({flag.words["code"] for flag in flags})
    assert all(flag.words["code"] not in flag.rule_index for flag in flags)


@pytest.mark.parametrize("name", SEALED)
def test_a_sealed_row_cannot_be_changed_or_taken_out(a_whole_record, name):
    model = apps.get_model("intake", name)
    before = model.objects.count()
    for statement in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(model._meta.db_table))
    assert model.objects.count() == before > 0


def test_every_model_that_is_only_added_to_is_sealed():
    sealed = {
        model._meta.model_name
        for model in apps.get_app_config("intake").get_models()
        if getattr(model, "sealed", 0)
    }
    assert sealed == set(SEALED)


def test_the_orm_cannot_change_a_sealed_row_either(a_whole_record):
    decision = Decision.objects.select_related("intake").get()
    decision.reason = "Another reason altogether."
    with pytest.raises(DatabaseError), transaction.atomic():
        decision.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        SafetyAlert.objects.all().delete()
