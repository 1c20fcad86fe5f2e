"""What comes by itself every hour: one record that does not open keeps nobody else waiting."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from structlog.testing import capture_logs

from clinic.apart import each_apart
from intake.models import Course, Intake, Message, Proposal, Submission, WayBack
from tests.intake.filling import filled, sent, staff
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db
ABOUT = {code: value for code, value in WELL_MAN.items() if code.startswith("about.")}
BY_MAIL = {"about.contact_by": "email", "about.email": "tom@example.org"}
WHY = "Nothing stands in the way of a first visit."
NOON = timezone.make_aware(datetime(2027, 3, 1, 12))


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the clock: so long after a noon."""

    def set_to(span: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: NOON + span)

    set_to(timedelta(0))
    return set_to


def broken(intake: Intake) -> Intake:
    """A record that does not open any more."""
    Intake.objects.filter(pk=intake.pk).update(wrapped_key=filled({}).wrapped_key)
    return intake


def status_of(intake: Intake) -> str:
    return Intake.objects.values_list("status", flat=True).get(pk=intake.pk)


def run(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def test_a_decision_that_is_due_lapses_behind_a_record_that_does_not_open(at: Any) -> None:
    both = [sent(WELL_MAN), sent(WELL_MAN)]
    for intake in both:
        intake.decide(staff("nurse"), Proposal("cleared", WHY, aware=True), on=Submission.newest(intake).pk)
        Course.plan(intake, staff("nurse"), [NOON + timedelta(days=95)], minutes=105)
    Intake.objects.filter(pk=both[0].pk).update(lapses_at=NOON + timedelta(days=1))
    broken(both[0])
    at(timedelta(days=91))
    assert run("lapse_decisions") == "1 decisions lapsed.\n"
    assert [status_of(intake) for intake in both] == ["decided", "lapsed"]


def test_records_behind_it_are_weighed_again_and_put_in_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [sent(WELL_MAN), sent(WELL_MAN)]
    broken(both[0])
    monkeypatch.setattr("intake.models.triage.RULE_SET_VERSION", "newer")
    monkeypatch.setattr("intake.management.commands.weigh_again.RULE_SET_VERSION", "newer")
    assert run("weigh_again") == "1 records weighed again.\n"
    Intake.objects.update(turn="")
    others = Intake.objects.exclude(pk=both[0].pk).count()
    assert run("settle_queue") == f"{others} intakes stand where they belong.\n"
    assert Intake.objects.get(pk=both[1].pk).turn == "to_review"


def test_unsent_forms_behind_it_are_reminded_of_and_closed(at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    both = [filled(ABOUT | BY_MAIL), filled(ABOUT | BY_MAIL)]
    for number, intake in enumerate(both):
        Intake.objects.filter(pk=intake.pk).update(created_at=NOON + timedelta(seconds=number))
    broken(both[0])
    at(timedelta(days=2))
    assert run("look_after_drafts") == "1 reminded, 0 forms closed.\n"
    at(timedelta(days=30))
    monkeypatch.setattr("intake.models.abandonment.last_touched", _of_a_broken_row(both[0]))
    assert run("look_after_drafts") == "0 reminded, 2 forms closed.\n"
    assert [status_of(intake) for intake in both] == ["draft", "abandoned"]


def _of_a_broken_row(bad: Intake) -> Any:
    def touched(intake: Intake) -> datetime:
        if intake.pk == bad.pk:
            raise ValueError("this row does not open")
        return NOON

    return touched


@pytest.mark.parametrize(("command", "said"), [("ask_anything_new", "1 patients"), ("look_for_silence", "1 rides")])
def test_patients_with_a_visit_behind_it_are_asked_and_looked_after(command: str, said: str) -> None:
    for number in range(2):
        intake = sent(WELL_MAN | BY_MAIL)
        intake.decide(staff("nurse"), Proposal("cleared", WHY, aware=True), on=Submission.newest(intake).pk)
        Course.plan(intake, staff("nurse"), [NOON + timedelta(hours=20 + number)], minutes=105)
        if number == 0:
            broken(intake)
    assert run(command).startswith(said)


def test_who_asks_for_a_link_gets_it_though_another_wish_cannot_be_answered() -> None:
    bad = broken(filled(ABOUT | {"about.contact_by": "email", "about.email": "eva@example.org"}))
    filled(ABOUT | BY_MAIL)
    WayBack.ask("email", "eva@example.org")
    WayBack.ask("email", "tom@example.org")
    WayBack.answer_waiting()
    assert not WayBack.objects.filter(answered_at=None).exists()
    assert Message.objects.filter(kind="way_back").exclude(intake=bad).count() == 1


def test_what_failed_is_undone_whole_and_logged_without_a_value() -> None:
    def act(row: int) -> bool:
        filled({})
        if row == 1:
            raise ValueError("Ida Sample takes lithium")
        return row == 2

    before = Intake.objects.count()
    with capture_logs() as lines:
        assert each_apart([1, 2, 3], act) == 1
    assert Intake.objects.count() == before + 2
    assert [(line["event"], line["kind"]) for line in lines if line["log_level"] == "error"] == [("row.left_out", "ValueError")]
    assert "lithium" not in str(lines)


def test_a_database_that_is_away_is_not_taken_for_a_bad_row() -> None:
    def act(_row: int) -> bool:
        raise OperationalError("the connection is closed")

    with pytest.raises(OperationalError):
        each_apart([1, 2], act)
