"""Settling a flag: by whom, in which way, and what stays settled when rules are weighed again."""

from __future__ import annotations

import pytest
from django.utils import timezone

from clinic.models import Event
from intake.models import Changed, Measure, NotAllowed, Proposal, Resolution, Triage
from intake.models.decision import in_the_way
from tests.intake.filling import sent, staff
from tests.people import COMPLEX, WELL_MAN

pytestmark = pytest.mark.django_db
WHY = "Measured 128/80 twice in the clinic today."
REVIEW = WELL_MAN | {"heart.rhythm": "yes", "heart.rhythm_kind": ["afib"]}
STOP = WELL_MAN | {"body.systolic": 190}


def flags_of(intake):
    return Triage.newest(intake).all_flags()


def a_stop(intake):
    return next(flag for flag in flags_of(intake) if flag.is_grave)


def a_review(intake):
    return next(flag for flag in flags_of(intake) if flag.level == 3 and not flag.safety)


@pytest.mark.parametrize("outcome", ["confirmed", "not_an_issue", "plan"])
@pytest.mark.parametrize("role", ["nurse", "physician"])
def test_a_clinician_settles_a_flag_to_review(role, outcome):
    flag = a_review(sent(REVIEW))
    done = Resolution.settle(flag, staff(role), outcome, WHY)
    kept = Resolution.last_of(flag)
    assert (kept.pk, kept.outcome, kept.reason, kept.by.role) == (done.pk, outcome, WHY, role)
    event = Event.objects.about(flag.intake).last()
    assert (event.action, event.detail, event.role) == ("flag.settled", outcome, role)


@pytest.mark.parametrize("role", ["front_desk", "education_editor", "medical_reviewer", "administrator"])
def test_nobody_else_settles_anything(role):
    flag = a_review(sent(REVIEW))
    with pytest.raises(NotAllowed, match="Only a nurse or a physician"):
        Resolution.settle(flag, staff(role), "plan", WHY)


@pytest.mark.parametrize("outcome", ["not_an_issue", "plan", "overridden"])
def test_only_a_physician_puts_a_stop_out_of_the_way(outcome):
    flag = a_stop(sent(STOP))
    with pytest.raises(NotAllowed, match="Only a physician"):
        Resolution.settle(flag, staff("nurse"), outcome, WHY)
    assert Resolution.settle(flag, staff("physician"), outcome, WHY).outcome == outcome


def test_a_nurse_confirms_a_stop_and_it_goes_on_standing_in_the_way():
    intake = sent(STOP)
    flag = a_stop(intake)
    Resolution.settle(flag, staff("nurse"), "confirmed", WHY)
    flags = flags_of(intake)
    assert flag.pk in {each.pk for each in in_the_way(flags, Resolution.last_of_each(flags))}


@pytest.mark.parametrize(
    ("outcome", "reason", "sentence"),
    [
        ("plan", "short", "Say why, in a sentence"),
        ("plan", "             ", "Say why, in a sentence"),
        ("nonsense", WHY, "Choose how"),
        ("overridden", WHY, "Only a STOP or a safety flag is decided over"),
    ],
)
def test_what_is_not_fully_said_settles_nothing(outcome, reason, sentence):
    flag = a_review(sent(REVIEW))
    with pytest.raises(NotAllowed, match=sentence):
        Resolution.settle(flag, staff("physician"), outcome, reason)
    assert not Resolution.objects.exists()


def test_who_settles_a_flag_that_somebody_settled_meanwhile_is_handed_both_versions():
    flag = a_review(sent(REVIEW))
    Resolution.settle(flag, staff("physician"), "plan", "An ECG before the first visit.")
    with pytest.raises(Changed) as refused:
        Resolution.settle(flag, staff("nurse"), "not_an_issue", WHY)
    assert "An ECG before the first visit." in refused.value.theirs.words
    assert WHY in refused.value.yours.words
    assert Resolution.objects.count() == 1
    seen = str(Resolution.objects.get().pk)
    Resolution.settle(flag, staff("nurse"), "not_an_issue", WHY, seen=seen)
    assert Resolution.last_of(flag).outcome == "not_an_issue" and Resolution.objects.count() == 2


def test_the_same_words_pressed_twice_are_one_resolution():
    flag = a_review(sent(REVIEW))
    first = Resolution.settle(flag, staff("nurse"), "plan", WHY)
    assert Resolution.settle(flag, staff("nurse"), "plan", WHY).pk == first.pk


def test_what_was_settled_stays_settled_where_the_rules_say_the_same_again():
    intake = sent(REVIEW)
    done = Resolution.settle(a_review(intake), staff("nurse"), "plan", WHY)
    intake.weigh_again(staff("nurse"))
    now = next(flag for flag in flags_of(intake) if flag.mark == done.flag.mark)
    kept = Resolution.last_of(now)
    assert now.pk != done.flag_id and kept.carried_from_id == done.pk
    assert (kept.reason, kept.by_id, kept.at) == (WHY, done.by_id, done.at)


def test_a_flag_of_an_earlier_run_is_not_settled_any_more():
    intake = sent(REVIEW)
    flag = a_review(intake)
    intake.weigh_again(staff("nurse"))
    with pytest.raises(NotAllowed, match="weighed again"):
        Resolution.settle(flag, staff("nurse"), "plan", WHY)


def test_a_stop_that_a_physician_settled_needs_no_second_reason_when_deciding():
    intake = sent(STOP)
    for flag in flags_of(intake):
        if flag.is_grave:
            Resolution.settle(flag, staff("physician"), "not_an_issue", WHY)
    decision = intake.decide(
        staff("nurse"),
        Proposal("cleared", "Normal pressure on three readings.", aware=True),
        on=intake.submissions.get().pk,
    )
    assert decision.clears and not decision.overrides.exists()


def test_nobody_clears_past_unsettled_flags_without_saying_so():
    intake = sent(REVIEW)
    on = intake.submissions.get().pk
    with pytest.raises(NotAllowed, match="not settled"):
        intake.decide(staff("physician"), Proposal("cleared", WHY), on=on)
    decision = intake.decide(staff("physician"), Proposal("cleared", WHY, aware=True), on=on)
    assert decision.left_open == [
        flag.words["title"] for flag in flags_of(intake) if flag.level == 3 and not flag.safety
    ]


def test_who_decides_after_somebody_else_decided_is_handed_both_decisions():
    intake = sent(COMPLEX)
    on = intake.submissions.get().pk
    intake.decide(staff("physician"), Proposal("not_suitable", "Too high a pressure today."), on=on)
    with pytest.raises(Changed) as refused:
        intake.decide(staff("physician"), Proposal("not_suitable", WHY), on=on)
    assert "Too high a pressure today." in refused.value.theirs.words and WHY in refused.value.yours.words
    assert intake.decisions.count() == 1


def over_a_stop(intake, outcome="cleared"):
    over = {flag.pk: WHY for flag in flags_of(intake) if flag.is_grave}
    last = intake.decisions.order_by("-at").first()
    return intake.decide(
        staff("physician"),
        Proposal(outcome, WHY, overrides=over, aware=True),
        on=intake.submissions.get().pk,
        seen=last.pk if last else "",
    )


def stops_in_the_way(intake):
    flags = flags_of(intake)
    return [flag for flag in in_the_way(flags, Resolution.last_of_each(flags)) if flag.is_grave]


def a_nurse_clears(intake):
    last = intake.decisions.order_by("-at").first()
    proposal = Proposal("cleared", WHY, aware=True)
    return intake.decide(staff("nurse"), proposal, on=intake.submissions.get().pk, seen=last.pk)


def test_a_stop_that_was_decided_over_stands_again_once_that_decision_lapses():
    intake = sent(STOP)
    over_a_stop(intake)
    assert not stops_in_the_way(intake)
    Measure.take(intake, staff("nurse"), "weight", {"kg": 34}, at=timezone.now())
    assert intake.status == "lapsed" and [flag.words["code"] for flag in stops_in_the_way(intake)][:1] == ["BP-01"]
    with pytest.raises(NotAllowed, match="A physician has to decide"):
        a_nurse_clears(intake)


def test_a_stop_that_was_decided_over_stays_so_while_the_decision_stands_and_is_told_of_once():
    intake = sent(STOP)
    decision = over_a_stop(intake)
    intake.weigh_again(staff("nurse"))
    assert intake.status == "decided" and not stops_in_the_way(intake)
    assert decision.overrides.filter(carried_from=None).count() == len([f for f in flags_of(intake) if f.is_grave])


def test_a_nurse_does_not_clear_over_a_stop_on_the_strength_of_an_earlier_decision():
    intake = sent(STOP)
    over_a_stop(intake)
    with pytest.raises(NotAllowed, match="A physician has to decide"):
        a_nurse_clears(intake)
    over_a_stop(intake, "not_suitable")
    assert stops_in_the_way(intake)
    with pytest.raises(NotAllowed, match="A physician has to decide"):
        a_nurse_clears(intake)
