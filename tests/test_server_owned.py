"""What the server decides is nobody's to post: every column's name, sent to every address, changes no column but its own."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone

from clinic.models import Staff
from clinic.roles import APPROVERS, Role
from clinic.who_may_open import ANYONE, DOORS, PATIENT
from intake.models import Decision, Disposition, Filling, Holding, Intake, Patient, Reopening, Reply, Sitting
from intake.questionnaire import section_called
from intake.visiting.consent_text import CURRENT
from intake.visiting.series import moment
from tests.addresses import World, address
from tests.intake.views.test_visits import working_day
from tests.people import WELL_MAN
from tests.staff import PASSWORD

COLUMNS = sorted(
    {
        name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        for name in (field.name, field.attname)
    }
    | {f"{model._meta.model_name}.{field.name}" for model in (Intake, Staff) for field in model._meta.concrete_fields}
)
GRASPING = dict.fromkeys(COLUMNS, "1") | {
    "status": "decided",
    "role": "administrator",
    "is_active": "",
    "alerts_open": "0",
    "level_rank": "0",
    "turn": "",
    "by": "1",
    "by_id": "1",
    "submitted_at": "2020-01-01",
    "decided_at": "2020-01-01",
    "questionnaire_version": "0",
}
BORN = dict(zip(("year", "month", "day"), WELL_MAN["about.birth_date"].split("-"), strict=True))
REPLYING = ("reply_page", "save_reply", "check_reply")
NEW = "a new password of some length"
SESSION = {"clinic_staffsession": {"active_at", "data"}, "clinic_staff": {"last_login"}}
PLACE = {"status", "turn", "reasons", "waiting_since", "decided_at", "changed_at"}
HELD = {"holder_id", "held_since", "held_until", "changed_at", "reasons"}
"""`reasons` is read on the way and sealed anew: other ciphertext, the same words."""
FOLLOWS = {"intake_token", "intake_turncount"}
"""What repeats an intake's place, so that lists are quick: `tests/intake/models/` holds what stands there."""
JUST_NOW = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
SOON = working_day().isoformat()
TEN_O_CLOCK = moment(date.fromisoformat(SOON), time(10), ZoneInfo(settings.TIME_ZONE)).isoformat()
WEIGHED = {"changed_at", "reasons"}
CALLED_OFF = {"intake_message": {"letter", "state"}}
PERSON = {"first_name": "Ann", "last_name": "Other", "preferred_name": "", "email": "", "phone": ""} | {
    "birth_date": "1980-01-31"
}
RIDE = {"way_here": "", "way_home": "known_adult_drives", "name": "Tom", "phone": "", "relationship": ""} | {
    "adult": "",
    "comes_inside": "",
    "backup": "",
    "accepted": "",
    "seen": "1",
}
CHECKED = {"identity": "yes", "food_at": JUST_NOW, "food": "light", "drink_at": JUST_NOW, "systolic": "120"} | {
    "diastolic": "80",
    "pulse": "70",
    "oxygen": "98",
    "weight": "80",
    "unit": "kg",
    "pregnancy": "not_needed",
    "item_9": "0",
    "any_new": "no",
    "new_medicines": "",
    "driver": "yes",
}
LEAVES = {"awake": "yes", "steady": "yes", "systolic": "120", "diastolic": "80", "met_by": "Tom", "left_at": JUST_NOW}
ASKED: dict[str, tuple[dict[str, Any], dict[str, set[str]], set[str]]] = {
    "start": ({"for_whom": "other"}, {"intake_sitting": {"ended_at"}}, {"intake_intake", "intake_sitting"}),
    "come_back": ({"reference": "", "code": ""}, {}, set()),
    "back": ({f"birth_date.{part}": value for part, value in BORN.items()}, {}, {"clinic_tally"}),
    "go_on": ({}, {}, set()),
    "pin": ({"pin": "blue teapot", "again": "blue teapot"}, {}, {"intake_pin"}),
    "invited": ({"for_whom": "other"}, {}, {"clinic_tally"}),
    "invitations": (
        {"email": "ann@example.org", "last_name": ""},
        {},
        {"intake_intake", "intake_invitation", "intake_invitationlink", "intake_message", "clinic_tally"},
    ),
    "invitation_act": (
        {"act": "call_off"},
        {
            "intake_invitation": {"called_off_at", "called_off_by_id"},
            "intake_invitationlink": {"expires_at"},
            "intake_message": {"state", "letter", "reach"},
        },
        set(),
    ),
    "stop": (
        {},
        {"intake_intake": {"status", "waiting_since", "changed_at"}},
        {"intake_withdrawal", "intake_message"},
    ),
    "withdrawal_seen": ({}, {}, set()),
    "patient_stops": (
        {"route": "phone", "said": "She does not want it."},
        {"intake_intake": WEIGHED | {"status", "waiting_since", "visit_at"}, "intake_visit": {"status", "version"}} | CALLED_OFF,
        {"intake_withdrawal", "intake_visitchange", "intake_message"},
    ),
    "answer_now": ({}, {}, set()),
    "leave": ({}, {"intake_sitting": {"ended_at"}}, set()),
    "more": (
        {f"birth_date.{part}": value for part, value in BORN.items()},
        {"intake_sitting": {"ended_at"}, "intake_requestlink": {"tries", "used_at"}},
        {"intake_sitting", "clinic_tally"},
    ),
    "ride_code": ({"code": "ABCD-EFGH"}, {}, {"clinic_tally"}),
    "ride_link": ({"says": "no", "words": "", "asked": ""}, {}, {"clinic_tally"}),
    "visit_ride": (
        {"act": "write", **RIDE},
        {"intake_driverlink": {"ended_at"}, "intake_intake": {"changed_at", "reasons"}},
        {"intake_ride"},
    ),
    "answered_before": ({"clot": "same", "rhythm": "same"}, {}, set()),
    "own_news": (
        dict.fromkeys(("health", "medicines", "pregnancy", "cold", "ride"), "no"),
        {"intake_intake": {"changed_at", "reasons"}},
        {"intake_anythingnew"},
    ),
    "reply_page": ({"shown": "clot", "clot": "no"}, {"intake_intake": {"changed_at"}}, {"intake_replypart"}),
    "save_reply": ({"shown": "clot", "clot": "no"}, {"intake_intake": {"changed_at"}}, {"intake_replypart"}),
    "check_reply": (
        {},
        {
            "intake_intake": PLACE | {"reasons"},
            "intake_draft": {"kept", "changed_at"},
            "intake_requestlink": {"expires_at"},
        },
        {"intake_submission", "intake_triage"},
    ),
    "section": ({"shown": "clot", "clot": "no"}, {"intake_intake": {"changed_at"}}, {"intake_draft"}),
    "section_page": ({"shown": "clot", "clot": "no"}, {"intake_intake": {"changed_at"}}, {"intake_draft"}),
    "save_answer": ({"shown": "clot", "clot": "no"}, {"intake_intake": {"changed_at"}}, {"intake_draft"}),
    "please_call": ({}, {}, set()),
    "intake_patient": (
        {"act": "make", **PERSON},
        {"intake_intake": {"patient_id", "changed_at"}},
        {"intake_patient", "intake_matching"},
    ),
    "patient_details": (
        PERSON | {"version": "1"},
        {"intake_patient": {"person", "earlier", "version", "last_name_index", "last_name_birth_index"}},
        set(),
    ),
    "patient_merge": (
        {"reason": "Both cards were seen."},
        {"intake_patient": {"survivor_id"}},
        {"intake_merge"},
    ),
    "patient_unmerge": (
        {"reason": "Two people after all."},
        {"intake_patient": {"survivor_id"}},
        {"intake_unmerge"},
    ),
    "fill_new": (
        {"route": "phone", "reference": "", "how_checked": "", "patient": ""},
        {},
        {"intake_intake", "intake_filling"},
    ),
    "fill_section": ({"shown": "clot", "clot": "no"}, {"intake_intake": {"changed_at"}}, {"intake_draft"}),
    "fill_section_page": ({"shown": "clot", "clot": "no"}, {"intake_intake": {"changed_at"}}, {"intake_draft"}),
    "fill_save_answer": ({"shown": "clot", "clot": "no"}, {"intake_intake": {"changed_at"}}, {"intake_draft"}),
    "fill_please_call": ({}, {}, set()),
    "decide": (
        {"outcome": "not_suitable", "reason": "Blood pressure too high.", "until": "", "conditions": "", "seen": ""},
        {"intake_intake": PLACE, "intake_message": {"letter", "state"}},
        {"intake_decision", "intake_message"},
    ),
    "ask": (
        {"act": "ask", "codes": "heart.high_bp", "own": "", "why": "We need to be sure about this."},
        {"intake_intake": PLACE},
        {"intake_informationrequest", "intake_requestlink"},
    ),
    "alert": (
        {"act": "close", "kind": "assessed", "note": "Spoke by phone, safe today.", "follow_up": ""},
        {"intake_intake": {"alerts_open", "alert_rank", "changed_at", "reasons"}},
        {"intake_disposition"},
    ),
    "settle": ({"outcome": "plan", "reason": "An ECG on Monday.", "seen": ""}, {}, {"intake_resolution"}),
    "note": ({"text": "Called her sister."}, {}, {"intake_note"}),
    "assessment": ({"text": "Steady for weeks.", "based_on": "0"}, {}, {"intake_assessment"}),
    "review_section": ({"stands": "yes", "on": "SUBMISSION"}, {}, {"intake_sectionreview"}),
    "weigh_again": ({}, {"intake_intake": WEIGHED}, {"intake_triage", "intake_flag"}),
    "measure": (
        {"kind": "weight", "weight-weight": "71", "weight-unit": "kg", "weight-taken_at": JUST_NOW},
        {"intake_intake": WEIGHED},
        {"intake_measure", "intake_triage", "intake_flag"},
    ),
    "visits_plan": (
        {"first": SOON, "hour": "10:00", "minutes": "105", "repeat": "once", "act": "plan", "course": "on"}
        | {"keep": TEN_O_CLOCK, "every": "", "many": "1", "weekdays": []},
        {"intake_intake": WEIGHED | {"visit_at"}},
        {"intake_visit", "intake_visitchange", "intake_message"},
    ),
    "visit_move": (
        {"day": SOON, "hour": "10:00", "why": "She called.", "seen": "1"},
        {"intake_intake": WEIGHED | {"visit_at"}, "intake_visit": {"at", "ready_at", "version"}} | CALLED_OFF,
        {"intake_visitchange", "intake_message"},
    ),
    "visit_cancel": (
        {"why": "She called.", "seen": "1"},
        {"intake_intake": WEIGHED | {"visit_at"}, "intake_visit": {"status", "version"}} | CALLED_OFF,
        {"intake_visitchange", "intake_message"},
    ),
    "visit_missed": ({"why": "She did not come.", "seen": "1"}, {}, set()),
    "visit_restore": ({"why": "A mistake.", "seen": "1"}, {}, set()),
    "visit_check": (CHECKED, {}, set()),
    "visit_exception": ({"point": "ride", "reason": "Her sister is in the house."}, {"intake_intake": WEIGHED}, {"intake_visitexception"}),
    "visit_news": (
        {"route": "phone"} | dict.fromkeys(("health", "medicines", "pregnancy", "cold", "ride"), "no"),
        {"intake_intake": {"changed_at", "reasons"}},
        {"intake_anythingnew"},
    ),
    "visit_ready": ({"seen": "1"}, {}, set()),
    "visit_not_ready": ({"why": "She feels ill.", "seen": "1"}, {}, set()),
    "visit_discharge": (LEAVES, {}, set()),
    "course_consent": (
        {"version": CURRENT.version, "signer": "patient", "name": "Ann", "decider": "", "questions": "None."},
        {},
        {"intake_consent"},
    ),
    "course_consent_withdraw": ({"said": "She called."}, {}, set()),
    "course_medicines": ({"text": "Take all as always.", "seen": "0"}, {}, {"intake_medicinenote", "intake_message"}),
    "try_rules": ({"person": "0", "rule": "BP-02"}, {}, set()),
    "policy_propose": (
        {"after": "stop", "reason": "Our cardiologist asked for it.", "confirmed": "1"},
        {},
        {"intake_policychange"},
    ),
    "policy_change": ({"act": "approve"}, {}, {"intake_policyverdict"}),
    "search": ({"q": "Sample"}, {}, set()),
    "outbox_settle": ({"act": "told"}, {"intake_message": {"settled_at", "settled_by_id"}}, set()),
    "wording": (
        {"subject": "It is here", "text": "Your form is here.", "short": "Your form is here.", "seen": "0", "keep": "1"},
        {},
        {"intake_wording"},
    ),
    "claim": ({"seen": ""}, {"intake_intake": HELD}, {"intake_holding"}),
    "release": ({}, {"intake_intake": HELD}, {"intake_holding"}),
    "give": ({"note": "Call back.", "seen": ""}, {"intake_intake": HELD}, {"intake_holding"}),
    "reopen": ({"how_checked": "call"}, {}, {"intake_reopening"}),
    "account_login": ({"login": "nurse@example.org", "password": "no such password"}, {}, {"clinic_tally"}),
    "account_logout": ({}, {}, set()),
    "account_change_password": (
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
        {"clinic_staff": {"password"}},
        {"clinic_staffsession"},
    ),
}


@pytest.fixture
def world(db: None) -> World:
    return World()


def rows() -> dict[str, dict[str, dict[str, Any]]]:
    """Every row of every table but the events and what follows from other rows, by its key."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table, key = model._meta.db_table, ", ".join(field.column for field in model._meta.pk_fields)
            if table not in {"clinic_event", "clinic_eventhead"} | FOLLOWS:
                cursor.execute(f"SELECT ROW({key})::text, to_jsonb(t)::text FROM {connection.ops.quote_name(table)} AS t")
                found[table] = {key: json.loads(row) for key, row in cursor.fetchall()}
    return found


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, set[str]]:
    """By table, the columns that differ in rows that were there before."""
    found: dict[str, set[str]] = {}
    for table, kept in before.items():
        for key, row in kept.items():
            now = after[table].get(key, row)
            found.setdefault(table, set()).update(column for column in row if row[column] != now[column])
    return {table: columns for table, columns in found.items() if columns}


def test_every_address_that_takes_a_form_is_asked() -> None:
    """But for the forms of editors, which hold nothing of a patient: `tests/education/` holds what they may set."""
    assert set(ASKED) == {name for name, door in DOORS.items() if door.post and not door.post <= APPROVERS}


@pytest.mark.parametrize("name", ASKED)
def test_no_form_sets_what_the_server_decides(world: World, name: str) -> None:
    fields, may_change, may_add = ASKED[name]
    door = DOORS[name].post
    who = next((role for role in (Role.PHYSICIAN, Role.ADMINISTRATOR) if role in door), "stranger")
    browser = world.browser("patient" if door is PATIENT else who)
    draft = Intake.objects.get(status="draft", invitation=None)
    about = {code: value for code, value in WELL_MAN.items() if code.startswith("about.")}
    draft.save_section(section_called("about"), about, revision=0)
    if door is ANYONE and name != "account_login":
        browser.cookies[settings.SITTING_COOKIE_NAME] = world.token
    if name in REPLYING:
        browser.cookies[settings.SITTING_COOKIE_NAME] = world.replying
    if name == "check_reply":
        Reply(world.asked).save(section_called("heart"), {"heart.clot": "no"}, revision=0)
    if name == "own_news":
        browser.cookies[settings.SITTING_COOKIE_NAME] = Sitting.begin(world.intake)[1]
    mark = world.asked.form_mark if name in REPLYING else draft.form_mark
    mark = world.intake.form_mark if name == "own_news" else mark
    own = {"for": mark, "submission": str(world.intake.submissions.get().pk)}
    own |= {"reference": draft.reference} if name == "reopen" else {}
    own |= {"to": str(world.staff[Role.NURSE].pk)} if name == "give" else {}
    if name == "patient_merge":
        other = Patient.confirmed(world.staff[Role.NURSE], world.patient.person)
        own |= {"other": str(other.pk), "survivor": str(other.pk)}
    Filling.go_on(draft, world.staff[Role.PHYSICIAN], "phone", "call")
    browser.get(world.address("record"))  # begins the review, which is an act of its own
    if name == "release":
        Holding.claim(world.intake, world.staff[Role.PHYSICIAN])
    before = rows()
    pk = {"settle": world.flag, "policy_change": world.change, "outbox_settle": world.message}.get(name, world.alert).pk
    pk = {"patient_unmerge": world.merge.pk}.get(name, world.patient.pk if name.startswith("patient_") else pk)
    pk = world.visit.pk if name.startswith("visit_") else pk
    pk = world.visit.course.pk if name.startswith("course_") else pk
    pk = world.riding.pk if name == "visit_ride" else pk
    pk = world.invitation.pk if name == "invitation_act" else pk
    token = world.driver_token if name == "ride_link" else world.link
    whose = draft if name.startswith("fill_") else world.intake
    where = address(name, reference=whose.reference, pk=pk, section="heart", kind="level", of="BP-02", token=token)
    fields = {name: own["submission"] if value == "SUBMISSION" else value for name, value in fields.items()}
    answer = browser.post(where, GRASPING | own | fields)
    after = rows()
    assert answer.status_code < 400, answer.status_code
    found = changed(before, after)
    allowed = {table: columns | may_change.get(table, set()) for table, columns in SESSION.items()} | {
        table: columns for table, columns in may_change.items() if table not in SESSION
    }
    assert {table: columns - allowed.get(table, set()) for table, columns in found.items()} == dict.fromkeys(found, set())
    added = {table for table in after if set(after[table]) - set(before[table])}
    assert added - {"clinic_staffsession"} == may_add - {"clinic_staffsession"}


def test_who_decided_closed_and_reopened_is_who_was_signed_in(world: World) -> None:
    browser = world.browser(Role.PHYSICIAN)
    me = world.staff[Role.PHYSICIAN]
    other = {**GRASPING, "by": str(world.staff[Role.NURSE].pk), "by_id": str(world.staff[Role.NURSE].pk)}
    fields = ASKED["alert"][0]
    browser.post(world.address("alert"), other | fields)
    submission = world.intake.submissions.get()
    browser.post(world.address("decide"), other | ASKED["decide"][0] | {"submission": str(submission.pk)})
    draft = Intake.objects.get(status="draft", invitation=None)
    browser.post(world.address("reopen"), other | {"reference": draft.reference, "how_checked": "call"})
    assert (Disposition.objects.get().by, Decision.objects.get().by, Reopening.objects.get().made_by) == (me, me, me)
    assert Decision.objects.get().at.year > 2020
    assert Intake.objects.get(pk=world.intake.pk).alerts_open == world.intake.alerts_open - 1


def test_a_new_intake_begins_as_every_other_does(world: World) -> None:
    world.browser("stranger").post(world.address("start"), GRASPING | {"for_whom": "self"})
    begun = Intake.objects.latest("created_at")
    assert (begun.status, begun.turn, begun.alerts_open, begun.decided_at) == ("draft", "", 0, None)
    assert begun.reference != "1" and begun.questionnaire_version != "0"
    assert not Staff.objects.filter(role="administrator").exclude(pk=world.staff[Role.ADMINISTRATOR].pk).exists()
