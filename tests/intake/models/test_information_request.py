"""Asking a patient for more: what is asked, who gets in, and what becomes of the answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.models import Event
from intake.models import (
    Incomplete,
    InformationRequest,
    Intake,
    Message,
    NotAllowed,
    NotOpen,
    Pin,
    Proposal,
    Reply,
    ReplyPart,
    RequestLink,
    SafetyAlert,
    Sitting,
    Status,
    Submission,
    Triage,
)
from intake.questionnaire import section_called
from tests.intake.filling import filled, staff
from tests.intake.filling import sent_in_silence as sent
from tests.people import COMPLEX, WELL_MAN

pytestmark = pytest.mark.django_db
WHY = "Your blood pressure was missing, and we need it before your visit."
NOTE = "Spoke with the patient on the phone; sister is with her."
ABOUT, HEART, MIND = section_called("about"), section_called("heart"), section_called("mind")
BORN = WELL_MAN["about.birth_date"]


def asked(intake, codes=("heart.clot",), own="", why=WHY, by="nurse"):
    return InformationRequest.ask(
        intake, staff(by), codes, own, why, on=Submission.newest(intake).pk
    )


def asked_of_a_well_man(*codes, own=""):
    intake = sent(WELL_MAN)
    request, token = asked(intake, codes, own)
    return Reply(request), token


def kept():
    return Intake.objects.get()


def test_it_is_the_patients_turn_until_they_answer():
    intake = sent(WELL_MAN)
    request, _token = asked(intake)
    assert (kept().status, kept().in_queue) == (Status.WAITING, False)
    assert kept().waiting_since == request.at and request.is_open
    assert (request.by.role, request.why, request.number) == ("nurse", WHY, 1)
    assert [event.action for event in kept().events()][-1] == "request.made"


@pytest.mark.parametrize(
    ("codes", "own", "why", "said"),
    [
        ((), "", WHY, "Tick at least one question"),
        (("heart.clot",), "", "", "Say in a sentence why"),
        (("heart.clot",), "", "         .", "Say in a sentence why"),
        (("heart.clot",), "", "x" * 1001, "shorter"),
        ((), "x" * 501, WHY, "shorter"),
        (("about.birth_date",), "", WHY, "was not asked of this patient"),
        (("agree.signature",), "", WHY, "was not asked of this patient"),
        (("pregnancy.could_be",), "", WHY, "was not asked of this patient"),
        (("no.such",), "", WHY, "was not asked of this patient"),
    ],
)
def test_a_request_says_what_and_why(codes, own, why, said):
    intake = sent(WELL_MAN)
    with pytest.raises(NotAllowed, match=said):
        asked(intake, codes, own, why)
    assert kept().status == Status.SENT and not InformationRequest.objects.exists()


@pytest.mark.parametrize("role", ["front_desk", "education_editor", "administrator"])
def test_only_clinicians_ask(role):
    with pytest.raises(NotAllowed):
        asked(sent(WELL_MAN), by=role)


def test_one_at_a_time_and_on_the_answers_that_were_read():
    intake = sent(WELL_MAN)
    asked(intake)
    with pytest.raises(NotAllowed, match="has been asked for more"):
        asked(intake)
    with pytest.raises(NotAllowed, match="not sent"):
        InformationRequest.ask(filled(WELL_MAN), staff("nurse"), ["heart.clot"], "", WHY, on="1")
    other = sent(WELL_MAN)
    with pytest.raises(NotAllowed, match="answers changed"):
        InformationRequest.ask(other, staff("nurse"), ["heart.clot"], "", WHY, on=Submission.newest(intake).pk)


def test_two_numbers_of_one_reading_are_asked_together():
    intake = sent(COMPLEX)
    request, _token = asked(intake, ["body.systolic"])
    assert request.codes == {"body.systolic", "body.diastolic"}


def test_while_it_waits_nobody_decides_and_calling_it_off_gives_it_back():
    intake = sent(WELL_MAN)
    request, token = asked(intake)
    with pytest.raises(NotAllowed):
        kept().decide(staff("physician"), Proposal("not_suitable", NOTE), on=request.submission_id)
    sitting, _cookie = InformationRequest.come_in(token, BORN)
    fresh = InformationRequest.objects.get()
    fresh.call_off(staff("physician"))
    assert (kept().status, kept().in_queue) == (Status.IN_REVIEW, True)
    assert Sitting.objects.get(pk=sitting.pk).ended_at
    with pytest.raises(NotAllowed, match="answered or called off"):
        fresh.call_off(staff("physician"))
    with pytest.raises(NotAllowed, match="answered or called off"):
        fresh.link_again(staff("physician"))
    with pytest.raises(NotOpen):
        Reply(fresh).save(HEART, {"heart.clot": "yes"}, revision=0)
    asked(kept())
    assert InformationRequest.objects.open().get().number == 2


# The way in


def test_the_link_lets_in_once_with_the_birth_date_and_is_not_kept():
    reply, token = asked_of_a_well_man("heart.clot")
    assert len(token) >= 43 and token not in str(RequestLink.objects.values())
    assert InformationRequest.come_in("nonsense", BORN) is None
    sitting, cookie = InformationRequest.come_in(token, BORN)
    assert (sitting.intake, sitting.request) == (reply.intake, reply.asked)
    assert Sitting.of(cookie).request_id == reply.asked.pk
    assert InformationRequest.come_in(token, BORN) is None


def test_five_wrong_birth_dates_end_the_link():
    reply, token = asked_of_a_well_man("heart.clot")
    for _ in range(5):
        assert InformationRequest.come_in(token, "1950-01-01") is None
    assert InformationRequest.come_in(token, BORN) is None
    assert RequestLink.objects.get().tries == 5
    assert Event.objects.filter(action="request.link_refused").count() == 6
    again = reply.asked.link_again(staff("nurse"))
    assert InformationRequest.come_in(again, BORN)


def test_new_links_do_not_bring_more_than_fifteen_tries_a_day():
    reply, token = asked_of_a_well_man("heart.clot")
    for _ in range(3):
        for _ in range(5):
            InformationRequest.come_in(token, "1950-01-01")
        token = reply.asked.link_again(staff("nurse"))
    assert InformationRequest.come_in(token, BORN) is None
    assert RequestLink.objects.order_by("made_at").last().tries == 0


@pytest.mark.parametrize(("early", "lets_in"), [(timedelta(seconds=1), True), (-timedelta(seconds=1), False)])
def test_a_link_lasts_half_an_hour(early, lets_in):
    _reply, token = asked_of_a_well_man("heart.clot")
    link = RequestLink.objects.get()
    assert link.expires_at - link.made_at == timedelta(minutes=30)
    RequestLink.objects.update(expires_at=timezone.now() + early)
    assert (InformationRequest.come_in(token, BORN) is not None) is lets_in


def test_a_new_link_ends_the_one_before():
    reply, token = asked_of_a_well_man("heart.clot")
    newer = reply.asked.link_again(staff("nurse"))
    assert InformationRequest.come_in(token, BORN) is None
    assert InformationRequest.come_in(newer, BORN)


def test_a_link_of_a_request_that_was_called_off_lets_nobody_in():
    reply, token = asked_of_a_well_man("heart.clot")
    reply.asked.call_off(staff("nurse"))
    assert InformationRequest.come_in(token, BORN) is None and not Sitting.objects.filter(request=reply.asked).exists()


# The form


def test_only_what_was_asked_stands_on_the_form_and_nothing_is_filled_in():
    reply, _token = asked_of_a_well_man("heart.clot", "about.phone", own="Who is your dentist?")
    read = reply.read()
    assert [screen.title for _section, screen in read.screens] == [
        "How to reach you",
        HEART.title,
        "A question from your clinician",
    ]
    assert read.values == {} and all(read.of(question) is None for question in read.questions)


def test_follow_ups_are_asked_when_the_new_answers_open_them():
    reply, _token = asked_of_a_well_man("heart.high_bp")
    codes = {question.code for question in reply.read().questions}
    assert {"heart.high_bp", "heart.high_bp_controlled"} <= codes and "heart.clot" not in codes
    assert reply.asks() == ["heart.high_bp"]
    reply.save(HEART, {"heart.high_bp": "yes"}, revision=0)
    assert "heart.high_bp_controlled" in reply.asks()
    with pytest.raises(Incomplete):
        reply.send()
    reply.save(HEART, {"heart.high_bp_controlled": "yes"}, revision=1)
    reply.send()
    assert kept().submissions.get(number=2).answers()["heart.high_bp_controlled"] == "yes"


def test_what_an_earlier_answer_opened_by_itself_is_not_asked_and_stays():
    """Whether a follow-up shows must not tell what the patient said to another question."""
    mania = WELL_MAN | {"mind.bipolar": "no", "mind.mania_ever": "yes", "mind.mania_now": "no"}
    reply = Reply(asked(sent(mania), ["mind.bipolar"])[0])
    assert reply.asks() == ["mind.bipolar"]
    reply.save(MIND, {"mind.bipolar": "no"}, revision=0)
    assert reply.asks() == ["mind.bipolar"]
    assert reply.send().answers()["mind.mania_now"] == "no"


def test_a_follow_up_that_the_reply_opens_is_asked_anew():
    mania = WELL_MAN | {"mind.bipolar": "no", "mind.mania_ever": "yes", "mind.mania_now": "no"}
    reply = Reply(asked(sent(mania), ["mind.bipolar"])[0])
    reply.save(MIND, {"mind.bipolar": "type1"}, revision=0)
    assert reply.asks() == ["mind.bipolar", "mind.mania_now"]
    with pytest.raises(Incomplete):
        reply.send()


def test_an_answer_to_what_was_not_asked_is_refused():
    reply, _token = asked_of_a_well_man("heart.clot")
    for code in ("heart.stroke", "heart.angina", "about.phone"):
        with pytest.raises(ValueError, match="does not ask"):
            reply.save(HEART, {code: "yes"}, revision=0)
    assert not ReplyPart.objects.exists()


def test_two_tabs_do_not_overwrite_each_other_in_a_reply():
    reply, _token = asked_of_a_well_man("heart.clot")
    reply.save(HEART, {"heart.clot": "yes"}, revision=0)
    assert reply.save(HEART, {"heart.clot": "no"}, revision=0).conflicts == {"heart.clot": ("yes", "no")}
    assert reply.given() == {"heart.clot": "yes"}


# Safety


def test_an_answer_in_a_reply_raises_an_alert_before_it_is_sent():
    reply, _token = asked_of_a_well_man("mind.asq")
    saved = reply.save(MIND, {"mind.asq": {"1": "yes"}}, revision=0)
    assert [finding.code for finding in saved.help] == ["SAFE-02"]
    alert = SafetyAlert.objects.get()
    assert alert.on_draft and kept().alerts_open == 1 and kept().in_queue and kept().status == Status.WAITING
    reply.save(MIND, {"mind.asq": {str(item): "no" for item in range(1, 5)}}, revision=1)
    reply.send()
    assert kept().alerts_open == 1, "only a disposition closes it"


def test_what_is_said_again_when_asked_again_is_raised_again_and_nothing_else_is():
    intake = sent(WELL_MAN | {"mind.harm_others": "yes"})
    intake.alerts.get().close(staff("nurse"), "assessed", NOTE)
    reply = Reply(asked(kept(), ["mind.harm_others", "mind.eating", "heart.clot"])[0])
    assert reply.save(HEART, {"heart.clot": "no"}, revision=0).help == ()
    assert reply.save(MIND, {"mind.eating": "no", "mind.harm_others": None}, revision=0).help == ()
    assert SafetyAlert.objects.count() == 1, "the earlier answer is settled while it is not said again"
    saved = reply.save(MIND, {"mind.harm_others": "yes"}, revision=1)
    assert [finding.code for finding in saved.help] == ["SAFE-05"]
    assert SafetyAlert.objects.count() == 2 and kept().alerts_open == 1
    reply.save(MIND, {"mind.eating": "yes"}, revision=2)
    reply.send()
    assert SafetyAlert.objects.count() == 2


# Sending


def test_a_reply_is_a_new_submission_that_supersedes_and_is_weighed():
    reply, _token = asked_of_a_well_man("heart.clot", own="Who is your dentist?")
    before = kept().submissions.get()
    own = reply.asked.own
    reply.save(HEART, {"heart.clot": "yes"}, revision=0)
    reply.save(own, {"asked1.reply": "Dr Molar, Elm Street"}, revision=0)
    after = reply.send()
    assert (after.number, after.supersedes, after.in_reply_to) == (2, before, reply.asked)
    changed = {code for code in after.answers() if after.answers()[code] != before.answers().get(code)}
    assert changed - {code for code in changed if code.startswith("heart.clot_")} == {"heart.clot", "asked1.reply"}
    asked_last = after.content["sections"][-1]["questions"][0]
    assert (asked_last["label"], asked_last["words"]) == ("Who is your dentist?", "Dr Molar, Elm Street")
    assert Triage.objects.filter(submission=after).count() == 1
    assert (kept().status, kept().in_queue, kept().waiting_since) == (Status.SENT, True, after.sealed_at)
    assert kept().answers()["heart.clot"] == "yes"
    assert not InformationRequest.objects.open().exists()


def test_a_second_press_returns_the_same_submission():
    reply, _token = asked_of_a_well_man("heart.clot")
    reply.save(HEART, {"heart.clot": "no"}, revision=0)
    assert reply.send() == Reply(InformationRequest.objects.get()).send() == kept().submit()
    assert Submission.objects.count() == 2
    with pytest.raises(NotOpen):
        Reply(InformationRequest.objects.get()).save(HEART, {"heart.clot": "yes"}, revision=1)


def test_what_was_not_asked_stays_word_for_word():
    reply, _token = asked_of_a_well_man("heart.clot")
    before = kept().submissions.get().content
    reply.save(HEART, {"heart.clot": "no"}, revision=0)
    after = reply.send().content
    assert after == before, "the same answer to the same question changes nothing"


def test_the_answer_to_a_clinicians_own_question_stays_through_the_next_reply():
    reply, _token = asked_of_a_well_man(own="Who is your dentist?")
    reply.save(reply.asked.own, {"asked1.reply": "Dr Molar"}, revision=0)
    reply.send()
    second = Reply(asked(kept(), ["heart.clot"], own="And your doctor?")[0])
    second.save(HEART, {"heart.clot": "no"}, revision=0)
    with pytest.raises(Incomplete):
        second.send()
    second.save(second.asked.own, {"asked2.reply": "Dr Bone"}, revision=0)
    answers = second.send().answers()
    assert (answers["asked1.reply"], answers["asked2.reply"]) == ("Dr Molar", "Dr Bone")


def test_an_optional_question_left_blank_keeps_what_was_said():
    intake = sent(WELL_MAN | {"about.email": "tom@example.org"})
    reply = Reply(asked(intake, ["about.email"])[0])
    reply.save(ABOUT, {"about.email": None}, revision=0)
    assert reply.send().answers()["about.email"] == "tom@example.org"


def test_who_somebody_is_and_how_they_are_found_follow_the_reply():
    intake = sent(WELL_MAN)
    before = (intake.phone_index, intake.last_name_index, intake.last_name_birth_index)
    reply = Reply(asked(intake, ["about.phone", "about.last_name"])[0])
    reply.save(ABOUT, {"about.phone": "+12025550199", "about.last_name": "Newname"}, revision=0)
    assert (kept().phone_index, kept().last_name_index, kept().last_name_birth_index) == before
    reply.send()
    after = (kept().phone_index, kept().last_name_index, kept().last_name_birth_index)
    assert all(one != other and other for one, other in zip(before, after, strict=True))
    assert "Newname" in kept().name and kept().identity["phone"] == "+12025550199"
    assert Intake.come_back(intake.reference, "2222-2222") is None


def test_a_clearance_does_not_outlive_the_answers_it_was_made_on():
    intake = sent(WELL_MAN)
    kept().decide(staff("physician"), Proposal("not_suitable", NOTE), on=Submission.newest(intake).pk)
    reply = Reply(asked(kept(), ["heart.clot"])[0])
    reply.save(HEART, {"heart.clot": "no"}, revision=0)
    reply.send()
    assert kept().decisions.get().lapse.reason == "superseded" and kept().status == Status.SENT


def test_who_chose_a_pin_answers_with_the_pin_and_not_with_the_birth_date():
    intake = filled(WELL_MAN)
    Pin.choose(intake, "blue teapot 7")
    intake.submit()
    _request, token = asked(intake)
    assert InformationRequest.come_in(token, BORN) is None
    assert InformationRequest.come_in(token, "", pin="blue teapot 7")


def test_who_chose_mail_gets_the_link_by_mail_and_a_new_one_takes_its_place():
    intake = sent(WELL_MAN | {"about.contact_by": "email", "about.email": "ann@example.org"})
    request, token = asked(intake)
    first = Message.objects.get()
    assert (first.kind, first.state) == ("more_needed", "waiting") and token in first.words()[1]
    again = request.link_again(staff("nurse"))
    assert [each.state for each in Message.objects.order_by("number")] == ["called_off", "waiting"]
    assert again in Message.objects.order_by("number").last().words()[1]
    request.call_off(staff("nurse"))
    assert not Message.objects.unsent().exists()


def test_who_wants_a_call_gets_the_link_from_staff_alone():
    asked(sent(WELL_MAN | {"about.contact_by": "phone"}))
    assert not Message.objects.exists()
