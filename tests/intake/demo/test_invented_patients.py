"""The demonstration: invented patients who went through the real acts."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from intake.demo.people import DECIDED, DRAFTS, IN_REVIEW, WAITING
from intake.models import Decision, Intake, Outcome, SafetyAlert
from intake.triage import RULES, Level
from tests.intake.filling import staff

pytestmark = pytest.mark.django_db
ONLY_ANOTHER_PATIENT = {"AGE-01", "MH-02"}


@pytest.fixture(scope="module")
def invented(django_db_setup, django_db_blocker):
    """Invented once for all tests of this file, and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEMO=True):
        make_accounts()
        call_command("invent_patients", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def make_accounts():
    for role in ("nurse", "physician"):
        person = staff(role)
        person.is_demo = True
        person.save()


def named(name):
    return next(intake for intake in Intake.objects.all() if intake.name.startswith(name))


def test_there_are_patients_at_every_stage(invented):
    statuses = list(Intake.objects.values_list("status", flat=True))
    assert statuses.count("draft") == len(DRAFTS)
    asked = [person for person in IN_REVIEW if person.work and person.work.asked]
    assert statuses.count("waiting_for_patient") == len(asked) > 0
    assert statuses.count("in_review") == len(IN_REVIEW) - len(asked)
    assert statuses.count("lapsed") == sum(len(person.earlier) for person in WAITING) > 0
    assert statuses.count("sent") == len(WAITING)
    assert {decision.outcome for decision in Decision.objects.all()} == set(Outcome.values)
    assert statuses.count("decided") == len(DECIDED)


def test_names_of_every_kind_are_among_them(invented):
    names = [intake.name for intake in Intake.objects.all()]
    assert max(sum(map(str.isalpha, name.split(" (")[0])) for name in names) == 80
    assert {"Sukarni", "太郎 山田", "نورة العتيبي"} <= set(names)
    assert names.count("Maria Garcia") == 2
    first, second = (intake for intake in Intake.objects.all() if intake.name == "Maria Garcia")
    assert first.last_name_birth_index == second.last_name_birth_index != ""


def test_one_takes_twelve_medicines(invented):
    answers = named("Dolores").submissions.get().answers()
    assert len(answers["medicines.taken"]) == 12


def test_in_one_every_stop_stands_at_once(invented):
    stops = {flag.words["code"] for flag in named("Marguerite").flags.filter(level=Level.STOP)}
    assert stops == {rule.code for rule in RULES if rule.worst is Level.STOP} - ONLY_ANOTHER_PATIENT


def test_an_abandoned_draft_stands_in_the_queue_with_its_alert(invented):
    callum = named("Callum")
    assert callum.status == "draft" and callum.in_queue and callum.alerts_open
    first_two = Intake.objects.waiting().most_pressing_first()[:6]
    assert callum in first_two


def test_nobody_was_cleared_with_an_alert_open(invented):
    for decision in Decision.objects.filter(outcome="cleared"):
        assert not SafetyAlert.objects.open().filter(intake=decision.intake).exists()


def test_they_wait_since_the_hour_at_which_they_are_said_to_have_sent(invented):
    waits = Intake.objects.waiting().values_list("waiting_since", flat=True)
    assert len({when.date() for when in waits}) >= 3
