"""A patient says before a visit whether anything is new, and says of earlier answers whether they are the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from intake.models import Course, Intake, Matching, ReturnLink, Submission
from intake.models.earlier import kept_codes
from intake.models.patient import told_by
from tests.intake.filling import filled, sent, staff
from tests.intake.readying import cleared
from tests.journeys.axe import nothing_found
from tests.journeys.hands import Fingers
from tests.journeys.test_coming_back import TOM, says_when_born

with_and_without_javascript = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
SIZES = ({"width": 390, "height": 844}, {"width": 1280, "height": 900})
TAP = Fingers()


def looks(javascript: bool) -> Any:
    """axe on a phone and on a large screen; it needs JavaScript."""

    def look(page: Page) -> None:
        for size in SIZES if javascript else ():
            page.set_viewport_size(size)
            nothing_found(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the screen"

    return look


def comes_back(page: Page, intake: Intake) -> None:
    page.goto(reverse("back", args=[ReturnLink.make(intake, intake.email_index)]))
    says_when_born(page)


@with_and_without_javascript
def test_tom_says_that_nothing_is_new_and_later_that_he_takes_a_new_medicine(phone, javascript):
    look, page = looks(javascript), phone(java_script_enabled=javascript)
    intake = cleared(sent(TOM))
    Course.plan(intake, staff("nurse"), [timezone.now() + timedelta(days=2)], minutes=60)
    comes_back(page, intake)
    expect(page.get_by_role("heading", name="Is anything new?")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Answer now").click()
    look(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page)
    for name in ("health", "medicines", "cold", "ride"):
        TAP.choose(page, name, "no")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you. We have your answer.")).to_be_visible()
    assert urlsplit(page.url).path == "/visit/" and intake.news.get().something_new is False
    look(page)

    page.get_by_role("link", name="Something has changed since").click()
    assert not page.locator("main input:checked").count()
    look(page)
    for name, value in {"health": "no", "medicines": "unsure", "cold": "no", "ride": "no"}.items():
        TAP.choose(page, name, value)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("main")).to_contain_text("something may be new before your visit")
    look(page)
    page.locator('[name="taken.0.name"]').fill("Lithium")
    TAP.choose(page, "also", "none")
    TAP.choose(page, "changed", "yes")
    page.get_by_role("button", name="Continue", exact=True).last.click()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    look(page)
    assert "Lithium" not in page.content()
    newest = Submission.newest(Intake.objects.get(pk=intake.pk))
    assert newest.number == 2 and newest.answers()["medicines.taken"][0]["name"] == "Lithium"
    assert Intake.objects.get(pk=intake.pk).turn == "to_review"


@with_and_without_javascript
def test_tom_fills_in_a_second_form_and_keeps_what_is_the_same(phone, javascript):
    look, page = looks(javascript), phone(java_script_enabled=javascript)
    first = sent(TOM | {"heart.rhythm": "yes", "heart.rhythm_kind": ["long_qt"]})
    second = filled({code: value for code, value in TOM.items() if code.startswith("about.")})
    patient = Matching.make(first, staff("physician"), told_by(first)).patient
    Matching.match(second, staff("physician"), patient)
    intake = Intake.objects.get(pk=second.pk)
    comes_back(page, intake)
    page.goto("/intake/heart/")
    expect(page.get_by_text("You answered these in an earlier form.")).to_be_visible()
    assert not page.locator("main input:checked").count()
    look(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page)
    said = {"blocked_arteries": "same", "rhythm": "same", "valve": "same", "aneurysm": "changed", "avm": "unsure"}
    for name, value in said.items():
        TAP.choose(page, name, value)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Kept from your earlier form")).to_be_visible()
    assert "Long QT" not in page.content() and not page.locator('[name="rhythm"]').count()
    assert page.locator('[name="avm"][value="unsure"]').is_checked()
    look(page)
    page.get_by_role("link", name="Something of this has changed").click()
    assert page.locator('[name="rhythm"][value="same"]').is_checked()
    look(page)
    TAP.choose(page, "rhythm", "changed")
    page.get_by_role("button", name="Continue").click()
    assert not page.locator('[name="rhythm"]:checked').count()
    assert "heart.rhythm" not in kept_codes(Intake.objects.get(pk=intake.pk))
    page.goto("/intake/check/")
    expect(page.locator("main")).to_contain_text("The same as on")
    look(page)
