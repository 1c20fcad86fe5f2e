"""The rule bench: every rule in English, invented answers tried, and changes that take two physicians."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clinic.models import Event
from clinic.roles import Role
from intake.demo.people import PEOPLE
from intake.models import Flag, PolicyChange, Resolution, policy_in_force
from intake.policy import DEFAULT
from intake.questionnaire import ALL_QUESTIONS
from intake.triage import CODES, RULES
from intake.views.staff.trying import TRIED_SECTIONS
from tests.intake.filling import sent
from tests.people import COMPLEX, WELL_MAN
from tests.staff import second_physician, signed_in

pytestmark = pytest.mark.django_db
WHY = "Our cardiologist asked for an earlier stop."


def said(browser: Client, name: str, *args: Any, query: dict[str, str] | None = None) -> str:
    answer = browser.get(reverse(name, args=args), query or {})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def physician() -> Client:
    return signed_in(Role.PHYSICIAN)


def test_the_bench_shows_every_rule_with_its_condition_in_english(physician: Client) -> None:
    text = said(physician, "rules")
    assert all(code in text for code in CODES)
    assert "“Is it under control now?” is “No” or “It is not being treated”" in text
    assert "(not yet read)" in text and "(read)" in text
    assert f"{len(CODES)} rules" in text


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ({"words": "gastroparesis"}, "GI-02", "BP-01"),
        ({"words": "stomach EMPTIES slowly"}, "GI-02", "BP-01"),
        ({"words": "swiss ketamine", "level": "stop"}, "BP-01", "BP-02"),
        ({"level": "info"}, "MED-01", "BP-01"),
        ({"unread": "1"}, "AGE-02", "AGE-01"),
    ],
)
def test_rules_are_found_by_their_words_level_and_unread_sources(
    physician: Client, query: dict[str, str], found: str, missing: str
) -> None:
    text = said(physician, "rules", query=query)
    assert f"{found} ·" in text and f"{missing} ·" not in text


def test_words_that_no_rule_holds_say_what_to_do(physician: Client) -> None:
    assert "No rule holds all of this" in said(physician, "rules", query={"words": "<phlogiston>"})


@pytest.mark.parametrize("code", CODES)
def test_every_rule_has_a_page(physician: Client, code: str) -> None:
    text = said(physician, "rule", code)
    assert code in text and "On whose word" in text


def test_a_rule_that_does_not_exist_is_not_found(physician: Client) -> None:
    assert physician.get("/staff/rules/XX-99/").status_code == 404
    assert physician.get("/staff/rules/try/?rule=XX-99").status_code == 404
    assert physician.get("/staff/rules/policy/level/SAFE-01/").status_code == 404


def test_a_rules_page_counts_its_flags_and_how_they_were_settled(physician: Client) -> None:
    assert "It has not fired yet" in said(physician, "rule", "CV-01")
    intake = sent(COMPLEX)
    settling = second_physician()
    flag = next(each for each in intake.flags.all() if each.words["code"] == "MED-02")
    assert "None was settled yet" in said(physician, "rule", "MED-02")
    Resolution.settle(flag, settling, "plan", "Stops it two days before.")
    text = said(physician, "rule", "MED-02")
    assert "Forms it fired on, last 90 days 1" in text and "Flags it ever raised 1" in text
    assert "A plan takes care of it 1" in text


def test_a_rules_page_takes_few_queries(physician: Client, django_assert_max_num_queries: Any) -> None:
    sent(COMPLEX)
    with django_assert_max_num_queries(12):
        said(physician, "rule", "BP-01")


def test_a_nurse_reads_and_tries_but_is_offered_no_change() -> None:
    nurse = signed_in(Role.NURSE)
    assert "Propose a change" not in said(nurse, "rule", "BP-01") + said(nurse, "policy")
    assert nurse.get(reverse("policy_propose", args=["level", "BP-02"])).status_code == 404
    change = PolicyChange.propose(second_physician(), "level", "BP-02", "stop", WHY)
    assert "A physician other than the one who proposed it" in said(nurse, "policy_change", change.pk)
    assert nurse.post(reverse("policy_change", args=[change.pk]), {"act": "approve"}).status_code == 404


# Trying


def tried(browser: Client, **posted: Any) -> str:
    answer = browser.post(reverse("try_rules"), posted)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_invented_answers_say_what_fires_and_why_and_nothing_is_kept(physician: Client) -> None:
    page = physician.get(reverse("try_rules"), {"rule": "CV-01"}).content.decode()
    assert 'name="high_bp"' in page and 'name="high_bp_controlled"' in page
    answers = {"high_bp": "yes", "high_bp_controlled": "untreated"}
    text = tried(physician, rule="CV-01", person="0", shown=list(answers), **answers)
    assert "CV-01 fires" in text and "Is it under control now? It is not being treated" in text
    assert "Invented answers only." in text
    assert not Flag.objects.exists() and not Event.objects.filter(action__startswith="record").exists()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"high_bp": "no"}, "CV-01 stays quiet"),
        ({"high_bp": "yes"}, "CV-01 cannot be told"),
        ({"high_bp": "unsure"}, "CV-01 cannot be told"),
    ],
)
def test_a_rule_that_does_not_fire_says_whether_it_could_be_told(
    physician: Client, answers: dict[str, str], words: str
) -> None:
    assert words in tried(physician, rule="CV-01", person="0", shown=list(answers), **answers)


def test_a_rule_that_another_covers_says_which(physician: Client) -> None:
    text = tried(physician, rule="BP-02", person="0", shown=["systolic"], systolic="190")
    assert "BP-02 stays quiet, because BP-01 covers it" in text


def test_what_cannot_be_read_is_said_and_the_rest_is_weighed(physician: Client) -> None:
    text = tried(physician, rule="BP-02", person="0", shown=["systolic", "diastolic"], systolic="high", diastolic="97")
    assert "Not every answer could be read" in text and "BP-02 fires" in text


@pytest.mark.parametrize("place", range(len(PEOPLE) + 1))
def test_every_invented_patient_can_be_weighed(physician: Client, place: int) -> None:
    text = said(physician, "try_rules", query={"person": str(place)})
    assert "Stayed quiet" in text


def test_the_answers_of_an_invented_patient_fire_what_is_said_of_them(physician: Client) -> None:
    stone = next(place for place, each in enumerate(PEOPLE, start=1) if each.last_name == "Stone")
    text = said(physician, "try_rules", query={"person": str(stone)})
    assert all(f"{code} ·" in text for code in ("SAFE-01", "SAFE-04", "CV-04", "CV-07", "PREG-01"))


@pytest.mark.parametrize("section", [section.code for section in TRIED_SECTIONS])
def test_every_section_can_be_tried(physician: Client, section: str) -> None:
    page = physician.get(reverse("try_rules"), {"person": "0", "section": section})
    assert page.status_code == 200 and "Weigh the rules" in page.content.decode()
    assert physician.post(reverse("try_rules"), {"person": "0", "section": section}).status_code == 200


@pytest.mark.parametrize("rule", [rule.code for rule in RULES])
def test_every_rule_can_be_tried(physician: Client, rule: str) -> None:
    assert f"{rule} " in tried(physician, person="0", rule=rule)


@pytest.mark.parametrize("person", ["-1", "999", "x", "²"])
def test_a_person_who_is_not_there_is_the_healthy_one(physician: Client, person: str) -> None:
    assert physician.get(reverse("try_rules"), {"person": person}).status_code == 200


def test_no_question_is_called_as_what_the_page_itself_asks() -> None:
    assert not {question.name for question in ALL_QUESTIONS} & {"person", "section", "rule"}


def test_answers_are_tried_under_the_policy_in_force(physician: Client) -> None:
    assert "BP-01 stays quiet" in tried(physician, rule="BP-01", person="0", shown=["systolic"], systolic="165")
    change = PolicyChange.propose(second_physician(), "setting", "bp_stop_systolic", 160, WHY)
    physician.post(reverse("policy_change", args=[change.pk]), {"act": "approve"})
    text = tried(physician, rule="BP-01", person="0", shown=["systolic"], systolic="165")
    assert "BP-01 fires" in text and "This clinic changed the systolic stop line from 180 mmHg to 160 mmHg." in text


# Changing


def test_a_change_is_confirmed_before_it_is_proposed(physician: Client) -> None:
    where = reverse("policy_propose", args=["level", "CV-07"])
    asked = physician.post(where, {"after": "review", "reason": WHY}).content.decode()
    assert "This flags less than now" in asked and "a nurse may clear" in asked
    assert not PolicyChange.objects.exists()
    unaware = physician.post(where, {"after": "review", "reason": WHY, "confirmed": "1"}).content.decode()
    assert "Tick that you know what this change does." in unaware and not PolicyChange.objects.exists()
    again = physician.post(where, {"after": "review", "reason": WHY, "again": "1"}).content.decode()
    assert WHY in again and 'value="review"' in again
    done = physician.post(where, {"after": "review", "reason": WHY, "confirmed": "1", "aware": "on"}, follow=True)
    assert "Nothing changes until another physician approves it." in done.content.decode()
    assert PolicyChange.objects.get().before == "stop" and policy_in_force().version == DEFAULT.version


@pytest.mark.parametrize(
    ("kind", "name", "posted", "words"),
    [
        ("setting", "bp_stop_systolic", {"after": "181", "reason": WHY}, "must be from 140 to 180, not 181"),
        ("setting", "bp_stop_systolic", {"after": "high", "reason": WHY}, "Write a whole number from 140 to 180."),
        ("setting", "bp_stop_systolic", {"after": "180", "reason": WHY}, "This is how it stands now."),
        ("setting", "bp_stop_systolic", {"after": "160", "reason": "no"}, "Give your reason in a sentence."),
        ("setting", "refused_ways_home", {"after": ["by_boat"], "reason": WHY}, "by_boat is not one of the available"),
        ("level", "BP-02", {"after": "fatal", "reason": WHY}, "fatal is not one of the available"),
        ("level", "BP-02", {"reason": WHY}, "Choose what it should be."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    physician: Client, kind: str, name: str, posted: dict[str, Any], words: str
) -> None:
    page = physician.post(reverse("policy_propose", args=[kind, name]), posted | {"confirmed": "1", "aware": "on"})
    text = page.content.decode()
    assert page.status_code == 200 and text.count(words) >= 2 and posted["reason"] in text
    assert not PolicyChange.objects.exists()


def test_a_list_is_changed_by_ticking(physician: Client) -> None:
    where = reverse("policy_propose", args=["setting", "refused_ways_home"])
    more = ["i_will_drive", "walk_or_bike", "taxi_or_rideshare_alone"]
    physician.post(where, {"after": more, "reason": WHY, "confirmed": "1"})
    change = PolicyChange.objects.get()
    change.approve(second_physician())
    assert set(policy_in_force().refused_ways_home) == set(more)


def test_who_proposed_is_not_offered_to_approve_and_is_refused(physician: Client) -> None:
    physician.post(
        reverse("policy_propose", args=["level", "BP-02"]), {"after": "stop", "reason": WHY, "confirmed": "1"}
    )
    change = PolicyChange.objects.get()
    text = said(physician, "policy_change", change.pk)
    assert "Withdraw it" in text and "Approve this change" not in text
    where = reverse("policy_change", args=[change.pk])
    tried = physician.post(where, {"act": "approve"}).content.decode()
    assert "Another physician has to approve or refuse it." in tried
    assert policy_in_force().version == DEFAULT.version
    physician.post(where, {"act": "withdraw"})
    assert "Withdrawn" in said(physician, "policy_change", change.pk)


def test_a_second_physician_approves_and_reads_what_follows(physician: Client) -> None:
    change = PolicyChange.propose(second_physician(), "level", "BP-02", "stop", WHY)
    assert "A change waits for a second physician" in said(physician, "rule", "BP-02")
    where = reverse("policy_change", args=[change.pk])
    text = physician.post(where, {"act": "approve"}, follow=True).content.decode()
    assert "It is in force from now on." in text and "until its rules are weighed again" in text
    assert "changed by this clinic from Review" in said(physician, "rules", query={"words": "BP-02"})
    assert "Policy 1" in said(physician, "policy")
    high = sent(WELL_MAN | {"body.systolic": 165, "body.diastolic": 80})
    assert {flag.words["code"]: flag.level for flag in high.flags.all()}["BP-02"] == 4
    assert "settled this change already" in physician.post(where, {"act": "approve"}).content.decode()


def test_approving_what_flags_less_wants_a_tick_and_refusing_a_reason(physician: Client) -> None:
    change = PolicyChange.propose(second_physician(), "level", "CV-07", "caution", WHY)
    where = reverse("policy_change", args=[change.pk])
    assert "Tick that you know" in physician.post(where, {"act": "approve"}).content.decode()
    refused = physician.post(where, {"act": "refuse", "note": "no"}).content.decode()
    assert "Say in a sentence why you refuse it." in refused
    assert not hasattr(PolicyChange.objects.get(), "verdict")
    physician.post(where, {"act": "refuse", "note": "A tear is a tear, and kills."})
    text = said(physician, "policy_change", change.pk)
    assert "Refused" in text and "A tear is a tear, and kills." in text


def test_two_proposals_of_one_thing_do_not_stand_at_once(physician: Client) -> None:
    PolicyChange.propose(second_physician(), "level", "BP-02", "stop", WHY)
    where = reverse("policy_propose", args=["level", "BP-02"])
    assert "A change of this waits already" in said(physician, "policy_propose", "level", "BP-02")
    text = physician.post(where, {"after": "caution", "reason": WHY, "confirmed": "1", "aware": "on"}).content.decode()
    assert "A change of this is proposed already" in text


def test_an_act_that_does_not_exist_does_nothing(physician: Client) -> None:
    change = PolicyChange.propose(second_physician(), "level", "BP-02", "stop", WHY)
    assert physician.post(reverse("policy_change", args=[change.pk]), {"act": "burn"}).status_code == 200
    assert not hasattr(PolicyChange.objects.get(), "verdict")
