"""Who may open what, by which method: every address of the site, every visitor, every method."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path, reverse

from clinic.models import Event
from clinic.roles import Role
from clinic.who_may_open import DOORS
from tests.addresses import VISITORS, World, address, patterns

pytestmark = pytest.mark.django_db

EVERYBODY = {
    "GET": "home start come_back come_back_asked back invited ended more help_now privacy accessibility"
    " robots favicon healthz readyz"
    " ride_code ride_link"
    " account_login account_inactive learn learn_page learn_picture learn_search",
    "POST": "ride_code ride_link start come_back back invited more leave account_login",
}
PATIENT = {
    "GET": "intake section section_page check_answers sent please_call reply reply_page check_reply reply_sent"
    " go_on pin stop who_opened own_visit own_news own_calendar answered_before",
    "POST": "section section_page save_answer please_call reply_page save_reply check_reply go_on pin stop answer_now"
    " own_news answered_before",
}
SIGNED_IN = {
    "GET": "account_logout account_change_password",
    "POST": "account_logout account_change_password",
}
FRONT_DESK = {"GET": "queue search desk desk_record reopen outbox invitations", "POST": "reopen search outbox_settle invitations invitation_act"}
VISITS = {
    "GET": "today visits_plan visit visit_move visit_cancel visit_missed visit_restore visit_sheet visit_calendar",
    "POST": "visits_plan visit_move visit_cancel visit_missed visit_restore",
}
COURSES = {
    "GET": "course_medicines course_consent course_consent_withdraw"
    " visit_check visit_exception visit_news visit_not_ready visit_discharge",
    "POST": "course_medicines course_consent course_consent_withdraw"
    " visit_check visit_exception visit_news visit_ready visit_not_ready visit_discharge",
}
RIDES = {"GET": "visit_ride driver_sheet", "POST": "visit_ride"}
PATIENTS = {
    "GET": "intake_patient patient patient_details patient_merge patient_unmerge"
    " fill_new fill_intake fill_section fill_section_page fill_check_answers fill_please_call",
    "POST": "intake_patient patient_details patient_merge patient_unmerge"
    " fill_new fill_section fill_section_page fill_save_answer fill_please_call",
}
CLINICAL = {
    "GET": "queue desk desk_record reopen outbox invitations record decide alert"
    " weighed settle measure note assessment ask rules rule try_rules policy policy_change patient_stops"
    " search news hand_over give here insights",
    "POST": "reopen outbox_settle invitations invitation_act decide alert ask"
    " weigh_again settle measure note assessment review_section try_rules withdrawal_seen patient_stops"
    " search claim release give",
}
PHYSICIANS = {"GET": "policy_propose", "POST": "policy_propose policy_change"}
APPROVERS = {
    "GET": "education education_new education_page education_edit education_hide education_differences education_version"
    " education_version_shown education_draft education_draft_shown education_sources education_pictures",
    "POST": "education_new education_begin education_edit education_keep education_hide education_call_off"
    " education_version education_sources education_pictures",
}
MAY_OPEN = {
    "stranger": [EVERYBODY],
    "patient": [EVERYBODY, PATIENT],
    Role.FRONT_DESK: [EVERYBODY, SIGNED_IN, FRONT_DESK, VISITS, RIDES],
    Role.NURSE: [EVERYBODY, SIGNED_IN, CLINICAL, PATIENTS, VISITS, COURSES, RIDES],
    Role.PHYSICIAN: [EVERYBODY, SIGNED_IN, CLINICAL, PATIENTS, VISITS, COURSES, PHYSICIANS, RIDES],
    Role.EDITOR: [EVERYBODY, SIGNED_IN, APPROVERS],
    Role.MEDICAL_REVIEWER: [EVERYBODY, SIGNED_IN, APPROVERS],
    Role.ADMINISTRATOR: [EVERYBODY, SIGNED_IN, {"GET": "wordings wording", "POST": "wording"}],
}
UNKNOWN_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "HACK")


def may(visitor: str, method: str, name: str) -> bool:
    asked = "GET" if method == "HEAD" else method
    return any(name in group[asked].split() for group in MAY_OPEN[visitor])


def answers_to(method: str, name: str) -> bool:
    """Whether anybody may ask this of the address."""
    return any(may(visitor, method, name) for visitor in VISITORS)


def asked(world: World, visitor: str, method: str, name: str) -> Any:
    """What this visitor is answered; whatever it did is undone."""
    with transaction.atomic():
        browser = world.browser(visitor)
        answer = browser.generic(method, world.address(name), **_form(method))
        transaction.set_rollback(True)
    return answer


def _form(method: str) -> dict[str, str]:
    return {"content_type": "application/x-www-form-urlencoded"} if method == "POST" else {}


def expected_when_refused(visitor: str, method: str, name: str, address: str) -> tuple[int, str]:
    """How somebody is turned away: to the way in, which leads back to a page, or as if there were nothing."""
    if name in f"{PATIENT['GET']} {PATIENT['POST']}".split():
        return 302, reverse("start")
    if visitor in ("stranger", "patient"):
        back = f"?next={quote(address, safe='')}" if method == "GET" and name != "account_logout" else ""
        return 302, reverse("account_login") + back
    return 404, ""


def _needs_a_physician(visitor: str, name: str) -> bool:
    """Whether the page itself says that only a physician decides here."""
    return (visitor, name) == (Role.NURSE, "decide")


@pytest.fixture
def world(db: None) -> World:
    return World()


def test_the_table_names_every_address_and_nothing_else() -> None:
    assert set(DOORS) == set(patterns())


@pytest.mark.parametrize("name", sorted(patterns()))
def test_an_address_opens_for_whom_it_should_and_nobody_else(world: World, name: str) -> None:
    for visitor in VISITORS:
        for method in ("GET", "HEAD", "POST"):
            answer = asked(world, visitor, method, name)
            said = f"{visitor} {method} {name}: {answer.status_code}"
            if not answers_to(method, name):
                assert answer.status_code == 405, said
            elif may(visitor, method, name):
                assert answer.status_code in (200, 204, 302, 303, 400, 409, 422) or _needs_a_physician(
                    visitor, name
                ), said
                assert (
                    answer.get("Location") not in (reverse("account_login"),) or name == "account_logout"
                ), said
            else:
                status, place = expected_when_refused(visitor, method, name, world.address(name))
                assert (answer.status_code, answer.get("Location", "")) == (status, place), said


@pytest.mark.parametrize("method", UNKNOWN_METHODS)
def test_no_address_answers_to_another_method(method: str) -> None:
    for name in patterns():
        answer = Client().generic(method, address(name))
        assert answer.status_code == 405, f"{method} {name}"
        assert answer["Allow"]


def test_an_address_that_nobody_declared_is_not_there(world: World, settings: Any) -> None:
    from clinic import urls

    secret = path("debug/", lambda request: HttpResponse("secret"), name="debug")

    class Changed:
        urlpatterns = [*urls.urlpatterns, secret]
        handler404 = urls.handler404

    settings.ROOT_URLCONF = Changed
    for visitor in VISITORS:
        answer = world.browser(visitor).get("/debug/")
        assert answer.status_code == 404 and b"secret" not in answer.content


def test_what_may_not_be_opened_looks_like_what_is_not_there(world: World) -> None:
    desk = world.browser(Role.FRONT_DESK)
    hidden = desk.get(world.address("record"))
    absent = world.browser(Role.NURSE).get("/staff/intakes/AAAA-AAAA/")
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)


def test_being_turned_away_by_role_leaves_an_event(world: World) -> None:
    world.browser(Role.FRONT_DESK).get(world.address("record"))
    event = Event.objects.latest("id")
    assert (event.action, event.role, event.detail) == ("door.refused", "front_desk", "record")


def test_a_script_is_told_where_the_way_in_is_instead_of_being_sent(world: World) -> None:
    answer = Client().post(world.address("save_answer"), headers={"Accept": "application/json"})
    assert answer.status_code == 401 and answer.json() == {"go_to": reverse("start")}
    answer = Client().get(world.address("queue"), headers={"Accept": "application/json"})
    assert answer.status_code == 401 and answer.json() == {"go_to": reverse("account_login")}


def test_signed_in_staff_are_no_patients_and_patients_no_staff(world: World) -> None:
    assert world.browser(Role.PHYSICIAN).get(world.address("intake")).status_code == 302
    assert world.browser("patient").get(world.address("queue")).status_code == 302


@pytest.mark.parametrize("trick", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
def test_a_header_does_not_change_the_method(world: World, trick: str) -> None:
    assert world.browser("stranger").get(reverse("leave"), headers={trick: "POST"}).status_code == 405
    assert RequestFactory().get("/", {"_method": "POST"}).method == "GET"


@pytest.mark.parametrize(
    "address",
    [
        "/staff//",
        "/staff/./",
        "/STAFF/",
        "/staff;/",
        "/staff/intakes/",
        "/intake/about/save",
        "/staff/%2e%2e/",
    ],
)
def test_another_spelling_of_an_address_opens_nothing(world: World, address: str) -> None:
    answer = world.browser("stranger").get(address)
    assert answer.status_code in (301, 302, 404, 405)
    assert b"Sample" not in answer.content


@pytest.mark.parametrize(
    "ending", ["x.css", "style.css", ";x.css", "%3Bx.css", "x.js", "..%2fstatic%2fx.css"]
)
def test_no_ending_makes_a_record_look_like_a_file(world: World, ending: str) -> None:
    answer = world.browser(Role.PHYSICIAN).get(world.address("record") + ending)
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "no-store"
