"""A change of policy takes two physicians, never touches safety, and holds for every triage from then on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from clinic.models import Event, Staff
from clinic.roles import Role
from intake.checks import changes_still_hold
from intake.models import NotAllowed, PolicyChange, PolicyVerdict, Triage, policy_in_force
from intake.policy import DEFAULT
from intake.triage import SAFETY_RULES, Level
from tests.intake.filling import sent
from tests.people import WELL_MAN
from tests.staff import made, second_physician

pytestmark = pytest.mark.django_db
WHY = "Our cardiologist asked for an earlier stop."
HIGH = WELL_MAN | {"body.systolic": 165, "body.diastolic": 80}


@pytest.fixture
def one() -> Staff:
    return made(Role.PHYSICIAN)


@pytest.fixture
def other() -> Staff:
    return second_physician()


def proposed(staff: Staff, kind: str = "level", name: str = "BP-02", after: Any = "stop") -> PolicyChange:
    return PolicyChange.propose(staff, kind, name, after, WHY)


def test_nothing_changes_until_a_second_physician_approves(one: Staff, other: Staff) -> None:
    change = proposed(one)
    assert policy_in_force().version == DEFAULT.version
    verdict = change.approve(other)
    assert (change.before, verdict.number, dict(policy_in_force().levels)) == ("review", 1, {"BP-02": "stop"})
    acts = Event.objects.filter(action__startswith="policy.").order_by("id")
    assert [(each.action, each.actor, each.detail) for each in acts] == [
        ("policy.proposed", one, "level BP-02"),
        ("policy.approved", other, "level BP-02"),
    ]


@pytest.mark.parametrize("act", ["approve", "refuse"])
def test_nobody_settles_their_own(one: Staff, act: str) -> None:
    change = proposed(one)
    with pytest.raises(NotAllowed, match="You proposed this change"):
        getattr(change, act)(one, *([WHY] if act == "refuse" else []))
    with pytest.raises(OperationalError, match="their own change"), transaction.atomic():
        PolicyVerdict.objects.create(change=change, kind="approved", number=1, by=one, at=timezone.now())
    assert policy_in_force().version == DEFAULT.version


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PHYSICIAN])
def test_only_physicians_propose_and_settle(one: Staff, role: Role) -> None:
    change, somebody = proposed(one), made(role)
    for act in (lambda: proposed(somebody, name="BP-03"), lambda: change.approve(somebody)):
        with pytest.raises(NotAllowed, match="Only a physician"):
            act()


@pytest.mark.parametrize("code", [rule.code for rule in SAFETY_RULES])
def test_a_safety_rule_is_refused(one: Staff, code: str) -> None:
    with pytest.raises(NotAllowed, match="Safety rules"):
        proposed(one, name=code, after="review")


@pytest.mark.parametrize(
    ("kind", "name", "after", "said"),
    [
        ("setting", "bp_stop_systolic", 181, "must be from 140 to 180"),
        ("setting", "bp_stop_systolic", "160", "must be from 140 to 180"),
        ("setting", "refused_ways_home", ["by_boat"], "by_boat is not one of"),
        ("setting", "minimum_age", 21, "cannot change this"),
        ("level", "BP-02", "fatal", "Choose a level"),
        ("level", "BP-02", "review", "how it stands now"),
        ("setting", "refused_ways_home", ["walk_or_bike", "i_will_drive"], "how it stands now"),
    ],
)
def test_what_is_out_of_bounds_is_refused_in_words(one: Staff, kind: str, name: str, after: Any, said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        proposed(one, kind, name, after)
    assert not PolicyChange.objects.exists()


def test_a_reason_is_a_sentence(one: Staff, other: Staff) -> None:
    with pytest.raises(NotAllowed, match="your reason"):
        PolicyChange.propose(one, "level", "BP-02", "stop", "because")
    with pytest.raises(NotAllowed, match="why you refuse"):
        proposed(one).refuse(other, "no")


def test_one_proposal_at_a_time_and_one_verdict_each(one: Staff, other: Staff) -> None:
    change = proposed(one)
    with pytest.raises(NotAllowed, match="proposed already"):
        proposed(other, after="caution")
    change.refuse(other, "The label does not ask for it.")
    with pytest.raises(NotAllowed, match="settled this change already"):
        change.approve(other)
    again = proposed(other, after="caution")
    with pytest.raises(NotAllowed, match="Only who proposed"):
        again.withdraw(one)
    again.withdraw(other)
    assert policy_in_force().version == DEFAULT.version
    assert [each.kind for each in PolicyVerdict.objects.order_by("at")] == ["refused", "withdrawn"]


def test_each_change_is_the_next_version_and_the_last_one_stands(one: Staff, other: Staff) -> None:
    versions = [policy_in_force().version]
    for value in (160, 150, 180):
        proposed(one, "setting", "bp_stop_systolic", value).approve(other)
        versions.append(policy_in_force().version)
    assert list(PolicyVerdict.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert len(set(versions)) == 3 and versions[0] == versions[-1] == DEFAULT.version


def test_a_triage_after_the_change_is_run_under_it_and_earlier_ones_stay(one: Staff, other: Staff) -> None:
    before = sent(HIGH)
    proposed(one).approve(other)
    proposed(one, "setting", "bp_stop_diastolic", 95).approve(other)
    after = sent(HIGH | {"body.diastolic": 81})
    levels = [{flag.words["code"]: flag.level for flag in each.flags.all()}["BP-02"] for each in (before, after)]
    assert levels == [Level.REVIEW, Level.STOP]
    assert [each.triages.get().policy_version for each in (before, after)] == [
        DEFAULT.version,
        policy_in_force().version,
    ]
    Triage.run(before.submissions.get())
    newest = before.triages.order_by("-ran_at")[0]
    assert {flag.words["code"]: flag.level for flag in newest.flags.all()}["BP-02"] == Level.STOP
    assert newest.policy_version == policy_in_force().version


def test_a_change_that_this_release_does_not_allow_is_set_aside_and_a_check_says_so(one: Staff, other: Staff) -> None:
    for kind, name, after in (("level", "SAFE-01", "info"), ("setting", "bp_stop_systolic", 999)):
        change = PolicyChange.objects.create(
            kind=kind, name=name, before="", after=after, reason=WHY, proposed_by=one, proposed_at=timezone.now()
        )
        number = PolicyVerdict.next_number()
        PolicyVerdict.objects.create(change=change, kind="approved", number=number, by=other, at=timezone.now())
    assert policy_in_force().version == DEFAULT.version
    said = [each.msg for each in changes_still_hold(databases=["default"])]
    assert len(said) == 2 and "level SAFE-01" in said[0] and "setting bp_stop_systolic" in said[1]
    assert changes_still_hold(databases=None) == []


def test_finding_the_policy_is_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        policy_in_force()
