"""Matching, making, merging and undoing on the pages of clinicians; a patient who comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.models import Event
from clinic.roles import Role
from intake.models import Intake, Matching, Merge, Patient
from intake.models.patient import told_by
from tests.intake.filling import sent, staff
from tests.people import COMPLEX, TYPICAL, WELL_MAN
from tests.staff import made, signed_in

pytestmark = pytest.mark.django_db
BIRD = "Canáry7731"


@pytest.fixture
def nurse() -> Client:
    return signed_in(Role.NURSE)


def known(intake: Intake, **other: str) -> Patient:
    return Patient.confirmed(staff("nurse"), told_by(intake) | {f"about.{name}": text for name, text in other.items()})


def said(browser: Client, name: str, *where: Any, **given: str) -> str:
    return browser.get(reverse(name, args=where), given).content.decode()


def test_a_record_suggests_who_it_may_be_and_matches_nobody_by_itself(nurse: Client) -> None:
    intake = sent(WELL_MAN)
    patient = known(intake, birth_date="1988-04-13")
    page = said(nurse, "record", intake.reference)
    assert "It may be a patient you know" in page and "agrees:" in page
    assert "Birth date differs: 12 April 1988 here, 13 April 1988 there" in page
    assert Intake.objects.get().patient is None
    answer = nurse.post(reverse("intake_patient", args=[intake.reference]), {"act": "match", "patient": str(patient.pk)})
    assert answer.url == reverse("record", args=[intake.reference])
    assert Intake.objects.get().patient == patient
    assert "Not this patient: undo the match" in said(nurse, "record", intake.reference)


def test_a_new_patient_is_made_as_confirmed_and_wrong_details_are_told_with_nothing_lost(nurse: Client) -> None:
    intake = sent(WELL_MAN)
    where = reverse("intake_patient", args=[intake.reference])
    given = {"act": "make", "first_name": "Thomas", "last_name": "", "birth_date": "soon", "phone": "12", "email": "x"}
    page = nurse.post(where, given).content.decode()
    for sentence in ("Write the last name.", "year-month-day", "with its area code", "Write one e-mail address"):
        assert sentence in page
    assert 'value="Thomas"' in page and not Patient.objects.exists()
    given |= {"last_name": "Example", "birth_date": "1988-04-12", "phone": "(202) 555-0143", "email": ""}
    assert nurse.post(where, given).status_code == 302
    patient = Patient.objects.get()
    assert patient.person["about.phone"] == "+12025550143" and Intake.objects.get().patient == patient
    assert Intake.objects.get().name == "Tom Example"


def test_somebody_under_another_name_is_found_by_looking(nurse: Client) -> None:
    intake = sent(WELL_MAN)
    patient = known(intake, last_name="Born", phone="+12025550199")
    where = reverse("intake_patient", args=[intake.reference])
    assert str(patient.pk) not in said(nurse, "intake_patient", intake.reference)
    for typed in ("born", "(202) 555-0199"):
        page = nurse.post(where, {"act": "look", "who": typed}).content.decode()
        assert str(patient.pk) in page and "differs" in page
    assert "Nobody was found" in nurse.post(where, {"act": "look", "who": "bor"}).content.decode()
    assert "Write a last name" in nurse.post(where, {"act": "look", "who": ""}).content.decode()


def test_who_is_slower_reads_whom_it_was_matched_with(nurse: Client) -> None:
    intake = sent(WELL_MAN)
    first, second = known(intake), known(intake, first_name="Tim")
    where = reverse("intake_patient", args=[intake.reference])
    nurse.post(where, {"act": "match", "patient": str(first.pk)})
    page = signed_in(Role.PHYSICIAN).post(where, {"act": "match", "patient": str(second.pk)}).content.decode()
    assert "Nurse matched this form with Tom Example meanwhile." in page
    assert Intake.objects.get().patient == first


def test_a_match_is_undone_with_a_reason(nurse: Client) -> None:
    intake = sent(WELL_MAN)
    Matching.make(intake, staff("nurse"), told_by(intake))
    where, patient = reverse("intake_patient", args=[intake.reference]), Patient.objects.get()
    assert "Say why, in a sentence." in nurse.post(where, {"act": "undo", "reason": ""}).content.decode()
    done = nurse.post(where, {"act": "undo", "reason": "The brother, not he.", "patient": str(patient.pk)})
    assert done.status_code == 302 and Intake.objects.get().patient is None


def test_two_are_merged_after_being_seen_side_by_side_and_parted_again(nurse: Client) -> None:
    intake = sent(WELL_MAN)
    here, other = known(intake), known(intake, first_name="Thomas")
    Matching.match(intake, staff("nurse"), other)
    where = reverse("patient_merge", args=[here.pk])
    assert f"?with={other.pk}" in said(nurse, "patient_merge", here.pk)
    page = said(nurse, "patient_merge", here.pk, **{"with": str(other.pk)})
    assert "Tom" in page and "Thomas" in page and intake.reference in page and not Merge.objects.exists()
    given = {"other": str(other.pk), "survivor": str(here.pk), "reason": ""}
    assert "Say why, in a sentence." in nurse.post(where, given).content.decode()
    assert nurse.post(where, given | {"reason": "Same card, seen today."}).url == reverse("patient", args=[here.pk])
    page = said(nurse, "patient", here.pk)
    assert intake.reference in page and "by a merge" in page and "Same card, seen today." in page
    assert "it is the same person as" in said(nurse, "patient", other.pk)
    merge = Merge.objects.get()
    undone = nurse.post(reverse("patient_unmerge", args=[merge.pk]), {"reason": "Two brothers after all."})
    assert undone.url == reverse("patient", args=[other.pk])
    assert intake.reference not in said(nurse, "patient", here.pk).partition('id="merges"')[0]
    assert intake.reference in said(nurse, "patient", other.pk)


def test_details_that_somebody_else_corrected_meanwhile_are_shown_and_what_was_typed_stays(nurse: Client) -> None:
    patient = known(sent(WELL_MAN))
    patient.correct(staff("physician"), patient.person | {"about.last_name": "Married"}, version=1)
    given = {"first_name": "Thomas", "last_name": "Example", "birth_date": "1988-04-12", "version": "1"}
    page = nurse.post(reverse("patient_details", args=[patient.pk]), given).content.decode()
    assert "after you opened this page" in page and "Married" in page and 'value="Thomas"' in page
    assert nurse.post(reverse("patient_details", args=[patient.pk]), given | {"version": "2"}).status_code == 302
    assert Patient.objects.get().name == "Thomas Example" and len(Patient.objects.get().earlier) == 2
    assert "As it stood before" in said(nurse, "patient", patient.pk)


def twice(first: dict[str, Any], second: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> tuple[Intake, Intake]:
    """Two forms of one patient, the first sent 90 days ago."""
    now = timezone.now()
    with monkeypatch.context() as then:
        then.setattr("django.utils.timezone.now", lambda: now - timedelta(days=90))
        earlier = sent(first)
        Matching.make(earlier, staff("nurse"), told_by(earlier))
    later = sent(second)
    Matching.match(later, staff("nurse"), earlier.patient)
    return earlier, later


def test_of_a_patient_who_comes_back_scores_over_time_and_what_changed_are_shown(
    nurse: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    worse = WELL_MAN | {"reason.peg": {"1": "9", "2": "9", "3": "9"}, "heart.high_bp": "yes"}
    earlier, later = twice(WELL_MAN, worse | {"heart.high_bp_controlled": "unsure"}, monkeypatch)
    page = said(nurse, "record", later.reference)
    chart = page.partition('id="over-time"')[2].partition("</section>")[0]
    assert "<polyline" in chart and "3.3" in chart and "9.0" in chart and "style=" not in chart
    assert reverse("record", args=[earlier.reference]) in chart
    changed = page.partition('id="changed"')[2].partition("</section>")[0]
    assert "high blood pressure" in changed and changed.count('<span class="tag">') == 3
    assert '<span class="tag">new</span>' in changed and changed.count("changed-item") == 3
    assert Event.objects.filter(action="record.compared", subject_id=str(earlier.pk)).exists()
    assert 'id="changed"' not in said(nurse, "record", earlier.reference)


def test_who_was_merged_brings_the_earlier_forms_along(nurse: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier, later = twice(TYPICAL, TYPICAL, monkeypatch)
    Matching.undo(later, staff("nurse"), "Another record of them.", patient=earlier.patient.pk)
    assert 'id="changed"' not in said(nurse, "record", later.reference)
    Matching.make(later, staff("nurse"), told_by(later))
    Merge.of(earlier.patient, later.patient, staff("nurse"), "Same card, seen today.")
    page = said(nurse, "record", later.reference)
    assert "Every answer is as it was." in page and earlier.reference in page


def test_a_form_begun_from_a_patients_page_is_theirs_at_once(nurse: Client) -> None:
    patient = known(sent(WELL_MAN))
    assert patient.name in said(nurse, "fill_new", patient=str(patient.pk))
    nurse.post(reverse("fill_new"), {"route": "phone", "patient": str(patient.pk)})
    assert Intake.objects.get(status="draft").patient == patient


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.EDITOR, Role.MEDICAL_REVIEWER, Role.ADMINISTRATOR])
def test_nobody_else_meets_a_patient_or_reads_a_reason(
    role: Role, nurse: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier, later = twice(COMPLEX, WELL_MAN, monkeypatch)
    other = known(later)
    merge = Merge.of(other, earlier.patient, staff("nurse"), f"{BIRD} said so.")
    browser = signed_in(role)
    addresses = [reverse("patient", args=[earlier.patient.pk]), reverse("patient_details", args=[earlier.patient.pk])]
    addresses += [reverse("patient_merge", args=[other.pk]), reverse("patient_unmerge", args=[merge.pk])]
    addresses += [reverse("intake_patient", args=[later.reference]), reverse("fill_new")]
    addresses += [reverse("fill_check_answers", args=[later.reference])]
    for address in addresses:
        for answer in (browser.get(address), browser.post(address, {"act": "look", "who": "Example"})):
            assert answer.status_code in (404, 405) and BIRD not in answer.content.decode()
    if role is Role.FRONT_DESK:
        card = said(browser, "desk_record", later.reference)
        assert BIRD not in card and str(earlier.patient.pk) not in card and earlier.reference not in card
        plain = browser.get(reverse("desk")).content.decode()
        assert BIRD not in plain and "patient/" not in plain
    assert BIRD in said(nurse, "patient", earlier.patient.pk)


def test_the_pages_take_few_queries(
    nurse: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    earlier, later = twice(COMPLEX, COMPLEX, monkeypatch)
    Merge.of(known(later), earlier.patient, staff("nurse"), "Same card, seen today.")
    made(Role.PHYSICIAN)
    with django_assert_max_num_queries(22):
        said(nurse, "patient", earlier.patient.pk)
