"""Finding somebody from any page: a reference, an e-mail, a phone, a last name, a last name with birth date."""

from __future__ import annotations

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from clinic.models import Event, StaffSession
from clinic.roles import Role
from intake.models import Intake
from intake.models.queue import MOST_FOUND, SEARCHED
from tests.intake.filling import filled, sent
from tests.people import COMPLEX, WELL_MAN
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
CONTACT = {"about.email": "tom@example.org"}


@pytest.fixture
def nurse() -> Client:
    return signed_in(Role.NURSE)


def found(browser: Client, typed: str) -> list[str]:
    answer = browser.post(reverse("search"), {"q": typed}, follow=True)
    return [row["reference"] for row in answer.context["rows"]]


@pytest.mark.parametrize("role", [Role.NURSE, Role.PHYSICIAN, Role.FRONT_DESK])
@pytest.mark.parametrize(
    "typed", ["Example", "tom example", "TOM@EXAMPLE.ORG", "(202) 555-0143", "Example 1988-04-12", "4/12/1988 example"]
)
def test_a_patient_is_found_by(role, typed):
    intake = sent(WELL_MAN | CONTACT)
    sent(COMPLEX | {"about.phone": "+12025550177"})
    assert found(signed_in(role), typed) == [intake.reference]


@pytest.mark.parametrize("typed", ["Exam", "Tom", "tom@example.com", "Example 1988-04-13", "%", "*"])
def test_part_of_a_name_and_what_is_somebody_elses_find_nobody(nurse, typed):
    sent(WELL_MAN | CONTACT)
    page = nurse.post(reverse("search"), {"q": typed}, follow=True)
    assert page.context["rows"] == [] and "You can search by" in page.content.decode()


@pytest.mark.parametrize("role", [Role.NURSE, Role.FRONT_DESK])
def test_a_reference_opens_the_record_or_for_the_front_desk_the_card(role):
    intake = sent(WELL_MAN)
    typed = intake.reference.lower().replace("-", " ")
    name = "desk_record" if role is Role.FRONT_DESK else "record"
    answer = signed_in(role).post(reverse("search"), {"q": typed})
    assert answer.url == reverse(name, args=[intake.reference])
    assert Event.objects.filter(action="search.made", detail="reference").exists()


def test_what_finds_nobody_ever_is_said_with_what_to_type(nurse):
    page = nurse.post(reverse("search"), {"q": "1988-04-12"}, follow=True).content.decode()
    assert "A birth date alone finds nobody" in page
    assert "Type whom you look for" in nurse.post(reverse("search"), {"q": " "}, follow=True).content.decode()


def test_the_newest_stand_first_and_at_most_fifty(nurse):
    sent(WELL_MAN)
    first = Intake.objects.get()
    columns = {name: getattr(first, name) for name in SEARCHED}
    Intake.objects.bulk_create(Intake(on_desk_list=True, **columns) for _ in range(MOST_FOUND + 3))
    rows = found(nurse, "Example")
    assert len(rows) == MOST_FOUND and first.reference not in rows
    newest = Intake.objects.order_by("-created_at").values_list("reference", flat=True)[:MOST_FOUND]
    assert rows == list(newest)
    assert "Only the newest 50 are shown" in unescape(nurse.get(reverse("search")).content.decode())


def test_what_was_typed_is_kept_nowhere(nurse):
    sent(WELL_MAN | CONTACT)
    answer = nurse.post(reverse("search"), {"q": "tom@example.org"})
    assert "tom" not in answer.url
    assert "tom@example.org" not in str(nurse.session.items()) + StaffSession.objects.get().data
    assert not Event.objects.filter(detail__icontains="tom").exists()
    assert nurse.get(reverse("search")).context["rows"]


def test_the_front_desk_finds_only_whom_it_may_know_and_nothing_of_their_health(nurse):
    sent(COMPLEX)
    Intake.objects.update(on_desk_list=False)
    desk = signed_in(Role.FRONT_DESK)
    assert found(desk, "Sample") == [] and len(found(nurse, "Sample")) == 1
    Intake.objects.update(on_desk_list=True)
    answer = desk.post(reverse("search"), {"q": "Sample"}, follow=True)
    assert [set(row) for row in answer.context["rows"]] == [
        {"name", "phone", "ride", "needs", "reference", "url", "visit", "since", "status", "clinician_needed"}
    ]
    assert "184/112" not in answer.content.decode()


def test_a_draft_is_found_too(nurse):
    draft = filled({"about.first_name": "Ida", "about.last_name": "Draft"})
    assert found(nurse, "Draft") == [draft.reference]


@pytest.mark.parametrize("column", SEARCHED)
def test_a_search_is_read_from_one_index(column):
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = Intake.objects.found_by(column, "ab" * 16).explain()
    assert f"by_{column}" in plan and "Sort" not in plan and "Seq Scan" not in plan


def test_no_other_column_is_searched():
    assert list(Intake.objects.found_by("reference", "x")) == list(Intake.objects.found_by("email_index", "")) == []
