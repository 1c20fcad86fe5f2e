"""The list of pages says where each stands; the menu says how much waits; only those who look after them see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.roles import APPROVERS, Role
from education.models import Draft, MedicalReview, Publication, Source, Verdict
from education.pages import count
from tests.education.browsing import at, browser
from tests.education.writing import editor, proposed, published
from tests.staff import PASSWORD, made

pytestmark = pytest.mark.django_db


def listed():
    return browser().get(reverse("education")).content.decode()


def reviewed(version, due):
    """A review that fell due on this day. It was in the future when it was given."""
    return MedicalReview.objects.create(
        version=version, by=editor("Rae", Role.MEDICAL_REVIEWER), at=timezone.now(), due=due
    )


def test_where_each_page_stands():
    Source.objects.create(key="KET-US", kind="published", title="Label")
    published("shown", title="Shown to readers")
    proposed("waits", title="Waits for somebody")
    hidden = published("hidden", title="Hidden from readers")
    Publication.hide(hidden.page, editor("Second"), why="It is out of date.")
    planned = proposed("planned", title="Planned for later")
    Verdict.give(planned, editor("Second"), approved=True)
    Publication.publish(planned, editor("Second"), at=timezone.now() + timedelta(days=2))
    back = proposed("back", title="Sent back")
    Verdict.give(back, editor("Second"), approved=False, note="The hours are wrong.")
    Draft.begin(hidden.page, editor("Other"))
    page = listed()
    for words in ("version 1, since", "version 1 by Eli", "Hidden", "version 1, from", "version 1 to Eli", "of Other"):
        assert words in page
    assert page.count("Not yet reviewed") == 1


def test_warnings_stand_beside_the_page():
    published(text="It is a cure. [[source NONE]]", promise_reason="It is the title of a law.")
    page = listed()
    assert "Promotional words: cure." in page and "no source called “NONE”" in page


def test_nothing_yet_says_how_pages_come():
    assert "No page yet" in listed()


def test_the_menu_counts_what_waits_and_what_is_overdue():
    version = published()
    reviewed(version, timezone.localdate())
    assert (count().verdicts, count().reviews) == (0, 0)
    other = published("other")
    reviewed(other, timezone.localdate() - timedelta(days=1))
    proposed()
    proposed()
    assert (count().verdicts, count().reviews) == (1, 1)
    page = listed()
    assert "1 version waits for approval, 1 review is overdue" in page and "Medical review overdue" in page
    reviewed(other, timezone.localdate() + timedelta(days=9))
    Verdict.give(proposed(), editor("Second"), approved=True)
    assert count().all == 0


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_look_after_pages_see_them_in_the_menu(role):
    person = browser("Sam", role)
    page = person.get(reverse("account_change_password")).content.decode()
    assert (reverse("education") in page) == (role in APPROVERS)
    assert person.get(reverse("education")).status_code == (200 if role in APPROVERS else 404)


@pytest.mark.parametrize("role", sorted(APPROVERS))
def test_they_begin_there_and_see_no_patient(client, role):
    made(role)
    signed_in = client.post(reverse("account_login"), {"login": f"{role}@example.org", "password": PASSWORD})
    assert signed_in["Location"] == reverse("education")
    for address in ("queue", "desk", "reopen"):
        assert client.get(reverse(address)).status_code == 404
    assert reverse("queue") + '"' not in client.get(reverse("education")).content.decode()


def test_the_overview_tells_the_whole_history():
    version = published(note="First words.")
    reviewed(version, timezone.localdate() + timedelta(days=300))
    Draft.begin(version.page, editor("Other"))
    page = browser().get(at("page")).content.decode()
    for words in ("readers see it", "First words.", "by Second", "Drafts of colleagues", "due again", "Take the page down"):
        assert words in page


def test_the_list_costs_as_much_for_many_pages_as_for_one(django_assert_num_queries):
    for number in range(2):
        published(f"page-{number}")
    visitor = browser()
    visitor.get(reverse("education"))
    with django_assert_num_queries(LIST_COSTS):
        visitor.get(reverse("education"))
    for number in range(2, 12):
        version = published(f"page-{number}")
        Draft.begin(version.page, editor("Other"))
        reviewed(version, timezone.localdate())
    visitor.get(reverse("education"))
    with django_assert_num_queries(LIST_COSTS):
        visitor.get(reverse("education"))


LIST_COSTS = 10
