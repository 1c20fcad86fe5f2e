"""Every act on an intake, in every status, by everybody: what really happens is what the table says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from clinic.models import Staff
from clinic.roles import Role
from intake import states
from intake.models import (
    Abandonment,
    AnythingNew,
    Assessment,
    Consent,
    ConsentWithdrawal,
    Course,
    Filling,
    Holding,
    InformationRequest,
    Intake,
    Lapse,
    Matching,
    Measure,
    MedicineNote,
    NotAllowed,
    Note,
    NotOpen,
    Proposal,
    Reply,
    Resolution,
    SectionReview,
    Status,
    Submission,
    Triage,
    Visit,
    Withdrawal,
    WithdrawalSeen,
)
from intake.models.patient import told_by
from intake.models.status import ACTS, Act
from intake.questionnaire import section_called
from tests.intake.filling import filled, staff
from tests.intake.readying import SIGNED
from tests.people import WELL_MAN
from tests.preparing import ROOT

WHY = "Spoke with the patient and the cardiologist today."
REVIEW = WELL_MAN | {"heart.rhythm": "yes", "heart.rhythm_kind": ["afib"]}
STOP = REVIEW | {"body.systolic": 190}
PEOPLE = (*Role, "patient", "Clearway")
HEART = section_called("heart")


def on(intake: Intake) -> Any:
    return getattr(Submission.newest(intake), "pk", "")


def flag(intake: Intake, *, grave: bool) -> Any:
    run = Triage.newest(intake)
    if run is None:
        raise NotAllowed("There is no flag on a form that was never sent.")
    return next(each for each in run.all_flags() if each.is_grave == grave and each.level >= 3)


def decide(intake: Intake, who: Any) -> None:
    last = intake.decisions.order_by("-at").first()
    proposal = Proposal("not_suitable", WHY)
    intake.decide(who, proposal, on=on(intake), seen=last.pk if last else "")


def reply(intake: Intake, who: Any) -> None:
    request = InformationRequest.objects.open().filter(intake=intake).first()
    if request is None:
        raise NotAllowed("Nothing was asked.")
    answer = Reply(request)
    answer.save(HEART, {"heart.clot": "no"}, revision=0)
    answer.send()


def call_off(intake: Intake, who: Any) -> None:
    request = intake.requests.order_by("number").last()
    if request is None:
        raise NotAllowed("Nothing was asked.")
    request.call_off(who)


def lapse(intake: Intake, who: Any) -> None:
    with transaction.atomic():
        locked = intake._locked()
        if Lapse.of(locked, "too_old", WHY) is None:
            raise NotAllowed("No decision stands.")
        locked.save()


def fill_in(intake: Intake, who: Any) -> Filling | None:
    """A patient, or a clinician for the patient."""
    filling = Filling.go_on(intake, who, "phone", "call") if who is not None else None
    intake.save_section(HEART, {"heart.clot": "no"}, revision=99, filling=filling)
    return filling


def submit(intake: Intake, who: Any) -> None:
    was_open = intake.is_open
    intake.submit(filling=fill_in(intake, who) if who is not None else None)
    if not was_open:
        raise NotAllowed("It was sent before.")


def take_up(intake: Intake, who: Any) -> None:
    before = intake.status
    intake.take_up(who)
    if intake.status == before:
        raise NotAllowed("There is nothing to begin.")


def tell_of_medicines(intake: Intake, who: Any) -> MedicineNote:
    return MedicineNote.write(a_course(intake), who, WHY, seen=0)


def a_course(intake: Intake) -> Course:
    course = Course.objects.filter(intake=intake).first()
    return course or Course.objects.create(intake=intake, number=1, by=staff("nurse"), at=timezone.now())


def consent_to_a_course(intake: Intake, who: Any) -> Consent:
    return Consent.keep(a_course(intake), who, SIGNED)


def take_consent_back(intake: Intake, who: Any) -> ConsentWithdrawal:
    Consent.objects.create(
        course=a_course(intake), intake=intake, by=staff("nurse"), at=timezone.now(), version="1", fingerprint="", told={}
    )
    return ConsentWithdrawal.keep(a_course(intake), who, WHY)


def withdraw(intake: Intake, who: Any) -> Withdrawal:
    """A patient, or a clinician to whom the patient tells it."""
    if who is not None:
        return Withdrawal.write_down(intake, who, "phone", "She does not want it.")
    if Withdrawal.of(intake) is not None:
        raise NotAllowed("It was withdrawn before.")
    return Withdrawal.make(intake)


def say(intake: Intake, who: Any, health: str) -> AnythingNew:
    """A patient, or a clinician to whom the patient tells it."""
    course = Course.objects.create(intake=intake, number=9, by=staff("nurse"), at=timezone.now())
    soon = timezone.now() + timedelta(days=1)
    visit = Visit.plan(course, staff("nurse"), number=1, at=soon, ready_at=soon + timedelta(hours=2))
    try:
        told = {"health": health} | dict.fromkeys(("medicines", "cold", "ride"), "no")
        return AnythingNew.write_down(visit, who, told, "phone") if who is not None else AnythingNew.say(visit, told)
    except NotOpen as refused:
        raise NotAllowed(str(refused)) from None


TRIES: dict[str, Callable[[Intake, Any], Any]] = {
    "fill in": fill_in,
    "submit": submit,
    "reopen": lambda intake, who: intake.reopen(who, "call"),
    "take up": take_up,
    "hold": lambda intake, who: Holding.claim(intake, who),
    "match": lambda intake, who: Matching.make(intake, who, told_by(intake)),
    "note": lambda intake, who: Note.write(intake, who, WHY),
    "assess": lambda intake, who: Assessment.write(intake, who, WHY, based_on=0),
    "review section": lambda intake, who: SectionReview.mark(intake, who, "heart", on=on(intake)),
    "settle": lambda intake, who: Resolution.settle(flag(intake, grave=False), who, "plan", WHY),
    "override": lambda intake, who: Resolution.settle(flag(intake, grave=True), who, "overridden", WHY),
    "measure": lambda intake, who: Measure.take(intake, who, "weight", {"kg": 80.0}, at=timezone.now()),
    "weigh again": lambda intake, who: intake.weigh_again(who),
    "ask for more": lambda intake, who: InformationRequest.ask(intake, who, ["heart.clot"], "", WHY, on=on(intake)),
    "answer": reply,
    "call off": call_off,
    "say nothing new": lambda intake, who: say(intake, who, "no"),
    "say something new": lambda intake, who: say(intake, who, "unsure"),
    "plan visits": lambda intake, who: Course.plan(intake, who, [timezone.now() + timedelta(days=3)], minutes=105),
    "write about medicines": tell_of_medicines,
    "record consent": consent_to_a_course,
    "withdraw consent": take_consent_back,
    "decide": decide,
    "decide over": decide,
    "abandon": lambda intake, who: Abandonment.make(intake),
    "withdraw": withdraw,
    "see withdrawal": lambda intake, who: WithdrawalSeen.keep(intake, who),
    "lapse": lapse,
}
"""How each act is done."""
ALONE = {"answer", "lapse", "abandon"}
"""Acts that take no member of staff: who may do them is held by the door through which they come."""


def standing(status: Status, answers: dict[str, Any]) -> Intake:
    """An intake that came to this status by real acts."""
    intake = filled(answers)
    if status == Status.ABANDONED:
        Abandonment.make(intake)
    elif status != Status.DRAFT:
        intake.submit()
    if status == Status.WITHDRAWN:
        Withdrawal.make(intake)
    if status == Status.IN_REVIEW:
        intake.take_up(staff("nurse"))
    if status == Status.WAITING:
        TRIES["ask for more"](intake, staff("nurse"))
    if status in (Status.DECIDED, Status.LAPSED):
        decide(intake, staff("physician"))
    if status == Status.LAPSED:
        lapse(intake, None)
    found = Intake.objects.get(pk=intake.pk)
    assert found.status == status
    return found


def person(who: str) -> Any:
    return staff(who) if who in set(Role) else None


def is_done(act: Act[Status], intake: Intake, who: str) -> bool:
    """Whether the act is let through; whatever it did is undone."""
    done = True
    with transaction.atomic():
        try:
            TRIES[act.name](Intake.objects.get(pk=intake.pk), person(who))
        except NotAllowed:
            done = False
        else:
            after = Intake.objects.get(pk=intake.pk).status
            assert after in (act.ends or (intake.status,)), f"{act.name} led to {after}"
        transaction.set_rollback(True)
    return done


def test_every_act_of_the_table_is_tried() -> None:
    assert set(TRIES) == {act.name for act in ACTS}


@pytest.mark.django_db
@pytest.mark.parametrize("status", Status)
def test_an_act_is_done_by_whom_and_when_the_table_says_and_by_nobody_else(status: Status) -> None:
    for role in Role:
        staff(role)
    assert Staff.objects.count() == len(Role)
    intakes = {
        name: standing(status, STOP if name in ("override", "decide over") else REVIEW) for name in ("decide", "override")
    }
    intakes["decide over"] = intakes["override"]
    for act in ACTS:
        intake = intakes.get(act.name, intakes["decide"])
        for who in PEOPLE:
            if act.name in ALONE if who in set(Role) else not act.is_for(who):
                continue
            expected = act.is_for(who) and act.is_possible(status)
            assert is_done(act, intake, who) == expected, f"{who}: {act.name}, while {status.label}"


@pytest.mark.django_db
@pytest.mark.parametrize("has_lapsed", [False, True])
def test_calling_off_a_question_leads_back_to_a_decision_that_stands(has_lapsed: bool) -> None:
    intake = standing(Status.DECIDED, REVIEW)
    decided_at = intake.decided_at
    TRIES["ask for more"](intake, staff("nurse"))
    if has_lapsed:
        lapse(intake, None)
    call_off(Intake.objects.get(pk=intake.pk), staff("nurse"))
    after = Intake.objects.get(pk=intake.pk)
    assert after.status == (Status.IN_REVIEW if has_lapsed else Status.DECIDED)
    assert after.turn == ("to_review" if has_lapsed else "decided")
    assert after.decided_at == decided_at


def test_the_page_about_states_is_as_the_table_is() -> None:
    assert (ROOT / "docs" / "states.md").read_text() == states.page(), "run manage.py draw_states"
    assert (ROOT / "docs" / "states.svg").read_text() == states.picture(), "run manage.py draw_states"
