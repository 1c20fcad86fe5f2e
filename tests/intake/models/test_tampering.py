"""Ciphertext that was moved or lost its key is refused, and never read as a blank."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from clinic.encryption import TamperedError
from intake.models import Course, Draft, Intake, Visit
from tests.intake.filling import filled, sent, staff
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db
TOLD = {"about.first_name": "Ida", "heart.clot": "yes", "brain.bleed": "no"}


def test_ciphertext_moved_to_another_row_is_refused():
    first = filled(TOLD)
    second = filled(TOLD)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_intake SET listed_as = (SELECT listed_as FROM intake_intake WHERE id = %s)",
            [first.pk],
        )
    assert Intake.objects.get(pk=first.pk).name
    with pytest.raises(TamperedError):
        _ = Intake.objects.get(pk=second.pk).name


@pytest.mark.parametrize(("role", "where"), [("front_desk", "desk"), ("nurse", "today")])
def test_a_list_that_shows_how_to_reach_somebody_says_where_that_does_not_open(client, role, where):
    moved, other = (sent(WELL_MAN | {"about.last_name": name}) for name in ("Moved", "Whole"))
    for intake in (moved, other):
        Course.plan(intake, staff("nurse"), [timezone.now() + timedelta(hours=1)], minutes=60)
    stolen = Intake.objects.filter(pk=other.pk).values_list("identity", flat=True)[0].sealed
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_intake SET identity = %s WHERE id = %s", [stolen, moved.pk])
    client.force_login(staff(role))
    day = timezone.localdate(Visit.objects.get(intake=moved).at)
    answer = client.get(reverse(where), {"day": day.isoformat()} if where == "today" else {})
    said = answer.content.decode()
    assert answer.status_code == 200 and "Whole" in said and "Moved" not in said
    assert "This record does not open" in said and moved.reference in said


def test_a_form_that_was_last_saved_before_a_list_had_its_own_column_is_listed_by_its_identity(client):
    intake = sent(WELL_MAN | {"about.last_name": "Longago"})
    Intake.objects.update(listed_as=None)
    before = Intake.objects.get()
    assert "Longago" in before.name and before.age == intake.age
    client.force_login(staff("nurse"))
    assert "Longago" in client.get(reverse("queue"), {"show": "all"}).content.decode()
    call_command("settle_queue", stdout=StringIO())
    assert Intake.objects.get().listed_as == {"name": before.name, "birth_date": before.identity["birth_date"]}


def test_a_draft_moved_to_another_section_is_refused():
    intake = filled(TOLD)
    heart, brain = (Draft.objects.get(intake=intake, section=section) for section in ("heart", "brain"))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_draft SET kept = (SELECT kept FROM intake_draft WHERE id = %s) WHERE id = %s",
            [heart.pk, brain.pk],
        )
    with pytest.raises(TamperedError):
        Intake.objects.get().answers()


@pytest.mark.parametrize(("role", "where"), [("nurse", "queue"), ("front_desk", "desk")])
def test_a_record_that_does_not_open_says_so_and_hides_no_other_patient(client, role, where):
    danger = {"mind.asq": {"1": "yes"}}
    broken = filled({"about.first_name": "Ida", "about.last_name": "Broken"} | danger)
    filled({"about.first_name": "Eva", "about.last_name": "Whole"} | danger)
    Intake.objects.filter(pk=broken.pk).update(wrapped_key=filled(TOLD).wrapped_key)
    client.force_login(staff(role))
    client.raise_request_exception = False
    answer = client.get(reverse(where))
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "Eva Whole" in said and "Ida Broken" not in said
    assert "This record does not open" in said and broken.reference in said
    assert "Tell your administrator now" in said


def test_a_record_that_does_not_open_is_an_error_page_and_never_a_blank(client):
    broken = filled({"about.first_name": "Ida"} | {"mind.asq": {"1": "yes"}})
    Intake.objects.filter(pk=broken.pk).update(wrapped_key=filled(TOLD).wrapped_key)
    client.force_login(staff("nurse"))
    client.raise_request_exception = False
    answer = client.get(reverse("record", args=[broken.reference]))
    assert answer.status_code == 500 and broken.reference not in answer.content.decode()


def test_a_wrapped_key_that_was_lost_opens_nothing():
    intake = filled(TOLD)
    Intake.objects.filter(pk=intake.pk).update(wrapped_key=filled(TOLD).wrapped_key)
    with pytest.raises(TamperedError):
        _ = Intake.objects.get(pk=intake.pk).identity
