"""Ciphertext that was moved or lost its key is refused, and never read as a blank."""

from __future__ import annotations

import pytest
from django.db import connection

from clinic.encryption import TamperedError
from intake.models import Draft, Intake
from tests.intake.filling import filled

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


def test_a_wrapped_key_that_was_lost_opens_nothing():
    intake = filled(TOLD)
    Intake.objects.filter(pk=intake.pk).update(wrapped_key=filled(TOLD).wrapped_key)
    with pytest.raises(TamperedError):
        _ = Intake.objects.get(pk=intake.pk).identity
