"""*The same, changed, not sure?*: what may be kept from an earlier form, by whom, and what stays with the answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from intake.models import (
    Intake,
    Lapse,
    Matching,
    Merge,
    NotAllowed,
    NotOpen,
    Proposal,
    Sitting,
    Status,
    Submission,
    Triage,
)
from intake.models.earlier import Earlier, kept_codes
from intake.models.patient import Patient, told_by
from intake.questionnaire import question_called, section_called
from intake.questionnaire.asked_again import follow_ups_of
from intake.questionnaire.kept_again import LASTING, page_of, unit_of
from intake.questionnaire.questions import Question
from intake.triage import SAFETY_RULES
from tests.intake.filling import filled, sent, staff
from tests.people import WELL_MAN

pytestmark = pytest.mark.django_db
BEFORE = WELL_MAN | {"about.email": "tom@example.org", "heart.rhythm": "yes", "heart.rhythm_kind": ["long_qt"]}
BEFORE |= {"heart.heart_doctor": "Dr Heartfield", "brain.tumor": "unsure", "organs.kidney": "severe"}
ABOUT = {code: value for code, value in BEFORE.items() if code.startswith("about.")}
NEVER = ("about", "body", "reason", "pregnancy", "mind", "substances", "medicines", "prepare", "ride", "agree")
HEART = section_called("heart").pages[0]
NOW_OR_LATELY = ("now", "lately", "last week", "weeks", "month", "months", "this week", "year", "under control")


def matched(first: Intake, second: Intake) -> Patient:
    """Both forms are about one patient, as staff said."""
    patient = Matching.make(first, staff("nurse"), told_by(first)).patient
    Matching.match(second, staff("nurse"), patient)
    return patient


def by_link(intake: Intake) -> Sitting:
    return Sitting.begin(intake, masked=True)[0]


def again(before: dict[str, Any] = BEFORE, now: dict[str, Any] = ABOUT) -> tuple[Intake, Earlier | None]:
    """A patient who sent a form and has begun another one, by a link."""
    first, second = sent(before), filled(now)
    matched(first, second)
    intake = Intake.objects.get(pk=second.pk)
    return intake, Earlier.of(intake, by_link(intake))


def offered(earlier: Earlier | None, section: str) -> set[str]:
    assert earlier is not None
    return {each.question.code for page in section_called(section).pages for each in earlier.offers(page)}


# What may be kept


@pytest.mark.parametrize("question", LASTING, ids=lambda each: each.code)
def test_only_facts_that_last_may_be_kept(question: Question) -> None:
    assert question.section.code not in NEVER and not question.section.private and question.ask_if is None
    for each in unit_of(question):
        assert not any(f" {word}" in each.label.casefold() for word in NOW_OR_LATELY), each.label


@pytest.mark.parametrize("question", LASTING, ids=lambda each: each.code)
def test_what_is_kept_opens_nothing_that_would_tell_how_it_was_answered(question: Question) -> None:
    page, unit = page_of(question), unit_of(question)
    codes = {each.code for each in unit}
    assert follow_ups_of([question.code]) <= codes and all(each in page.questions for each in unit)
    for each in unit[1:]:
        gates = set(each.ask_if.reads()) if each.ask_if is not None else set()
        assert gates <= codes or not each.required, f"{each.code} also follows another question and must be answered"


def test_no_safety_rule_reads_what_may_be_kept() -> None:
    read = {code for rule in SAFETY_RULES for code in rule.reads}
    assert read and not read & {each.code for question in LASTING for each in unit_of(question)}


# Who is offered it


def test_who_came_by_a_link_into_a_matched_form_is_offered_what_was_answered() -> None:
    _intake, earlier = again()
    assert offered(earlier, "heart") == {f"heart.{name}" for name in ("blocked_arteries", "rhythm", "valve", "aneurysm", "avm")}
    assert offered(earlier, "allergy") and not offered(earlier, "mind") and not offered(earlier, "ride")
    assert not offered(earlier, "about") and not offered(earlier, "medicines")


def test_nobody_else_is() -> None:
    intake, earlier = again()
    assert earlier is not None
    assert Earlier.of(intake, None) is None
    assert Earlier.of(intake, Sitting.begin(intake)[0]) is None, "began here: nothing was proven"
    alone = filled(ABOUT)
    assert Earlier.of(alone, by_link(alone)) is None, "staff have not said whose it is"
    done = Intake.objects.get(pk=sent(BEFORE).pk)
    assert Earlier.of(done, by_link(done)) is None, "nothing more can be written in it"


@pytest.mark.parametrize(
    "differs",
    [{"about.email": "eve@example.org"}, {"about.phone": "+12025550199"}, {"about.birth_date": "1988-04-13"}],
)
def test_a_form_with_another_address_or_birth_date_is_offered_nothing(differs: dict[str, Any]) -> None:
    _intake, earlier = again(now=ABOUT | differs)
    assert earlier is None


def test_a_form_that_was_withdrawn_or_is_over_a_year_old_is_not_kept_from(monkeypatch: Any) -> None:
    first, second = sent(BEFORE), filled(ABOUT)
    matched(first, second)
    intake = Intake.objects.get(pk=second.pk)
    sitting = by_link(intake)
    Intake.objects.filter(pk=first.pk).update(status="withdrawn")
    assert Earlier.of(intake, sitting) is None
    Intake.objects.filter(pk=first.pk).update(status="sent")
    assert Earlier.of(intake, sitting) is not None
    later = timezone.now() + timedelta(days=366)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert Earlier.of(intake, sitting) is None


def test_a_question_in_other_words_than_then_is_not_offered(monkeypatch: Any) -> None:
    _intake, earlier = again()
    monkeypatch.setattr(question_called("heart.rhythm"), "label", "Does your heart race?")
    assert "heart.rhythm" not in offered(earlier, "heart") and "heart.avm" in offered(earlier, "heart")


# What becomes of it


def test_the_same_copies_the_answer_with_what_follows_it_and_marks_it() -> None:
    intake, earlier = again()
    assert earlier is not None
    earlier.say(HEART, {"heart.rhythm": "same"})
    now = Intake.objects.get(pk=intake.pk)
    assert now.answers()["heart.rhythm"] == "yes" and now.answers()["heart.rhythm_kind"] == ["long_qt"]
    assert kept_codes(now) == {"heart.rhythm", "heart.rhythm_kind", "heart.heart_doctor"}
    assert now.marks()["heart.rhythm"]["from"] == timezone.localdate().isoformat()
    assert {each.question.code for each in Earlier(now, earlier.submission).open_offers(HEART)} == offered(
        earlier, "heart"
    ) - {"heart.rhythm"}


def test_changed_asks_and_not_sure_is_an_answer_that_flags() -> None:
    intake, earlier = again()
    assert earlier is not None
    earlier.say(HEART, {"heart.rhythm": "changed", "heart.avm": "unsure", "heart.valve": "same"})
    now = Intake.objects.get(pk=intake.pk)
    assert "heart.rhythm" not in now.answers() and now.answers()["heart.avm"] == "unsure"
    assert kept_codes(now) >= {"heart.valve"} and "heart.avm" not in kept_codes(now)
    assert {each.question.code for each in Earlier(now, earlier.submission).open_offers(HEART)} == {"heart.blocked_arteries", "heart.aneurysm"}
    now.save_section(section_called("heart"), {"heart.rhythm": "no"}, revision=now.revision_of(section_called("heart")))
    rest = {code: value for code, value in BEFORE.items() if code not in now.answers() and not code.startswith("heart.rhythm")}
    for section in {code.partition(".")[0] for code in rest}:
        mine = {code: value for code, value in rest.items() if code.startswith(f"{section}.")}
        now.save_section(section_called(section), mine, revision=99)
    submission = now.submit()
    asked = {each["code"]: each for part in submission.content["sections"] for each in part["questions"]}
    assert asked["heart.valve"]["route"]["route"] == "kept" and "route" not in asked["heart.avm"]
    codes = {flag.words["code"] for flag in Triage.newest(now).all_flags()}
    assert "ADM-01" in codes, "not sure of an AVM flags as it always does"


def test_rules_run_on_what_was_kept_as_on_any_answer() -> None:
    intake, earlier = again()
    assert earlier is not None
    earlier.say(section_called("organs").pages[0], {"organs.kidney": "same"})
    now = Intake.objects.get(pk=intake.pk)
    rest = {code: value for code, value in WELL_MAN.items() if not code.startswith(("organs.kidney", "about."))}
    for section in {code.partition(".")[0] for code in rest}:
        mine = {code: value for code, value in rest.items() if code.startswith(f"{section}.")}
        now.save_section(section_called(section), mine, revision=99)
    now.submit()
    fired = {code for flag in Triage.newest(now).all_flags() for code in flag.words["fired_by"]}
    assert "organs.kidney" in fired


def test_one_can_think_again_and_an_answer_kept_twice_keeps_its_first_day(monkeypatch: Any) -> None:
    intake, earlier = again()
    assert earlier is not None
    first_day = timezone.localdate().isoformat()
    earlier.say(HEART, {"heart.rhythm": "same"})
    earlier.say(HEART, {"heart.rhythm": "changed"})
    now = Intake.objects.get(pk=intake.pk)
    assert not kept_codes(now) and "heart.rhythm" not in now.answers() and "heart.rhythm_kind" not in now.answers()
    earlier.say(HEART, {"heart.rhythm": "same", "heart.avm": "same"})
    now = Intake.objects.get(pk=intake.pk)
    later = timezone.now() + timedelta(days=100)
    monkeypatch.setattr(timezone, "now", lambda: later)
    rest = {code: value for code, value in WELL_MAN.items() if code not in now.answers() and not code.startswith("heart.rhythm")}
    for section in {code.partition(".")[0] for code in rest}:
        mine = {code: value for code, value in rest.items() if code.startswith(f"{section}.")}
        now.save_section(section_called(section), mine, revision=99)
    now.submit()
    third = filled(ABOUT)
    Matching.match(third, staff("nurse"), Intake.objects.get(pk=now.pk).patient)
    third = Intake.objects.get(pk=third.pk)
    found = Earlier.of(third, by_link(third))
    assert found is not None and found.submission.intake_id == now.pk
    days = {each.question.code: each.on.isoformat() for each in found.offers(HEART)}
    assert days["heart.rhythm"] == first_day != days["heart.blocked_arteries"]


@pytest.mark.parametrize(
    "said",
    [
        {"mind.asq": "same"},
        {"heart.high_bp": "same"},
        {"heart.rhythm_kind": "same"},
        {"heart.aneurysm_where": "same"},
        {"brain.tumor": "same"},
        {"heart.rhythm": "yes"},
        {"heart.rhythm": "same", "heart.clot": "same"},
    ],
)
def test_what_cannot_be_kept_is_refused_whole(said: dict[str, str]) -> None:
    intake, earlier = again()
    assert earlier is not None
    with pytest.raises(NotAllowed, match="cannot be kept"):
        earlier.say(HEART, said)
    assert not kept_codes(Intake.objects.get(pk=intake.pk))


def test_what_was_never_answered_cannot_be_kept() -> None:
    blank = {code: value for code, value in BEFORE.items() if code != "contacts.pharmacy"}
    _intake, earlier = again(blank)
    assert earlier is not None and "contacts.pharmacy" not in offered(earlier, "contacts")
    with pytest.raises(NotAllowed):
        earlier.say(page_of(question_called("contacts.pharmacy")), {"contacts.pharmacy": "same"})


def test_nothing_is_kept_in_a_form_that_was_sent_meanwhile() -> None:
    intake, earlier = again(now=BEFORE)
    assert earlier is not None
    intake.submit()
    with pytest.raises(NotOpen):
        earlier.say(HEART, {"heart.rhythm": "same"})


def test_where_staff_undo_the_match_what_was_kept_is_asked() -> None:
    intake, earlier = again()
    assert earlier is not None
    earlier.say(HEART, {"heart.rhythm": "same"})
    now = Intake.objects.get(pk=intake.pk)
    now.save_section(section_called("brain"), {"brain.tumor": "no"}, revision=0)
    Matching.undo(now, staff("nurse"), "It is somebody else after all.", patient=now.patient_id)
    now = Intake.objects.get(pk=intake.pk)
    assert not kept_codes(now) and "heart.rhythm" not in now.answers() and now.answers()["brain.tumor"] == "no"


def test_the_answers_of_a_reply_have_the_day_of_the_reply() -> None:
    _intake, earlier = again()
    assert earlier is not None
    assert earlier.submission.told_by_day()["heart.avm"] == earlier.submission.sealed_at
    assert Submission.objects.count() == 1


# Kept from a form that turns out to be somebody else's

WHY = "It is somebody else after all."


def kept_and(*, cleared: bool) -> tuple[Intake, Intake]:
    """A form, and a newer one in which something of it was kept; the newer one is cleared, or not sent."""
    second, earlier = again(now=BEFORE if cleared else ABOUT)
    assert earlier is not None
    earlier.say(HEART, {"heart.rhythm": "same"})
    second = Intake.objects.get(pk=second.pk)
    if cleared:
        second.submit()
        on = Submission.newest(second).pk
        second.decide(staff("physician"), Proposal("not_suitable", WHY, aware=True), on=on, seen="")
    return earlier.submission.intake, Intake.objects.get(pk=second.pk)


def undo(intake: Intake) -> None:
    now = Intake.objects.get(pk=intake.pk)
    Matching.undo(now, staff("nurse"), WHY, patient=now.patient_id)


@pytest.mark.parametrize("which", [0, 1], ids=["of the form it was kept from", "of the form it was kept in"])
def test_a_decision_on_kept_answers_lapses_when_the_match_is_undone(which: int) -> None:
    both = kept_and(cleared=True)
    undo(both[which])
    now = Intake.objects.get(pk=both[1].pk)
    assert now.status == Status.LAPSED and now.turn == "to_review"
    assert Lapse.objects.get(intake=now).reason == "not_theirs"


def test_a_decision_without_kept_answers_stands_when_the_match_is_undone() -> None:
    first, second = sent(BEFORE), sent(WELL_MAN)
    matched(first, second)
    on = Submission.newest(second).pk
    second.decide(staff("physician"), Proposal("cleared", WHY, aware=True), on=on, seen="")
    undo(first)
    undo(second)
    assert Intake.objects.get(pk=second.pk).status == Status.DECIDED


def test_what_was_kept_is_asked_when_the_form_it_was_kept_from_is_somebody_elses() -> None:
    first, second = kept_and(cleared=False)
    undo(first)
    assert not kept_codes(Intake.objects.get(pk=second.pk))


@pytest.mark.parametrize("cleared", [False, True])
def test_so_it_is_when_two_patients_were_one_by_mistake(cleared: bool) -> None:
    first, second = sent(BEFORE), filled(BEFORE if cleared else ABOUT)
    away = Matching.make(first, staff("nurse"), told_by(first)).patient
    here = Matching.make(second, staff("nurse"), told_by(second)).patient
    merge = Merge.of(away, here, staff("nurse"), "The same name, birth date and address.")
    second = Intake.objects.get(pk=second.pk)
    earlier = Earlier.of(second, by_link(second))
    assert earlier is not None
    earlier.say(HEART, {"heart.rhythm": "same"})
    if cleared:
        second = Intake.objects.get(pk=second.pk)
        second.submit()
        on = Submission.newest(second).pk
        second.decide(staff("physician"), Proposal("not_suitable", WHY, aware=True), on=on, seen="")
    merge.undo(staff("nurse"), "Twins, as it turns out.")
    now = Intake.objects.get(pk=second.pk)
    assert now.status == Status.LAPSED if cleared else not kept_codes(now)


@pytest.mark.parametrize("which", [0, 1], ids=["of the earlier form", "of this form"])
def test_nothing_is_kept_by_a_page_that_was_opened_before_the_match_was_undone(which: int) -> None:
    intake, earlier = again()
    assert earlier is not None
    undo((earlier.submission.intake, intake)[which])
    with pytest.raises(NotAllowed, match="cannot be kept"):
        earlier.say(HEART, {"heart.rhythm": "same"})
    assert not kept_codes(Intake.objects.get(pk=intake.pk))
