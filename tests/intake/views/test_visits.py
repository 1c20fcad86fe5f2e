"""Pages about visits: planning, the visit, the day's board, the sheet and the calendar file."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.roles import Role
from intake.models import (
    Course,
    Flag,
    Intake,
    Matching,
    MedicineNote,
    Merge,
    Patient,
    Proposal,
    Submission,
    Visit,
)
from intake.models.patient import told_by
from intake.visiting.series import moment
from tests.intake.filling import filled, sent, staff
from tests.people import COMPLEX, WELL_MAN
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
ZONE: Any = timezone.get_default_timezone()
WHY = "She called: no train."


def working_day(weeks: int = 1) -> date:
    """A Tuesday to come."""
    day = timezone.localdate() + timedelta(days=7 * weeks)
    return day + timedelta(days=(1 - day.weekday()) % 7)


def at(day: date, hour: int = 10) -> datetime:
    return moment(day, time(hour), ZONE)


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def form(**more: Any) -> dict[str, Any]:
    return {"first": working_day().isoformat(), "hour": "10:00", "minutes": "105", "repeat": "once"} | more


@pytest.fixture
def desk() -> Client:
    return signed_in(Role.FRONT_DESK)


@pytest.fixture
def intake() -> Intake:
    return sent(COMPLEX)


def planned(intake: Intake, *ahead: datetime) -> list[Visit]:
    return Course.plan(intake, staff("nurse"), ahead or [at(working_day())], minutes=105)


def test_days_before_a_deferral_ends_are_not_ticked_and_say_why(desk: Client) -> None:
    intake, until = sent(WELL_MAN), working_day(3)
    proposal = Proposal("deferred", "Wait for the letter.", until=until)
    intake.decide(staff("physician"), proposal, on=Submission.newest(intake).pk)  # type: ignore[union-attr]
    series = form(repeat="days", many="3", every="7", act="list")
    listed = desk.post(reverse("visits_plan", args=[intake.reference]), series).context["listed"]
    said_of = [any("A clinician set a day" in words for words in each["warnings"]) for each in listed]
    assert said_of == [timezone.localdate(each["at"]) < until for each in listed] and 0 < sum(said_of) < 3
    assert [each["kept"] for each in listed] == [not early for early in said_of]


def test_no_day_is_ticked_for_whom_a_clinician_found_the_treatment_unsuitable(desk: Client) -> None:
    intake = sent(WELL_MAN)
    intake.decide(staff("physician"), Proposal("not_suitable", "Active psychosis."), on=Submission.newest(intake).pk)  # type: ignore[union-attr]
    shown = desk.post(reverse("visits_plan", args=[intake.reference]), form(act="list"))
    listed = shown.context["listed"]
    assert [each["kept"] for each in listed] == [False]
    assert "A clinician has decided that no visit is to be planned." in said(shown) and "psychosis" not in said(shown)


def test_a_series_is_shown_before_it_is_planned(desk: Client, intake: Intake) -> None:
    where = reverse("visits_plan", args=[intake.reference])
    assert "Not cleared yet." in said(desk.get(where))
    shown = desk.post(where, form(act="list", repeat="days", every="7", many="6"))
    assert "Plan these visits?" in said(shown) and not Visit.objects.exists()
    keep = re.findall(r'name="keep" value="([^"]+)"', shown.content.decode())
    assert len(keep) == 6
    done = desk.post(where, form(act="plan", repeat="days", every="7", many="6", keep=keep[:5]))
    assert done.status_code == 302 and done["Location"].endswith("#visits")
    assert [visit.at.isoformat() for visit in Visit.objects.order_by("at")] == keep[:5]
    assert {timezone.localtime(visit.at).hour for visit in Visit.objects.all()} == {10}


def test_days_on_which_the_clinic_is_closed_are_warned_of(desk: Client, intake: Intake) -> None:
    saturday = working_day() + timedelta(days=4)
    where = reverse("visits_plan", args=[intake.reference])
    shown = desk.post(where, form(act="list", first=saturday.isoformat(), hour="16:30"))
    assert "The clinic is not open on a Saturday." in said(shown)
    assert 'name="keep"' in shown.content.decode() and "checked" not in shown.content.decode()
    late = said(desk.post(where, form(act="list", hour="16:30")))
    assert "ready at 18:15; the clinic closes at 17:00" in late


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"first": ""}, "Give the day."),
        ({"first": "31.1.2027"}, "Write the day as year-month-day"),
        ({"first": "9999-12-31"}, "Look at the year again."),
        ({"hour": "25:00"}, "Write the time as hours and minutes"),
        ({"minutes": "0"}, "greater than or equal to 15"),
        ({"repeat": ""}, "Choose one visit or a series."),
        ({"repeat": "days", "many": "3"}, "Say how many days lie between"),
        ({"repeat": "days", "every": "7"}, "Say how many visits"),
        ({"repeat": "weekdays", "many": "3"}, "Choose at least one weekday"),
        ({"repeat": "days", "every": "7", "many": "25"}, "at most 24 visits"),
        ({"repeat": "never"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    desk: Client, intake: Intake, typed: dict[str, str], sentence: str
) -> None:
    answer = desk.post(reverse("visits_plan", args=[intake.reference]), form(act="list") | typed)
    assert answer.status_code == 200 and said(answer).count(sentence) == 2
    assert 'value="105"' in answer.content.decode() or "minutes" in typed
    assert not Visit.objects.exists()


def test_a_day_that_is_over_or_taken_cannot_be_planned(desk: Client, intake: Intake) -> None:
    planned(intake)
    where = reverse("visits_plan", args=[intake.reference])
    shown = desk.post(where, form(act="list", course="on", hour="10:30"))
    assert "has a visit already" in said(shown) and "checked" not in shown.content.decode()
    refused = desk.post(where, form(act="plan", course="on", hour="10:30", keep=at(working_day()).isoformat()))
    assert "Leave at least one day ticked." in said(refused)
    value = re.findall(r'name="keep" value="([^"]+)"', shown.content.decode())
    assert "has a visit already" in said(desk.post(where, form(act="plan", course="on", hour="10:30", keep=value)))
    assert Visit.objects.count() == 1


def test_a_second_visit_on_one_day_is_not_ticked_and_the_first_is_named(desk: Client, intake: Intake) -> None:
    planned(intake)
    where, named = reverse("visits_plan", args=[intake.reference]), "10:00 to about 11:45"
    taken = said(desk.post(where, form(act="list", course="on", hour="10:30")))
    assert "has a visit already then" in taken and named in taken and "another visit on this day" not in taken
    shown = desk.post(where, form(act="list", course="on", hour="14:00"))
    assert "This patient has another visit on this day" in said(shown) and named in said(shown)
    assert "checked" not in shown.content.decode()
    elsewhere = desk.post(where, form(act="list", course="on", first=working_day(2).isoformat()))
    assert "another visit" not in said(elsewhere) and "checked" in elsewhere.content.decode()


def test_a_day_is_not_planned_over_a_warning_that_nobody_saw(desk: Client, intake: Intake) -> None:
    where, typed = reverse("visits_plan", args=[intake.reference]), form(course="on", hour="14:00")
    shown = desk.post(where, typed | {"act": "list"}).content.decode()
    keep = re.findall(r'name="keep" value="([^"]+)" checked', shown)
    planned(intake)
    refused = desk.post(where, typed | {"act": "plan", "keep": keep})
    assert refused.status_code == 200 and "Something has changed since this list was shown." in said(refused)
    assert "another visit on this day" in said(refused) and Visit.objects.count() == 1
    warned = re.findall(r'name="warned" value="([^"]+)"', refused.content.decode())
    assert desk.post(where, typed | {"act": "plan", "keep": keep, "warned": warned}).status_code == 302
    assert Visit.objects.count() == 2


def test_a_visit_of_another_form_of_the_patient_is_seen(desk: Client, intake: Intake) -> None:
    nurse = staff("nurse")
    person = Patient.confirmed(nurse, told_by(intake))
    Matching.match(intake, nurse, person)
    again = sent(WELL_MAN)
    where, on_that_day = reverse("visits_plan", args=[again.reference]), form(act="list", hour="14:00")
    planned(intake)
    assert "another visit on this day" not in said(desk.post(where, on_that_day)), "nobody said that it is the same person"
    assert "1 other patient is here then" in said(desk.post(where, form(act="list", hour="10:30")))
    Matching.match(again, nurse, person)
    assert "another visit on this day" in said(desk.post(where, on_that_day))
    taken = said(desk.post(where, form(act="list", hour="10:30")))
    assert "has a visit already then" in taken and "nobody else is here then" in taken
    Visit.objects.get().cancel(nurse, "She called.", seen=1)
    assert "another visit" not in said(desk.post(where, on_that_day))


def test_patients_that_were_merged_are_one_person_here_too(desk: Client, intake: Intake) -> None:
    nurse, again = staff("nurse"), sent(WELL_MAN)
    one, other = (Patient.confirmed(nurse, told_by(each)) for each in (intake, again))
    Matching.match(intake, nurse, one)
    Matching.match(again, nurse, other)
    planned(intake)
    where = reverse("visits_plan", args=[again.reference])
    assert "1 other patient is here then" in said(desk.post(where, form(act="list", hour="10:30")))
    Merge.of(one, other, nurse, "The same birth date and phone.")
    taken = said(desk.post(where, form(act="list", hour="10:30")))
    assert "has a visit already then" in taken and "nobody else is here then" in taken


def test_putting_a_visit_back_says_that_there_is_another_on_that_day(desk: Client, intake: Intake) -> None:
    first = planned(intake)[0]
    first.cancel(staff("nurse"), "She called.", seen=1)
    where = reverse("visit_restore", args=[first.pk])
    assert "another visit" not in said(desk.get(where))
    planned(intake, at(working_day(), 14))
    typed = {"why": "She called again.", "seen": "2"}
    shown = desk.post(where, typed)
    assert shown.status_code == 200 and "This patient has another visit on this day" in said(shown)
    warned = re.findall(r'name="warned" value="([^"]+)"', desk.get(where).content.decode())
    assert warned and desk.post(where, typed | {"warned": warned}).status_code == 302


def test_the_list_of_a_long_series_asks_as_little_as_that_of_a_short_one(
    desk: Client, intake: Intake, django_assert_max_num_queries: Any
) -> None:
    where = reverse("visits_plan", args=[intake.reference])
    desk.post(where, form(act="list"))
    for many in ("2", "24"):
        with django_assert_max_num_queries(20):
            desk.post(where, form(act="list", repeat="days", every="7", many=many))


def test_moving_beside_another_visit_asks_once_more_and_moving_within_a_day_does_not(desk: Client, intake: Intake) -> None:
    first = planned(intake)[0]
    second = Course.plan(intake, staff("nurse"), [at(working_day(2))], minutes=105)[0]
    typed = {"hour": "14:00", "why": "The patient asked.", "seen": "1"}
    asked = desk.post(reverse("visit_move", args=[second.pk]), typed | {"day": working_day().isoformat()})
    assert asked.status_code == 200 and "This patient has another visit on this day" in said(asked)
    assert desk.post(reverse("visit_move", args=[first.pk]), typed | {"day": working_day().isoformat()}).status_code == 302


def test_a_visit_is_moved_and_tells_from_when_to_when_and_why(desk: Client, intake: Intake) -> None:
    visit = planned(intake)[0]
    where = reverse("visit_move", args=[visit.pk])
    day = working_day(2)
    told = {"day": day.isoformat(), "hour": "11:00", "why": WHY, "seen": "1"}
    assert desk.post(where, told | {"why": ""}).status_code == 200
    assert desk.post(where, told).status_code == 302
    page = said(desk.get(reverse("visit", args=[visit.pk])))
    assert WHY in page and f"{day.day} {day:%b}, 11:00" in page
    again = desk.post(where, told | {"hour": "12:00"})
    assert again.status_code == 409 and "Nothing of yours was lost" in said(again)


def test_a_move_to_a_closed_hour_is_asked_once_more(desk: Client, intake: Intake) -> None:
    visit = planned(intake)[0]
    where = reverse("visit_move", args=[visit.pk])
    told = {"day": working_day(2).isoformat(), "hour": "06:00", "why": WHY, "seen": "1"}
    assert "Look at the time once more" in said(desk.post(where, told))
    assert Visit.objects.get().version == 1
    early = "The clinic opens at 08:00."
    assert f'name="warned" value="{early}"' in desk.post(where, told).content.decode()
    other = desk.post(where, told | {"warned": early, "hour": "18:00"})
    assert other.status_code == 200 and "closes at" in said(other), "a time that nobody was warned of is asked, too"
    assert desk.post(where, told | {"warned": early}).status_code == 302


def test_a_visit_is_cancelled_and_put_back(desk: Client, intake: Intake) -> None:
    visit = planned(intake)[0]
    assert desk.post(reverse("visit_cancel", args=[visit.pk]), {"why": WHY, "seen": "1"}).status_code == 302
    assert "cannot be moved" in said(desk.get(reverse("visit_move", args=[visit.pk])))
    assert desk.post(reverse("visit_restore", args=[visit.pk]), {"why": WHY, "seen": "2"}).status_code == 302
    assert "has not begun yet" in said(desk.get(reverse("visit_missed", args=[visit.pk])))
    assert Visit.objects.get().status == "planned"


def cleared(intake: Intake, nurse: Any) -> None:
    intake.decide(nurse, Proposal("cleared", "Fit for it.", aware=True), on=Submission.newest(intake).pk)  # type: ignore[union-attr]


def test_the_board_shows_the_day_and_what_each_visit_lacks() -> None:
    nurse = signed_in(Role.NURSE)
    ready, waits = sent(WELL_MAN), sent(COMPLEX)
    cleared(ready, staff("physician"))
    planned(ready), planned(waits, at(working_day(), 13))
    page = nurse.get(reverse("today"), {"day": working_day().isoformat()})
    shown = said(page)
    assert shown.index("10:00") < shown.index("13:00")
    assert f'<a href="{reverse("record", args=[waits.reference])}">A safety alert is open' in page.content.decode()
    assert "2 still lack something" in shown and "No consent yet" in shown
    assert "No visit on this day" in said(nurse.get(reverse("today"), {"day": "2026-01-01"}))
    for odd in ("", "yesterday", "9999-99-99", "0001-01-01", "9999-12-31"):
        assert nurse.get(reverse("today"), {"day": odd}).status_code == 200


def test_the_board_costs_the_same_however_many_come(django_assert_max_num_queries: Any) -> None:
    nurse = signed_in(Role.NURSE)
    for hour in (8, 9, 10, 11, 12):
        planned(sent(WELL_MAN), at(working_day(), hour))
    with django_assert_max_num_queries(23):
        assert said(nurse.get(reverse("today"), {"day": working_day().isoformat()})).count("to review") == 5


def test_the_front_desk_meets_no_clinical_word_on_any_page_of_a_visit(desk: Client, intake: Intake) -> None:
    visit = planned(intake)[0]
    MedicineNote.write(visit.course, staff("nurse"), "Leave out lithium.", seen=0)
    visit.cancel(staff("nurse"), "Her pressure is too high.", seen=1)
    visit.restore(staff("nurse"), "Her pressure is fine now.", seen=2)
    pages = [reverse("today") + f"?day={working_day()}", reverse("desk_record", args=[intake.reference])]
    pages += [reverse(name, args=[visit.pk]) for name in ("visit", "visit_sheet", "visit_move", "visit_cancel")]
    shown = " ".join(said(desk.get(page)) for page in pages)
    assert "Not cleared yet" in shown and "A clinician wrote why." in shown
    for word in ("lithium", "pressure", "in review", *{flag.words["title"] for flag in Flag.objects.all()}):
        assert word not in shown
    assert desk.get(reverse("course_medicines", args=[visit.course_id])).status_code == 404


def test_the_front_desk_finds_no_visit_of_who_is_not_on_its_list(desk: Client) -> None:
    nameless = Intake.start("self")[0]
    visit = planned(nameless)[0]
    assert desk.get(reverse("visit", args=[visit.pk])).status_code == 404
    assert nameless.reference not in said(desk.get(reverse("today"), {"day": working_day().isoformat()}))


def test_the_sheet_has_the_hours_and_what_was_written_about_medicines(intake: Intake) -> None:
    nurse = signed_in(Role.NURSE)
    visit = planned(intake)[0]
    where = reverse("course_medicines", args=[visit.course_id])
    assert nurse.post(where, {"text": "Take your blood pressure pill.", "seen": "0"}).status_code == 302
    assert nurse.post(where, {"text": "Take none.", "seen": "0"}).status_code == 409
    shown = said(nurse.get(reverse("visit_sheet", args=[visit.pk])))
    day = f"{working_day():%A}, {working_day():%B} {working_day().day}"
    for part in (f"2:00 am on {day}", f"4:00 am on {day}", f"8:00 am on {day}", "11:45 am", "Take your blood pressure"):
        assert part in shown, part
    assert intake.reference in shown


def test_the_calendar_file_is_neutral(desk: Client, intake: Intake) -> None:
    visit = planned(intake)[0]
    answer = desk.get(reverse("visit_calendar", args=[visit.pk]))
    file = answer.content.decode().replace("\r\n ", "").lower()
    assert answer["Content-Type"].startswith("text/calendar") and f"{visit.at:%Y%m%dT%H%M%SZ}".lower() in file
    for word in ("ketamine", "infusion", settings.CLINIC.name.lower(), intake.name.lower(), intake.reference.lower()):
        assert word not in file


def test_a_patient_reads_the_own_sheet_and_nothing_that_was_answered() -> None:
    found, _sitting, token = Intake.start("self")
    patient = Client()
    patient.cookies[settings.SITTING_COOKIE_NAME] = token
    assert "No visit is planned yet" in said(patient.get(reverse("own_visit")))
    assert patient.get(reverse("own_calendar"))["Location"] == reverse("own_visit")
    planned(found)
    shown = said(patient.get(reverse("own_visit")))
    assert "Getting ready for your visit" in shown and "10:00 am" in shown
    assert "BEGIN:VEVENT" in patient.get(reverse("own_calendar")).content.decode()
    for page in ("own_visit", "own_calendar"):
        assert Client().get(reverse(page)).status_code == 302


def test_a_form_that_is_not_sent_shows_its_visits_on_the_card(desk: Client) -> None:
    intake = filled(WELL_MAN)
    planned(intake)
    shown = said(desk.get(reverse("desk_record", args=[intake.reference])))
    assert "Not cleared yet: waits for the patient’s form" in shown


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.NURSE])
def test_a_visit_says_how_its_ride_home_stands_to_everybody_who_meets_patients(intake: Intake, role: Role) -> None:
    client = signed_in(role)
    (visit,) = planned(intake)
    page = client.get(reverse("visit", args=[visit.pk])).content.decode()
    panel = page.partition('id="ride"')[2].partition("</section>")[0]
    assert "No ride yet" in panel and reverse("visit_ride", args=[visit.pk]) in panel
