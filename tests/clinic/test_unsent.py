"""Who was signed out while they wrote loses no word, and nobody else reads it."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from clinic.models import Staff, StaffSession
from clinic.roles import Role
from clinic.sessions import IDLE, LONGEST, REMEMBERED, SessionStore
from clinic.unsent import HELD_FOR, Unsent, without_token
from intake.models import Intake, Note
from tests.intake.filling import sent
from tests.people import WELL_MAN
from tests.staff import PASSWORD, made, signed_in

pytestmark = pytest.mark.django_db
SIGN_IN = "/staff/account/login/"
WORDS = "She called her sister.\r\nO'Brien & <Sons> drive."
OURS = {"Sec-Fetch-Site": "same-origin"}
SECOND = timedelta(seconds=1)


@pytest.fixture
def intake() -> Intake:
    return sent(WELL_MAN)


def notes_of(intake: Intake) -> str:
    return reverse("note", args=[intake.reference])


def is_signed_out(after: timedelta = IDLE) -> None:
    """Nobody pressed anything for this long."""
    StaffSession.objects.update(active_at=F("active_at") - after - SECOND)


def fields_of(answer: HttpResponse, action: str) -> dict[str, str]:
    """What the form that goes to this address would send."""
    form = next(each for each in answer.content.decode().split("<form") if f'action="{action}"' in each.split(">")[0])
    drawn = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form.split("</form>")[0])
    return {name: html.unescape(value) for name, value in drawn}


def signs_in_here(browser: Client, role: Role) -> None:
    """At the sign-in page, as somebody who was made."""
    Staff.objects.filter(role=role).exists() or made(role)
    drawn = browser.get(SIGN_IN)
    fields = fields_of(drawn, SIGN_IN) | {"login": f"{role}@example.org", "password": PASSWORD}
    assert browser.post(SIGN_IN, fields, headers=OURS).status_code == 302


def signed_in_again(role: Role) -> Client:
    """A browser in which somebody was signed out, and signed in again; it checks tokens."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(made(role))
    is_signed_out()
    signs_in_here(browser, role)
    return browser


def signs_in(browser: Client, answer: HttpResponse, role: Role, password: str = PASSWORD) -> Any:
    """Fills in the sign-in that came for an answer."""
    fields = fields_of(answer, SIGN_IN)
    return browser.post(SIGN_IN, fields | {"login": f"{role}@example.org", "password": password}, headers=OURS)


def test_a_note_of_somebody_who_was_signed_out_is_sent_after_the_sign_in(intake: Intake) -> None:
    nurse = signed_in(Role.NURSE)
    is_signed_out()
    asked = nurse.post(notes_of(intake), {"text": WORDS, "act": "keep"})
    assert asked.status_code == 401 and "Nothing you wrote is lost" in asked.content.decode()
    assert not Note.objects.exists()
    wrong = signs_in(nurse, asked, Role.NURSE, "not the password")
    assert "is not right" in wrong.content.decode()
    shown = signs_in(nurse, wrong, Role.NURSE)
    page = shown.content.decode()
    assert "She called her sister.<br>O&#x27;Brien &amp; &lt;Sons&gt; drive." in page and "<h1>Not saved yet" in page
    again = fields_of(shown, notes_of(intake))
    assert again.pop("csrfmiddlewaretoken") and again == {"text": WORDS}, "no button that was pressed"
    assert nurse.post(notes_of(intake), again).status_code == 302
    assert Note.objects.get().text.splitlines() == WORDS.splitlines()


def test_one_word_is_shown_as_well(intake: Intake) -> None:
    nurse = signed_in(Role.NURSE)
    is_signed_out()
    shown = signs_in(nurse, nurse.post(notes_of(intake), {"text": "Suicidal"}), Role.NURSE)
    assert "<bdi>Suicidal</bdi>" in shown.content.decode()


def test_of_a_form_with_choices_only_the_words_are_given_back_and_nothing_is_sent_by_a_press(intake: Intake) -> None:
    """A press sends nothing that is not on the page: an outcome, or a claim on somebody's work."""
    nurse, where = signed_in(Role.NURSE), reverse("decide", args=[intake.reference])
    is_signed_out()
    typed = {"outcome": "cleared", "reason": "Spoke with her today.", "conditions": "ECG", "warned": "It is closed then."}
    asked = nurse.post(where, typed | {"override_7": "Stable."})
    page = signs_in(nurse, asked, Role.NURSE).content.decode()
    assert all(f"<bdi>{words}</bdi>" in page for words in ("Spoke with her today.", "ECG", "Stable."))
    assert "cleared" not in page.partition("<main")[2]
    assert "Spoke with her today." in page and "Send it now" not in page and "It is closed then." not in page
    assert f'href="{where}"' in page and not intake.decisions.exists()


def test_a_form_in_which_nothing_was_written_leads_to_the_sign_in(intake: Intake) -> None:
    nurse = signed_in(Role.NURSE)
    is_signed_out()
    answer = nurse.post(reverse("claim", args=[intake.reference]), {"seen": "1"})
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)


def test_a_second_window_that_asks_to_sign_in_gives_back_its_words_after_the_first_did(intake: Intake) -> None:
    nurse = Client(enforce_csrf_checks=True)
    nurse.force_login(made(Role.NURSE))
    is_signed_out()
    first, second = (nurse.post(notes_of(intake), {"text": words}, headers=OURS) for words in ("Of the first.", "Of the second."))
    nurse.cookies["csrf"] = first.cookies["csrf"].value
    assert "Of the first." in signs_in(nurse, first, Role.NURSE).content.decode()
    assert "Of the second." in signs_in(nurse, second, Role.NURSE).content.decode()


def test_a_sign_in_whose_token_is_not_ours_any_more_holds_on(intake: Intake) -> None:
    nurse = Client(enforce_csrf_checks=True)
    nurse.force_login(made(Role.NURSE))
    is_signed_out()
    asked = nurse.post(notes_of(intake), {"text": WORDS}, headers=OURS)
    nurse.cookies["csrf"] = "x" * 32
    again = signs_in(nurse, asked, Role.NURSE)
    assert again.status_code == 401 and fields_of(again, SIGN_IN)["unsent"] == fields_of(asked, SIGN_IN)["unsent"]


def test_what_was_held_is_given_back_for_two_hours() -> None:
    written = Unsent(1, timezone.now() - HELD_FOR + 60 * SECOND, "note", "/staff/", (("text", "two words"),))
    late = replace(written, sent_at=timezone.now() - HELD_FOR - SECOND)
    assert Unsent.opened(written.sealed()) == written and Unsent.opened(late.sealed()) is None


def test_what_was_sent_too_late_cannot_be_read_before_the_sign_in(intake: Intake) -> None:
    nurse = signed_in(Role.NURSE)
    is_signed_out()
    asked = nurse.post(notes_of(intake), {"text": "canary words"})
    assert "canary" not in asked.content.decode()
    assert Unsent.opened(fields_of(asked, SIGN_IN)["unsent"]).words == ["canary words"]


@pytest.mark.parametrize("role", [Role.PHYSICIAN, Role.FRONT_DESK])
def test_somebody_else_who_signs_in_here_sees_none_of_it(intake: Intake, role: Role) -> None:
    nurse = signed_in(Role.NURSE)
    is_signed_out()
    asked = nurse.post(notes_of(intake), {"text": "canary words"})
    made(role)
    came = signs_in(nurse, asked, role)
    assert came.status_code == 302 and "canary" not in came.content.decode()


def test_what_was_changed_on_its_way_is_no_form_of_anybody(intake: Intake) -> None:
    nurse = signed_in(Role.NURSE)
    is_signed_out()
    asked = nurse.post(notes_of(intake), {"text": "canary words"})
    held = fields_of(asked, SIGN_IN)["unsent"]
    for forged in ("", ".", "..", "a.b", "é.é", "[" * 199_000, held[:-12] + held[-2:], held.replace("A", "B"), "a b"):
        assert Unsent.opened(forged) is None, forged
    came = nurse.post(SIGN_IN, {"login": "nurse@example.org", "password": PASSWORD, "unsent": held[3:]})
    assert came.status_code == 302


@pytest.mark.parametrize(
    ("address", "fields"),
    [("/staff/search/", {"q": "two words"}), ("/staff/account/logout/", {}), ("/staff/", {"text": "two words"})],
    ids=["a search", "signing out", "no such door"],
)
def test_where_nobody_writes_anything_down_the_sign_in_is_all(address: str, fields: dict[str, str]) -> None:
    nurse = signed_in(Role.NURSE)
    is_signed_out()
    answer = nurse.post(address, fields)
    assert answer.status_code in (302, 405) and "unsent" not in answer.content.decode()


def test_a_stranger_and_who_signed_out_themselves_hold_nothing(intake: Intake) -> None:
    nurse = signed_in(Role.NURSE)
    key = nurse.cookies["staff"].value
    nurse.post("/staff/account/logout/")
    nurse.cookies["staff"] = key
    for browser in (nurse, Client()):
        answer = browser.post(notes_of(intake), {"text": "two words"})
        assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)


def test_a_form_too_large_to_hold_leads_to_the_sign_in(intake: Intake) -> None:
    nurse = signed_in(Role.NURSE)
    is_signed_out()
    answer = nurse.post(notes_of(intake), {f"text{n}": "long " * 799 for n in range(40)})
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)


def test_a_page_that_asks_by_itself_after_the_end_takes_nothing_from_what_is_sent_later(intake: Intake) -> None:
    nurse = signed_in(Role.NURSE)
    is_signed_out()
    assert nurse.get("/staff/", headers={"Accept": "application/json"}).status_code == 401
    assert nurse.get("/staff/").status_code == 302
    assert nurse.post(notes_of(intake), {"text": "two words"}).status_code == 401


def test_a_script_is_told_and_nothing_is_held(intake: Intake) -> None:
    nurse = signed_in(Role.NURSE)
    is_signed_out()
    answer = nurse.post(notes_of(intake), {"text": "two words"}, headers={"Accept": "application/json"})
    assert answer.status_code == 401 and answer.json() == {"go_to": SIGN_IN}


def test_it_is_known_for_half_a_day_whose_session_it_was(intake: Intake) -> None:
    nurse = signed_in(Role.NURSE)
    for after, held in ((IDLE, True), (REMEMBERED - 60 * SECOND, True), (60 * SECOND, False)):
        is_signed_out(after)
        SessionStore.clear_expired()
        assert (nurse.post(notes_of(intake), {"text": "two words"}).status_code == 401) is held
    StaffSession.objects.all().delete()
    signed_in_before = Client()
    signed_in_before.force_login(made(Role.PHYSICIAN))
    StaffSession.objects.update(started_at=F("started_at") - LONGEST - REMEMBERED - SECOND)
    SessionStore.clear_expired()
    assert not StaffSession.objects.exists()


def test_a_page_from_before_the_sign_in_is_shown_and_sent_where_the_browser_vouches_for_it(intake: Intake) -> None:
    nurse = signed_in_again(Role.NURSE)
    shown = nurse.post(notes_of(intake), {"text": WORDS, "csrfmiddlewaretoken": "o" * 64}, headers=OURS)
    page = shown.content.decode()
    assert shown.status_code == 200 and "It is sent in your name, Nurse." in page and not Note.objects.exists()
    nurse.cookies["csrf"] = shown.cookies["csrf"].value
    assert nurse.post(notes_of(intake), fields_of(shown, notes_of(intake)), headers=OURS).status_code == 302
    assert Note.objects.get().text.splitlines() == WORDS.splitlines()


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", None])
def test_a_form_that_another_site_may_have_sent_is_refused_as_ever(intake: Intake, site: str | None) -> None:
    nurse = signed_in_again(Role.NURSE)
    answer = nurse.post(notes_of(intake), {"text": "canary words"}, headers={"Sec-Fetch-Site": site} if site else {})
    assert answer.status_code == 403 and "canary" not in answer.content.decode()


def test_without_a_token_nobody_is_shown_a_form_that_they_may_not_send(intake: Intake) -> None:
    desk = signed_in_again(Role.FRONT_DESK)
    answer = desk.post(notes_of(intake), {"text": "canary words"}, headers=OURS)
    assert answer.status_code == 403 and "canary" not in answer.content.decode()


def test_a_page_of_somebody_else_who_sat_here_before_is_shown_to_nobody(intake: Intake) -> None:
    browser = signed_in_again(Role.NURSE)
    is_signed_out()
    signs_in_here(browser, Role.PHYSICIAN)
    for _ in range(3):
        answer = browser.post(notes_of(intake), {"text": "canary words"}, headers=OURS)
        assert answer.status_code == 403 and "canary" not in answer.content.decode()
        is_signed_out()
        signs_in_here(browser, Role.PHYSICIAN)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_only_what_the_browser_vouches_for_is_shown_without_a_token(site: str) -> None:
    request = RequestFactory().post("/staff/intakes/x/notes/", {"text": "canary words"}, headers={"Sec-Fetch-Site": site})
    assert without_token(request).status_code == 403


def test_without_a_token_and_signed_out_the_sign_in_holds_it(intake: Intake) -> None:
    nurse = Client(enforce_csrf_checks=True)
    nurse.force_login(made(Role.NURSE))
    is_signed_out()
    asked = nurse.post(notes_of(intake), {"text": WORDS}, headers=OURS)
    assert asked.status_code == 401 and fields_of(asked, SIGN_IN)["unsent"]


def test_a_patient_whose_form_has_no_token_is_told_as_ever() -> None:
    answer = Client(enforce_csrf_checks=True).post("/start/", {"for_whom": "self"}, headers=OURS)
    assert answer.status_code == 403 and "open too long" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "wanted", "comes_to"),
    [
        (Role.NURSE, reverse_lazy("hand_over"), reverse_lazy("hand_over")),
        (Role.NURSE, "/staff/?tab=ready&page=2", "/staff/?tab=ready&page=2"),
        (Role.FRONT_DESK, reverse_lazy("hand_over"), reverse_lazy("desk")),
        (Role.NURSE, "https://evil.example/staff/", "/staff/"),
        (Role.NURSE, "//evil.example/staff/", "/staff/"),
        (Role.NURSE, "/staff/../start/", "/staff/"),
        (Role.NURSE, "/staff/no/such/page/", "/staff/"),
    ],
)
def test_who_signs_in_comes_back_to_where_they_were_if_they_may(role: Role, wanted: str, comes_to: str) -> None:
    made(role)
    wanted, comes_to = str(wanted), str(comes_to)
    done = Client().post(SIGN_IN, {"login": f"{role}@example.org", "password": PASSWORD, "next": wanted})
    assert (done.status_code, done["Location"]) == (302, comes_to)
