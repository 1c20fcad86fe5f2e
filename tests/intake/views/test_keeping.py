"""*Answered on 3 May: the same, changed, not sure?* in a browser: no answer of then ever shows, nor can be told."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.roles import Role
from intake.models import Intake, Matching, Sitting, Submission
from intake.models.earlier import kept_codes
from intake.models.patient import told_by
from intake.questionnaire import ALL_QUESTIONS, SECTIONS, section_called
from intake.questionnaire.kept_again import LASTING, page_of
from tests.intake.filling import filled, sent, staff
from tests.people import WELL_MAN
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
CANARY = "Zaunkönig"
ROW = [{"id": "1", "substance": CANARY, "reaction": CANARY, "severity": "severe"}]
BEFORE = WELL_MAN | {"about.email": "tom@example.org", "heart.rhythm": "yes", "heart.rhythm_kind": ["long_qt"]}
BEFORE |= {"heart.heart_doctor": CANARY, "heart.aneurysm": "yes", "heart.aneurysm_where": CANARY}
BEFORE |= {"allergy.allergies": ROW, "contacts.emergency_name": CANARY, "contacts.pharmacy": CANARY}
ABOUT = {code: value for code, value in BEFORE.items() if code.startswith("about.")}
HEART = ("blocked_arteries", "rhythm", "valve", "aneurysm", "avm")
WHERE = "/intake/heart/1/before/"


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.fixture
def intake() -> Intake:
    """A new form of a patient who has sent one before, as staff said."""
    first, second = sent(BEFORE), filled(ABOUT)
    patient = Matching.make(first, staff("physician"), told_by(first)).patient
    Matching.match(second, staff("physician"), patient)
    return Intake.objects.get(pk=second.pk)


def by_link(intake: Intake, *, masked: bool = True) -> Client:
    browser = Client()
    browser.cookies[settings.SITTING_COOKIE_NAME] = Sitting.begin(intake, masked=masked)[1]
    return browser


def posted(intake: Intake, choice: str, names: Any = HEART, **more: Any) -> dict[str, Any]:
    return dict.fromkeys(names, choice) | {"for": intake.form_mark} | more


def fresh(intake: Intake) -> Intake:
    return Intake.objects.get(pk=intake.pk)


def everywhere(browser: Client) -> str:
    """Every page of the patient, with what each leads to."""
    pages = [reverse(name) for name in ("intake", "check_answers", "who_opened", "pin", "go_on", "own_visit")]
    for section in SECTIONS:
        for page in section.pages:
            where = reverse("section_page", args=[section.code, page.number])
            pages += [where, f"{where}?change=1", f"{where}before/"]
    return "".join(browser.get(where, follow=True).content.decode() for where in pages)


def test_a_screen_is_preceded_by_what_was_answered_before_and_nothing_is_chosen(intake: Intake) -> None:
    patient = by_link(intake)
    answer = patient.get("/intake/heart/")
    assert answer["Location"] == WHERE
    page = patient.get(WHERE).content.decode()
    assert page.count("Answered on") == len(HEART) and "checked" not in page
    today = timezone.localdate()
    assert f"Answered on {today:%B} {today.day}, {today.year}." in said(patient.get(WHERE))


def test_the_same_is_kept_and_the_screen_asks_the_rest(intake: Intake) -> None:
    patient = by_link(intake)
    assert patient.post(WHERE, posted(intake, "same"))["Location"] == "/intake/heart/"
    page = patient.get("/intake/heart/")
    assert page.status_code == 200
    shown = page.content.decode()
    assert "Kept from your earlier form" in shown and 'name="high_bp"' in shown
    for name in (*HEART, "rhythm_kind", "heart_doctor", "aneurysm_where"):
        assert f'name="{name}"' not in shown and f'value="{name}"' not in shown
    assert "Which kind?" not in shown, "a follow-up would tell how the question was answered"
    assert fresh(intake).answers()["heart.rhythm_kind"] == ["long_qt"]


def test_changed_opens_the_question_and_not_sure_is_chosen_there(intake: Intake) -> None:
    patient = by_link(intake)
    patient.post(WHERE, posted(intake, "changed", avm="unsure"))
    shown = patient.get("/intake/heart/").content.decode()
    assert 'name="rhythm"' in shown and re.search(r'name="avm" value="unsure"[^>]*checked', shown)
    assert not re.search(r'name="rhythm" value="\w+"[^>]*checked', shown)
    assert patient.get("/intake/heart/").status_code == 200, "asked once"


def test_no_answer_of_then_shows_on_any_page(intake: Intake) -> None:
    patient = by_link(intake)
    assert CANARY not in everywhere(patient)
    for section in dict.fromkeys(each.section for each in LASTING):
        for page in section.pages:
            names = [each.name for each in page.questions if each in LASTING]
            patient.post(reverse("answered_before", args=[section.code, page.number]), posted(intake, "same", names))
    kept = fresh(intake)
    assert kept.answers()["allergy.allergies"] == ROW and kept.answers()["contacts.pharmacy"] == CANARY
    shown = everywhere(patient) + everywhere(by_link(intake, masked=False))
    assert CANARY not in shown and "Long QT" not in said(patient.get("/intake/check/"))
    for question in ALL_QUESTIONS:
        if question.code in kept_codes(kept):
            assert f'value="{kept.answers()[question.code]}" checked' not in re.findall(
                rf'<input[^>]*name="{question.name}"[^>]*>', shown
            )


def test_two_people_whose_answers_differ_see_the_same_pages(intake: Intake) -> None:
    """Nobody learns from the pages how a question was answered that was kept."""
    first, second = sent(WELL_MAN | {"about.email": "tom@example.org"}), filled(ABOUT)
    patient = Matching.make(first, staff("physician"), told_by(first)).patient
    Matching.match(second, staff("physician"), patient)
    other = fresh(second)
    pages = []
    for each in (intake, other):
        browser = by_link(each)
        browser.post(WHERE, posted(each, "same"))
        shown = browser.get(WHERE).content.decode() + browser.get("/intake/heart/").content.decode()
        shown += browser.get("/intake/check/").content.decode()
        shown = re.sub(r'(csrfmiddlewaretoken" value|name="for" value|data-token|name="revision" value)="[^"]*"', "", shown)
        pages.append(shown.replace(each.reference, "").replace(str(each.pk), ""))
    assert pages[0] == pages[1]


def test_the_check_says_that_it_is_the_same_and_leads_to_where_it_can_be_changed(intake: Intake) -> None:
    patient = by_link(intake)
    patient.post(WHERE, posted(intake, "same"))
    page = patient.get("/intake/check/")
    assert said(page).count("The same as on") == len(HEART) and "Which kind?" not in said(page)
    assert f'href="{WHERE}?from=check#id_rhythm"' in page.content.decode()
    answer = patient.post(WHERE, posted(intake, "same", rhythm="changed", **{"from": "check"}))
    assert answer["Location"] == "/intake/heart/?from=check"
    assert "heart.rhythm" not in fresh(intake).answers() and "heart.valve" in kept_codes(fresh(intake))


def test_a_screen_on_which_everything_was_kept_is_passed_over(intake: Intake) -> None:
    patient = by_link(intake)
    page = page_of(next(each for each in LASTING if each.code == "allergy.allergies"))
    names = [each.name for each in page.questions if each in LASTING]
    patient.post("/intake/allergy/1/before/", posted(intake, "same", names))
    assert patient.get("/intake/allergy/")["Location"] == "/intake/medicines/"


def test_each_question_needs_a_choice_and_what_was_chosen_stays(intake: Intake) -> None:
    patient = by_link(intake)
    answer = patient.post(WHERE, posted(intake, "same", ("rhythm",), avm="perhaps"))
    page = answer.content.decode()
    assert answer.status_code == 200 and "There is a problem" in page and not kept_codes(fresh(intake))
    assert "Choose the same, changed or not sure." in page and re.search(r'name="rhythm" value="same"[^>]*checked', page)


@pytest.mark.parametrize("name", ["high_bp", "rhythm_kind", "clot", "angina", "symptoms"])
def test_what_is_asked_anew_cannot_be_kept_by_a_post(intake: Intake, name: str) -> None:
    answer = by_link(intake).post(WHERE, posted(intake, "same", (*HEART, name)))
    assert "This cannot be kept from an earlier form" in said(answer) and not kept_codes(fresh(intake))


@pytest.mark.parametrize("where", ["/intake/mind/1/before/", "/intake/pregnancy/1/before/", "/intake/ride/1/before/"])
def test_safety_pregnancy_and_ride_are_never_offered(intake: Intake, where: str) -> None:
    patient = by_link(intake)
    assert patient.get(where)["Location"] == where.removesuffix("1/before/")
    names = [each.name for each in section_called(where.split("/")[2]).pages[0].questions]
    answer = patient.post(where, posted(intake, "same", names))
    assert answer.status_code == 200 and "cannot be kept" in said(answer)
    assert not kept_codes(fresh(intake))


def test_who_has_not_proven_who_they_are_is_offered_nothing(intake: Intake) -> None:
    patient = by_link(intake, masked=False)
    assert patient.get("/intake/heart/").status_code == 200
    assert patient.get(WHERE)["Location"] == "/intake/heart/"
    assert patient.post(WHERE, posted(intake, "same"))["Location"] == "/intake/heart/"
    assert not kept_codes(fresh(intake)) and Client().get(WHERE).status_code == 302


def test_a_form_of_another_intake_is_refused(intake: Intake) -> None:
    patient = by_link(intake)
    assert patient.post(WHERE, posted(filled(ABOUT), "same")).status_code == 409
    assert patient.get("/intake/heart/9/before/").status_code == 404
    assert patient.get("/intake/nothing/1/before/").status_code == 404


def test_a_kept_answer_cannot_be_read_or_changed_by_saving_the_screen(intake: Intake) -> None:
    patient = by_link(intake)
    patient.post(WHERE, posted(intake, "same"))
    data = {"for": intake.form_mark, "revision": "9", "page": "1", "shown": ["rhythm", "high_bp"], "rhythm": "no", "high_bp": "no"}
    answer = patient.post("/intake/heart/save/", data, headers={"Accept": "application/json"})
    assert "rhythm" not in answer.content.decode()
    assert fresh(intake).answers()["heart.rhythm"] == "yes" and fresh(intake).answers()["heart.high_bp"] == "no"


def test_staff_read_what_was_kept_and_from_when(intake: Intake) -> None:
    patient = by_link(intake)
    patient.post(WHERE, posted(intake, "same"))
    now = fresh(intake)
    rest = {code: value for code, value in WELL_MAN.items() if code not in now.answers()}
    for section in {code.partition(".")[0] for code in rest}:
        mine = {code: value for code, value in rest.items() if code.startswith(f"{section}.")}
        now.save_section(section_called(section), mine, revision=99)
    now.submit()
    record = said(signed_in(Role.NURSE).get(reverse("record", args=[intake.reference])))
    today = timezone.localdate()
    assert record.count(f"kept from {today.day} {today:%b %Y}: the patient says it is the same") >= len(HEART)
    assert Submission.newest(now).answers()["heart.rhythm"] == "yes"
    assert CANARY not in everywhere(patient)
