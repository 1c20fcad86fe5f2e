"""Who works on a form: claimed for a while, handed over, let go; and what waits too long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from clinic.models import Event, Staff
from intake.models import Holding, Intake, NotAllowed, Presence, Proposal
from intake.models.holding import colleagues_for
from intake.models.reminders import those_that_wait_too_long, waits_too_long
from intake.models.token import Kind, token_of
from intake.policy import DEFAULT
from tests.intake.filling import filled, sent, staff
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db
WHY = "Spoke with the patient on the phone today."


def fresh(intake: Intake) -> Intake:
    return Intake.objects.get(pk=intake.pk)


def later(intake: Intake, **ago: int) -> None:
    """Its holder has done nothing for so long."""
    Intake.objects.filter(pk=intake.pk).update(held_until=timezone.now() - timedelta(**ago))


def has_token(intake: Intake, holder: object) -> bool:
    return intake.tokens.filter(token=token_of(Kind.HOLDER, holder)).exists()


def test_a_clinician_claims_a_form_and_lets_it_go():
    intake, nurse = sent(WELL_MAN), staff("nurse")
    assert has_token(intake, "nobody")
    Holding.claim(intake, nurse)
    kept = fresh(intake)
    assert kept.held_by == nurse.pk and has_token(kept, nurse.pk) and not has_token(kept, "nobody")
    assert kept.held_until - kept.held_since == timedelta(minutes=DEFAULT.claim_minutes)
    Holding.release(intake, nurse)
    assert fresh(intake).held_by is None and has_token(intake, "nobody")
    assert list(Holding.objects.order_by("at").values_list("how", flat=True)) == ["claimed", "released"]
    actions = set(Event.objects.about(intake).values_list("action", flat=True))
    assert {"holding.claimed", "holding.released"} <= actions


@pytest.mark.parametrize("role", ["front_desk", "education_editor", "administrator"])
def test_only_a_clinician_has_a_form(role):
    intake = sent(WELL_MAN)
    with pytest.raises(NotAllowed):
        Holding.claim(intake, staff(role))
    with pytest.raises(NotAllowed, match="Choose a nurse or a physician"):
        Holding.give(intake, staff("nurse"), staff(role))
    assert not Holding.objects.exists()


def test_who_was_slower_is_told_who_has_it_and_nothing_changes():
    intake, nurse, physician = sent(WELL_MAN), staff("nurse"), staff("physician")
    Holding.claim(intake, nurse)
    with pytest.raises(NotAllowed, match="Somebody was faster. Nurse Example has it since"):
        Holding.claim(intake, physician, seen="")
    with pytest.raises(NotAllowed, match="Nurse Example has it since"):
        Holding.give(intake, physician, physician, seen="")
    with pytest.raises(NotAllowed, match="You do not have this form any more"):
        Holding.release(intake, physician)
    assert fresh(intake).held_by == nurse.pk and Holding.objects.count() == 1


def test_who_saw_that_a_colleague_has_it_may_take_it_over():
    intake, nurse, physician = sent(WELL_MAN), staff("nurse"), staff("physician")
    Holding.claim(intake, nurse)
    Holding.claim(intake, physician, seen=str(nurse.pk))
    assert fresh(intake).held_by == physician.pk
    assert Holding.objects.latest("at").how == "taken_over"
    with pytest.raises(NotAllowed, match="Physician Example has it since"):
        Holding.release(intake, nurse)


def test_it_is_handed_over_with_a_note_and_kept_longer():
    intake, nurse, physician = sent(WELL_MAN), staff("nurse"), staff("physician")
    Holding.claim(intake, nurse)
    Holding.give(intake, nurse, physician, "  Call Dr Field back before noon. ")
    kept, last = fresh(intake), Holding.objects.latest("at")
    assert kept.held_by == physician.pk and (last.how, last.by, last.staff) == ("handed_over", nurse, physician)
    assert last.note == "Call Dr Field back before noon."
    assert kept.held_until - kept.held_since == timedelta(hours=DEFAULT.given_hours)
    with pytest.raises(NotAllowed, match="Physician Example has it already"):
        Holding.give(intake, nurse, physician, seen=str(physician.pk))


def test_what_nobody_has_is_assigned():
    intake = sent(WELL_MAN)
    Holding.give(intake, staff("nurse"), staff("physician"))
    assert Holding.objects.get().how == "assigned"


def test_nobody_who_left_is_given_a_form():
    intake, gone = sent(WELL_MAN), staff("physician")
    Staff.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()
    with pytest.raises(NotAllowed, match="Choose a nurse or a physician"):
        Holding.give(intake, staff("nurse"), gone)
    assert gone not in colleagues_for(intake)


def test_a_claim_runs_out_and_the_form_is_free_again():
    intake, nurse = sent(WELL_MAN), staff("nurse")
    Holding.claim(intake, nurse)
    Holding.end_what_ran_out()
    assert fresh(intake).held_by == nurse.pk
    later(intake, minutes=1)
    assert fresh(intake).held_by is None
    Holding.end_what_ran_out()
    kept = fresh(intake)
    assert kept.holder is None and has_token(kept, "nobody") and Holding.objects.latest("at").how == "ran_out"
    event = Event.objects.about(intake).last()
    assert event is not None and (event.action, event.actor) == ("holding.ran_out", None)
    Holding.claim(intake, staff("physician"))


def test_work_renews_a_claim_and_reading_by_others_does_not():
    intake, nurse = sent(WELL_MAN), staff("nurse")
    Holding.claim(intake, nurse)
    soon = timezone.now() + timedelta(minutes=3)
    Intake.objects.filter(pk=intake.pk).update(held_until=soon)
    Holding.renew(fresh(intake), staff("physician"))
    assert fresh(intake).held_until == soon
    Holding.renew(fresh(intake), nurse)
    assert fresh(intake).held_until > soon + timedelta(minutes=20)


def test_work_never_shortens_what_was_given_for_a_day():
    intake, physician = sent(WELL_MAN), staff("physician")
    Holding.give(intake, staff("nurse"), physician)
    until = fresh(intake).held_until
    Holding.renew(fresh(intake), physician)
    Holding.claim(fresh(intake), physician)
    assert fresh(intake).held_until == until


def test_who_claims_again_has_it_once():
    intake, nurse = sent(WELL_MAN), staff("nurse")
    Holding.claim(intake, nurse)
    Holding.claim(intake, nurse)
    assert Holding.objects.count() == 1


def test_a_decision_that_ends_the_work_frees_the_form_and_who_goes_on_may_take_it_again():
    intake, nurse = sent(WELL_MAN), staff("nurse")
    Holding.claim(intake, nurse)
    intake.decide(nurse, Proposal("not_suitable", WHY), on=intake.submissions.get().pk)
    assert fresh(intake).holder is None
    Holding.claim(intake, nurse)
    assert fresh(intake).held_by == nurse.pk


@pytest.mark.parametrize("status", ["withdrawn", "abandoned"])
def test_a_closed_form_is_nobodys(status):
    intake = filled({"about.first_name": "Ida"})
    Intake.objects.filter(pk=intake.pk).update(status=status)
    with pytest.raises(NotAllowed):
        Holding.claim(intake, staff("nurse"))


def test_who_else_has_a_record_open_is_who_was_seen_lately():
    intake, nurse, physician = sent(WELL_MAN), staff("nurse"), staff("physician")
    assert Presence.notice(intake, nurse) == []
    assert Presence.notice(intake, physician) == ["Nurse Example"]
    assert Presence.notice(intake, nurse) == ["Physician Example"]
    Presence.objects.filter(staff=physician).update(seen_at=timezone.now() - timedelta(minutes=3))
    assert Presence.notice(intake, nurse) == []
    assert Presence.objects.count() == 2


def test_what_somebody_had_open_days_ago_is_forgotten():
    old, new, nurse = sent(WELL_MAN), sent(WELL_MAN), staff("nurse")
    Presence.notice(old, nurse)
    Presence.objects.update(seen_at=timezone.now() - timedelta(days=2))
    Presence.notice(new, nurse)
    assert Presence.objects.get().intake == new


@pytest.mark.parametrize(
    ("urgency", "hours", "late"),
    [
        (4, 0.2, False),
        (4, 0.3, True),
        (3, 3.9, False),
        (3, 4.1, True),
        (2, 47, False),
        (2, 49, True),
        (1, 119, False),
        (1, 121, True),
        (0, 119, False),
        (0, 121, True),
    ],
)
def test_what_waits_too_long_goes_by_its_urgency(urgency, hours, late):
    intake = Intake.objects.create(
        turn="urgent" if urgency == 4 else "to_review",
        urgency_rank=-urgency,
        waiting_since=timezone.now() - timedelta(hours=hours),
    )
    assert waits_too_long(intake, timezone.now()) is late
    assert list(those_that_wait_too_long(Intake.objects.all())) == ([intake] if late else [])


@pytest.mark.parametrize(("days", "late"), [(6, False), (8, True)])
def test_a_patient_who_does_not_answer_is_marked(days, late):
    since = timezone.now() - timedelta(days=days)
    intake = Intake.objects.create(turn="waiting_patient", status="waiting_for_patient", waiting_since=since)
    assert waits_too_long(intake, timezone.now()) is late


def test_what_waits_longest_stands_first_and_is_read_from_its_index():
    for hours in (200, 400, 300):
        Intake.objects.create(turn="to_review", waiting_since=timezone.now() - timedelta(hours=hours))
    late = those_that_wait_too_long(Intake.objects.all())[:50]
    waits = [each.waiting_since for each in late]
    assert waits == sorted(waits) and len(waits) == 3
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = those_that_wait_too_long(Intake.objects.all())[:50].explain()
    assert "arrival_order" in plan and "Seq Scan" not in plan and "Sort" not in plan
