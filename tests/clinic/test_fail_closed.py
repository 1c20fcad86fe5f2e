"""No event, no reading: where an event cannot be written, no page shows a record, and no act happens."""

from __future__ import annotations

import psycopg
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from clinic.models import Event
from clinic.roles import Role
from intake.models import Decision, Draft, Intake, SafetyAlert
from tests import databases
from tests.intake.filling import sent
from tests.people import COMPLEX
from tests.staff import signed_in


@pytest.fixture
def intake(fresh_database: str) -> Intake:
    return sent(COMPLEX)


def events_are_refused(database: str) -> None:
    """The site may no longer add an event."""
    with psycopg.connect(databases.environment_of(database)["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(f"REVOKE INSERT ON clinic_event FROM PUBLIC, {settings.RUNTIME_ROLE}")


def records_of(intake: Intake) -> dict[str, str]:
    alert = SafetyAlert.objects.filter(intake=intake).first()
    assert alert is not None
    return {
        "record": reverse("record", args=[intake.reference]),
        "decide": reverse("decide", args=[intake.reference]),
        "desk_record": reverse("desk_record", args=[intake.reference]),
        "alert": reverse("alert", args=[alert.pk]),
        "queue": reverse("queue"),
        "desk": reverse("desk"),
    }


READ = ["record", "decide", "desk_record", "alert", "queue", "desk"]


@pytest.mark.parametrize("name", READ)
def test_each_reading_of_a_record_or_a_list_leaves_an_event(intake: Intake, name: str) -> None:
    nurse = signed_in(Role.NURSE)
    for method in (nurse.get, nurse.head):
        before = Event.objects.filter(action__endswith=".read").count()
        assert method(records_of(intake)[name]).status_code == 200
        assert Event.objects.filter(action__endswith=".read").count() == before + 1


@pytest.mark.parametrize("name", READ)
def test_a_reading_that_cannot_be_recorded_shows_nothing(
    intake: Intake, fresh_database: str, name: str
) -> None:
    nurse = signed_in(Role.NURSE)
    nurse.raise_request_exception = False
    address = records_of(intake)[name]
    assert "Sample" in nurse.get(address).content.decode()
    events_are_refused(fresh_database)
    refused = nurse.get(address)
    assert refused.status_code == 503
    assert "Sample" not in refused.content.decode()
    assert intake.reference not in refused.content.decode()


def test_an_answer_that_cannot_be_recorded_is_not_kept_and_not_called_saved(fresh_database: str) -> None:
    intake, _, token = Intake.start("self")
    patient = Client(raise_request_exception=False)
    patient.cookies[settings.SITTING_COOKIE_NAME] = token
    events_are_refused(fresh_database)
    answer = {"first_name": "Ada", "shown": "first_name", "for": intake.form_mark, "revision": "0"}
    response = patient.post(reverse("save_answer", args=["about"]), answer)
    assert response.status_code == 503
    assert b"saved_at" not in response.content
    assert not Draft.objects.exists()


def test_a_decision_that_cannot_be_recorded_is_not_made(intake: Intake, fresh_database: str) -> None:
    physician = signed_in(Role.PHYSICIAN)
    physician.raise_request_exception = False
    address = records_of(intake)["decide"]
    physician.get(address)
    events_are_refused(fresh_database)
    assert physician.post(address, {"outcome": "not_suitable", "reason": "Blood pressure"}).status_code == 503
    assert not Decision.objects.exists()
