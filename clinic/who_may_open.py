"""Who may open which address, by which method. What is not in this table cannot be opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from clinic.roles import ADMINISTRATORS, APPROVERS, CLINICAL, DESK, PHYSICIANS, Role

ANYONE: Final = frozenset({"anyone"})
PATIENT: Final = frozenset({"patient"})
NOBODY: Final = frozenset[str]()
STAFF: Final = frozenset(Role)


@dataclass(frozen=True)
class Door:
    """One address: who may look (GET, HEAD), who may act (POST)."""

    get: frozenset[str] = NOBODY
    post: frozenset[str] = NOBODY

    @property
    def methods(self) -> str:
        """What the address can be asked at all, as a browser wants it said."""
        return ", ".join((["GET", "HEAD"] if self.get else []) + (["POST"] if self.post else []))


DOORS: dict[str, Door] = {
    "home": Door(get=ANYONE),
    "start": Door(get=ANYONE, post=ANYONE),
    "come_back": Door(get=ANYONE, post=ANYONE),
    "come_back_asked": Door(get=ANYONE),
    "back": Door(get=ANYONE, post=ANYONE),
    "invited": Door(get=ANYONE, post=ANYONE),
    "ended": Door(get=ANYONE),
    "help_now": Door(get=ANYONE),
    "privacy": Door(get=ANYONE),
    "accessibility": Door(get=ANYONE),
    "learn": Door(get=ANYONE),
    "learn_search": Door(get=ANYONE),
    "learn_page": Door(get=ANYONE),
    "learn_picture": Door(get=ANYONE),
    "robots": Door(get=ANYONE),
    "favicon": Door(get=ANYONE),
    "healthz": Door(get=ANYONE),
    "readyz": Door(get=ANYONE),
    "leave": Door(post=ANYONE),
    "more": Door(get=ANYONE, post=ANYONE),
    "ride_code": Door(get=ANYONE, post=ANYONE),
    "ride_link": Door(get=ANYONE, post=ANYONE),
    "reply": Door(get=PATIENT),
    "reply_page": Door(get=PATIENT, post=PATIENT),
    "save_reply": Door(post=PATIENT),
    "check_reply": Door(get=PATIENT, post=PATIENT),
    "reply_sent": Door(get=PATIENT),
    "intake": Door(get=PATIENT),
    "section": Door(get=PATIENT, post=PATIENT),
    "section_page": Door(get=PATIENT, post=PATIENT),
    "answered_before": Door(get=PATIENT, post=PATIENT),
    "save_answer": Door(post=PATIENT),
    "check_answers": Door(get=PATIENT),
    "sent": Door(get=PATIENT),
    "go_on": Door(get=PATIENT, post=PATIENT),
    "pin": Door(get=PATIENT, post=PATIENT),
    "stop": Door(get=PATIENT, post=PATIENT),
    "answer_now": Door(post=PATIENT),
    "who_opened": Door(get=PATIENT),
    "please_call": Door(get=PATIENT, post=PATIENT),
    "own_visit": Door(get=PATIENT),
    "own_news": Door(get=PATIENT, post=PATIENT),
    "own_calendar": Door(get=PATIENT),
    "today": Door(get=DESK),
    "visits_plan": Door(get=DESK, post=DESK),
    "visit": Door(get=DESK),
    "visit_move": Door(get=DESK, post=DESK),
    "visit_cancel": Door(get=DESK, post=DESK),
    "visit_missed": Door(get=DESK, post=DESK),
    "visit_restore": Door(get=DESK, post=DESK),
    "visit_sheet": Door(get=DESK),
    "visit_calendar": Door(get=DESK),
    "visit_check": Door(get=CLINICAL, post=CLINICAL),
    "visit_exception": Door(get=CLINICAL, post=CLINICAL),
    "visit_news": Door(get=CLINICAL, post=CLINICAL),
    "visit_ready": Door(post=CLINICAL),
    "visit_not_ready": Door(get=CLINICAL, post=CLINICAL),
    "visit_discharge": Door(get=CLINICAL, post=CLINICAL),
    "course_consent": Door(get=CLINICAL, post=CLINICAL),
    "course_consent_withdraw": Door(get=CLINICAL, post=CLINICAL),
    "course_medicines": Door(get=CLINICAL, post=CLINICAL),
    "queue": Door(get=DESK),
    "news": Door(get=CLINICAL),
    "search": Door(get=DESK, post=DESK),
    "hand_over": Door(get=CLINICAL),
    "claim": Door(post=CLINICAL),
    "release": Door(post=CLINICAL),
    "give": Door(get=CLINICAL, post=CLINICAL),
    "here": Door(get=CLINICAL),
    "record": Door(get=CLINICAL),
    "intake_patient": Door(get=CLINICAL, post=CLINICAL),
    "patient": Door(get=CLINICAL),
    "patient_details": Door(get=CLINICAL, post=CLINICAL),
    "patient_merge": Door(get=CLINICAL, post=CLINICAL),
    "patient_unmerge": Door(get=CLINICAL, post=CLINICAL),
    "fill_new": Door(get=CLINICAL, post=CLINICAL),
    "fill_intake": Door(get=CLINICAL),
    "fill_check_answers": Door(get=CLINICAL),
    "fill_please_call": Door(get=CLINICAL, post=CLINICAL),
    "fill_section": Door(get=CLINICAL, post=CLINICAL),
    "fill_section_page": Door(get=CLINICAL, post=CLINICAL),
    "fill_save_answer": Door(post=CLINICAL),
    "withdrawal_seen": Door(post=CLINICAL),
    "patient_stops": Door(get=CLINICAL, post=CLINICAL),
    "decide": Door(get=CLINICAL, post=CLINICAL),
    "ask": Door(get=CLINICAL, post=CLINICAL),
    "weighed": Door(get=CLINICAL),
    "weigh_again": Door(post=CLINICAL),
    "settle": Door(get=CLINICAL, post=CLINICAL),
    "measure": Door(get=CLINICAL, post=CLINICAL),
    "note": Door(get=CLINICAL, post=CLINICAL),
    "assessment": Door(get=CLINICAL, post=CLINICAL),
    "review_section": Door(post=CLINICAL),
    "alert": Door(get=CLINICAL, post=CLINICAL),
    "desk": Door(get=DESK),
    "desk_record": Door(get=DESK),
    "invitations": Door(get=DESK, post=DESK),
    "invitation_act": Door(post=DESK),
    "outbox": Door(get=DESK),
    "outbox_settle": Door(post=DESK),
    "wordings": Door(get=ADMINISTRATORS),
    "wording": Door(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "visit_ride": Door(get=DESK, post=DESK),
    "driver_sheet": Door(get=DESK),
    "reopen": Door(get=DESK, post=DESK),
    "insights": Door(get=CLINICAL),
    "rules": Door(get=CLINICAL),
    "rule": Door(get=CLINICAL),
    "try_rules": Door(get=CLINICAL, post=CLINICAL),
    "policy": Door(get=CLINICAL),
    "policy_propose": Door(get=PHYSICIANS, post=PHYSICIANS),
    "policy_change": Door(get=CLINICAL, post=PHYSICIANS),
    "education": Door(get=APPROVERS),
    "education_new": Door(get=APPROVERS, post=APPROVERS),
    "education_page": Door(get=APPROVERS),
    "education_begin": Door(post=APPROVERS),
    "education_edit": Door(get=APPROVERS, post=APPROVERS),
    "education_keep": Door(post=APPROVERS),
    "education_hide": Door(get=APPROVERS, post=APPROVERS),
    "education_call_off": Door(post=APPROVERS),
    "education_differences": Door(get=APPROVERS),
    "education_version": Door(get=APPROVERS, post=APPROVERS),
    "education_version_shown": Door(get=APPROVERS),
    "education_draft": Door(get=APPROVERS),
    "education_draft_shown": Door(get=APPROVERS),
    "education_sources": Door(get=APPROVERS, post=APPROVERS),
    "education_pictures": Door(get=APPROVERS, post=APPROVERS),
    "account_login": Door(get=ANYONE, post=ANYONE),
    "account_logout": Door(get=STAFF, post=STAFF),
    "account_change_password": Door(get=STAFF, post=STAFF),
    "account_inactive": Door(get=ANYONE),
}


def may_look(role: str, address: str) -> bool:
    """Whether somebody with this role may open an address of ours, given as a path with or without a query."""
    try:
        door = DOORS.get(resolve(urlsplit(address).path).view_name)
    except Resolver404:
        return False
    return door is not None and (role in door.get or door.get is ANYONE)
