"""Ciphertext that was moved or lost its key is refused, and never read as a blank."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from clinic.encryption import TamperedError
from intake.models import Draft, Intake
from tests.intake.filling import filled, staff

pytestmark = pytest.mark.django_db
TOLD = {"about.first_name": "Ida", "heart.clot": "yes", "brain.bleed": "no"}


def test_ciphertext_moved_to_another_row_is_refused():
    first = filled(TOLD)
    second = filled(TOLD)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_intake SET identity = (SELECT identity FROM intake_intake WHERE id = %s)",
            [first.pk],
        )
    assert Intake.objects.get(pk=first.pk).name
    with pytest.raises(TamperedError):
        _ = Intake.objects.get(pk=second.pk).name


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
