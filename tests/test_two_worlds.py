"""Two patients: what belongs to one is not reached, changed or decided through the other, whichever id is swapped."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from clinic.roles import Role
from intake.models import Decision, Flag, Intake, Resolution
from intake.questionnaire import SECTIONS
from tests.intake.filling import filled, sent
from tests.people import COMPLEX, TYPICAL
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
WHY = "Spoke with the prescriber, measured again today."


def decision_on(intake: Intake, *, submission: Intake, flags: Intake) -> dict[str, Any]:
    """A whole decision, with ids from wherever a test says."""
    return {
        "outcome": "not_suitable",
        "reason": WHY,
        "submission": str(submission.submissions.get().pk),
        **{f"override_{flag.pk}": WHY for flag in Flag.objects.filter(intake=flags)},
    }


def test_a_decision_is_made_on_the_submission_of_its_own_patient() -> None:
    mine, theirs = sent(COMPLEX), sent(COMPLEX)
    physician = signed_in(Role.PHYSICIAN)
    where = reverse("decide", args=[mine.reference])
    answer = physician.post(where, decision_on(mine, submission=theirs, flags=mine))
    assert answer.status_code == 200 and not Decision.objects.exists()
    assert physician.post(where, decision_on(mine, submission=mine, flags=mine)).status_code == 302
    assert Decision.objects.get().intake == mine


def test_reasons_given_for_another_patients_flags_settle_nothing() -> None:
    mine, theirs = sent(COMPLEX), sent(COMPLEX)
    physician = signed_in(Role.PHYSICIAN)
    for alert in mine.alerts.all():
        closing = {"act": "close", "kind": "assessed", "note": WHY, "follow_up": ""}
        physician.post(reverse("alert", args=[alert.pk]), closing)
    where = reverse("decide", args=[mine.reference])
    cleared = {"outcome": "cleared", "aware": "on"}
    physician.post(where, decision_on(mine, submission=mine, flags=theirs) | cleared)
    assert not Decision.objects.exists() and not Resolution.objects.exists()
    physician.post(where, decision_on(mine, submission=mine, flags=mine) | cleared)
    assert {each.flag.intake for each in Resolution.objects.all()} == {mine}


def test_a_patient_reads_and_writes_in_their_own_form_whatever_ids_they_send() -> None:
    theirs = filled(TYPICAL)
    mine, _, token = Intake.start("self")
    patient = Client()
    patient.cookies[settings.SITTING_COOKIE_NAME] = token
    ids = {"id": theirs.pk, "intake": theirs.pk, "pk": theirs.pk, "reference": theirs.reference}
    for section in SECTIONS:
        for where in (f"/intake/{section.code}/", "/intake/", "/intake/check/", "/intake/sent/"):
            said = patient.get(where, ids, follow=True).content.decode()
            assert "Maya" not in said and theirs.reference not in said, where
    before = theirs.answers()
    posted = {**ids, "shown": "first_name", "first_name": "Eve"}
    assert patient.post("/intake/about/", posted | {"for": theirs.form_mark}).status_code == 409
    patient.post("/intake/about/", posted | {"for": mine.form_mark})
    assert Intake.objects.get(pk=mine.pk).answers()["about.first_name"] == "Eve"
    assert Intake.objects.get(pk=theirs.pk).answers() == before
