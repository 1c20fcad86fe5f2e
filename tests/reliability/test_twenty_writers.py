"""Twenty clinicians write on one record at once: every accepted write is there, every refused one got both versions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from clinic.models import Staff
from clinic.roles import Role
from intake.models import Assessment, Intake, Note, Resolution, Triage
from tests.intake.filling import sent
from tests.people import WELL_MAN

WRITERS = 20
REVIEW = WELL_MAN | {"heart.rhythm": "yes", "heart.rhythm_kind": ["afib"]}


def writers() -> list[Staff]:
    return [
        Staff.objects.create(email=f"n{n}@example.org", name=f"Writer {n:02}", role=Role.PHYSICIAN, password="!")
        for n in range(WRITERS)
    ]


def at_once(people: list[Staff], where: str, words: Any) -> list[HttpResponse]:
    """Each of them posts their own words at the same time; what each was answered."""

    def alone(number: int) -> HttpResponse:
        try:
            browser = Client()
            browser.force_login(people[number])
            return browser.post(where, words(number))
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(alone, range(WRITERS)))


def test_of_twenty_wordings_of_an_assessment_one_is_kept_and_nineteen_are_shown_both(fresh_database: str) -> None:
    intake, people = sent(REVIEW), writers()
    where = reverse("assessment", args=[intake.reference])
    answers = at_once(people, where, lambda n: {"text": f"Wording of writer {n:02}.", "based_on": "0"})
    kept = Assessment.newest(Intake.objects.get())
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * (WRITERS - 1)
    for number, answer in enumerate(answers):
        if answer.status_code == 409:
            page = answer.content.decode()
            assert kept.text in page and f"Wording of writer {number:02}." in page
        else:
            assert kept.text == f"Wording of writer {number:02}." and kept.by == people[number]
    assert Assessment.objects.count() == 1


def test_of_twenty_who_settle_one_flag_one_is_heard_and_nineteen_are_shown_both(fresh_database: str) -> None:
    intake, people = sent(REVIEW), writers()
    flag = next(each for each in Triage.newest(intake).all_flags() if each.level == 3)
    where = reverse("settle", args=[intake.reference, flag.pk])
    answers = at_once(people, where, lambda n: {"outcome": "plan", "reason": f"The plan of writer {n:02}.", "seen": ""})
    kept = Resolution.last_of(flag)
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * (WRITERS - 1)
    refused = [(n, answer.content.decode()) for n, answer in enumerate(answers) if answer.status_code == 409]
    assert all(kept.reason in page and f"The plan of writer {n:02}." in page for n, page in refused)
    assert Resolution.objects.count() == 1


def test_of_twenty_decisions_one_is_made_and_nineteen_are_shown_both(fresh_database: str) -> None:
    intake, people = sent(REVIEW), writers()
    where, on = reverse("decide", args=[intake.reference]), str(intake.submissions.get().pk)
    told = {"outcome": "not_suitable", "until": "", "conditions": "", "submission": on, "seen": ""}
    answers = at_once(people, where, lambda n: told | {"reason": f"The reason of writer {n:02}."})
    made = intake.decisions.get()
    made.intake = intake
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * (WRITERS - 1)
    refused = [(n, answer.content.decode()) for n, answer in enumerate(answers) if answer.status_code == 409]
    assert all(made.reason in page and f"The reason of writer {n:02}." in page for n, page in refused)


def test_twenty_notes_are_twenty_notes(fresh_database: str) -> None:
    intake, people = sent(REVIEW), writers()
    answers = at_once(people, reverse("note", args=[intake.reference]), lambda n: {"text": f"Note {n:02}."})
    assert {answer.status_code for answer in answers} == {302}
    notes = list(Note.objects.select_related("intake"))
    assert sorted(note.text for note in notes) == [f"Note {n:02}." for n in range(WRITERS)]
    assert {(note.text[5:7], note.by.name[-2:]) for note in notes} == {(f"{n:02}", f"{n:02}") for n in range(WRITERS)}
