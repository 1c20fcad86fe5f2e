"""Figures of many forms: counted right, bounded, quick by an index, and nobody can be told from them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.models import Event
from clinic.roles import Role
from intake.demo.acting import act_out
from intake.demo.people import PEOPLE
from intake.figures import flow, stopping
from intake.figures.alerts import kept_clocks
from intake.figures.firing import ON_FORMS, SETTLED
from intake.figures.flags import COMMONEST, commonest_flags
from intake.figures.flow import outcomes, sent_by_week, waits
from intake.figures.period import Period, period_of
from intake.figures.stopping import where_patients_stop
from intake.models import Intake, Proposal
from intake.questionnaire import SECTIONS, section_called
from intake.triage import CODES, Level
from tests.intake.filling import filled, sent, staff
from tests.people import COMPLEX, WELL_MAN
from tests.staff import made, signed_in

pytestmark = pytest.mark.django_db
MONTH = Period(30)


class Hands:
    """Lets things happen at an hour in the past."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.patch, self.now = monkeypatch, timezone.now()

    def at(self, **ago: float) -> datetime:
        """From here on it is so long ago."""
        moment = self.now - timedelta(**ago)
        self.patch.setattr(timezone, "now", lambda: moment)
        return moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Hands:
    return Hands(monkeypatch)


def decided(intake: Intake) -> None:
    proposal = Proposal("not_suitable", "Wants to wait until spring.")
    last = intake.decisions.order_by("-at").first()
    intake.decide(staff("physician"), proposal, on=intake.submissions.get().pk, seen=last.pk if last else None)


def test_forms_are_counted_in_the_week_in_which_they_were_sent(clock: Hands) -> None:
    weeks = []
    for days in (40, 15, 15, 1):
        moment = clock.at(days=days)
        sent(WELL_MAN)
        day = timezone.localtime(moment).date()
        weeks.append(day - timedelta(days=day.weekday()))
    clock.at(days=0)
    found = sent_by_week(MONTH)
    assert found == {week: weeks[1:].count(week) for week in weeks[1:]} and sum(found.values()) == 3
    assert set(found) <= set(MONTH.weeks) and all(week.weekday() == 0 for week in MONTH.weeks)


def test_waiting_is_from_sent_to_the_first_decision(clock: Hands) -> None:
    for hours in (2, 4, 30):
        clock.at(days=3)
        intake = sent(WELL_MAN)
        clock.at(days=3, hours=-hours)
        decided(intake)
        clock.at(days=0)
        decided(intake)
    sent(WELL_MAN)
    whole = waits(MONTH)[None]
    assert (whole.forms, whole.decided) == (4, 3)
    assert round(float(whole.median or 0), 2) == 4 and round(float(whole.nine_in_ten or 0), 1) == 24.8
    assert sum(each.forms for week, each in waits(MONTH).items() if week) == 4


def test_outcomes_stand_in_the_order_in_which_they_are_offered(clock: Hands) -> None:
    decided(sent(WELL_MAN))
    assert [count for _words, count in outcomes(MONTH)] == [0, 0, 0, 1]


def test_a_rule_that_fired_on_few_forms_is_not_named() -> None:
    for _ in range(4):
        sent(WELL_MAN | {"heart.clot": "yes"})
    found = commonest_flags(MONTH)
    assert "CV-09" not in {code for code, *_rest in found.rules} and found.rare >= 1
    sent(WELL_MAN | {"heart.clot": "yes"})
    found = commonest_flags(MONTH)
    assert ("CV-09", "Blood clot in the last 6 months", Level.REVIEW, 5) in found.rules


def test_a_form_weighed_twice_counts_once_and_an_old_run_not_at_all(clock: Hands) -> None:
    intakes = [sent(COMPLEX) for _ in range(5)]
    intakes[0].weigh_again()
    assert {forms for *_rest, forms in commonest_flags(MONTH).rules} == {5}
    clock.at(days=-40)
    assert commonest_flags(MONTH).rules == ()


def test_every_rule_that_fired_is_turned_back_into_its_code(settings: Any) -> None:
    settings.DEMO = True
    people = {"physician": made(Role.PHYSICIAN), "nurse": made(Role.NURSE)}
    for _ in range(5):
        for person in PEOPLE[:8]:
            act_out(person, people)
    found = commonest_flags(MONTH)
    assert found.rules and found.rare == 0 and {code for code, *_rest in found.rules} <= set(CODES)
    assert len(found.rules) <= 20


def test_where_patients_stop_is_the_last_section_saved_of_what_was_left_for_a_day(clock: Hands) -> None:
    began = clock.at(days=2)
    Intake.start("self")
    stopped = Intake.start("self")[0]
    stopped.save_section(section_called("about"), {"about.first_name": "A"}, revision=0)
    clock.at(days=2, minutes=-5)
    stopped.save_section(section_called("body"), {"body.knows_bp": "no"}, revision=0)
    gone_back = Intake.start("self")[0]
    gone_back.save_section(section_called("heart"), {"heart.clot": "no"}, revision=0)
    clock.at(days=2, minutes=-10)
    gone_back.save_section(section_called("about"), {"about.first_name": "A"}, revision=0)
    Intake.objects.update(created_at=began)
    clock.at(hours=2)
    Intake.start("self")[0].save_section(section_called("mind"), {"mind.bipolar": "no"}, revision=0)
    sent(WELL_MAN)
    clock.at(days=0)
    found = {words: count for words, count in where_patients_stop(MONTH) if count}
    titles = {section.code: section.title for section in SECTIONS}
    assert found == {"Before the first answer": 1, titles["about"]: 1, titles["body"]: 1}
    assert sum(count for _words, count in where_patients_stop(Period(1))) == 0


def test_alerts_are_held_to_their_clocks(clock: Hands) -> None:
    physician = staff("physician")
    answers = WELL_MAN | {"mind.harm_others": "yes"}
    for looked in (3, 20, None):
        clock.at(hours=5)
        alert = filled(answers).alerts.get()
        if looked is not None:
            clock.at(hours=5, minutes=-looked)
            alert.acknowledge(physician)
            alert.log_call(physician, "reached", "Is safe, and at home.")
    clock.at(hours=4)
    filled(answers).alerts.get().close(physician, "assessed", "Spoke by phone, safe today.")
    clock.at(minutes=1)
    filled(answers)
    clock.at(minutes=0)
    now, today = kept_clocks(MONTH)
    assert (now.raised, today.raised, now.standing) == (5, 0, 4)
    assert (now.looked_in_time, now.looked_late, now.look_overdue) == (2, 1, 1)
    assert (now.called_in_time, now.called_late, now.call_overdue) == (2, 1, 1)
    assert (now.overdue, now.median, today.median) == (2, 3, None)


@pytest.mark.parametrize(("asked", "days"), [("30", 30), ("365", 365), ("", 90), ("7", 90), ("x", 90), ("9" * 9, 90)])
def test_another_period_than_those_offered_is_ninety_days(asked: str, days: int) -> None:
    assert period_of(asked).days == days


@pytest.mark.parametrize(
    ("query", "given", "index"),
    [
        (flow.SENT, ["UTC", timezone.now()], "submissions_by_time"),
        (flow.WAITED, [timezone.now(), 10, "UTC"], "submissions_by_time"),
        (COMMONEST, [timezone.now(), 10], "triages_by_time"),
        (ON_FORMS, [timezone.now(), 10, "x"], "triages_by_time"),
        (SETTLED, [timezone.now(), 10, "x"], "triages_by_time"),
        (stopping.STOPPED, [timezone.now(), 10, ["about"], timezone.now()], "unsent_by_time"),
        ("SELECT outcome, count(*) FROM intake_decision WHERE at >= %s GROUP BY 1", [timezone.now()], "decisions_by_time"),
        ("SELECT id FROM intake_safetyalert WHERE raised_at >= %s", [timezone.now()], "alerts_by_time"),
    ],
)
def test_each_figure_is_found_by_an_index_on_time(query: str, given: list[Any], index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {query}", given)
        plan = "\n".join(row for (row,) in cursor.fetchall())
    assert index in plan


def said(role: Role, days: str = "90") -> str:
    answer = signed_in(role).get(reverse("insights"), {"days": days})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("days", ["30", "90", "365"])
def test_an_empty_clinic_says_what_would_come(days: str) -> None:
    page = said(Role.NURSE, days)
    for words in ("No form was sent", "has been decided yet", "Nothing was decided", "No flag was raised", "left unsent"):
        assert words in page
    assert "<svg" not in page[page.index("From sent to the first decision") :]


def test_insights_name_no_patient_and_leave_an_event(settings: Any) -> None:
    settings.DEMO = True
    people = {"physician": staff("physician"), "nurse": staff("nurse")}
    for person in PEOPLE:
        act_out(person, people)
    browser = Client()
    browser.force_login(people["nurse"])
    page = browser.get(reverse("insights")).content.decode()
    for intake in Intake.objects.all():
        assert intake.reference not in page
    for person in PEOPLE:
        assert person.last_name not in page and person.phone not in page
    assert page.count("<svg") > 6 and 'aria-label="Forms sent by week' in page
    assert not re.search(r"\sstyle=", page)
    assert Event.objects.filter(action="insights.read", actor=people["nurse"]).count() == 1


def test_insights_take_few_queries(django_assert_max_num_queries: Any) -> None:
    browser = signed_in(Role.PHYSICIAN)
    sent(COMPLEX)
    with django_assert_max_num_queries(20):
        browser.get(reverse("insights"))


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.EDITOR, Role.MEDICAL_REVIEWER, Role.ADMINISTRATOR])
def test_nobody_but_clinicians_sees_them(role: Role) -> None:
    assert signed_in(role).get(reverse("insights")).status_code == 404
