"""Two pairs of eyes, held by the database; what is published stays as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from clinic.models import Event
from clinic.roles import Role
from education.models import MedicalReview, Page, Publication, Refused, Verdict, Version
from education.shelf import shelf
from education.text.reading import BEYOND_MEASURE
from tests.education.writing import editor, proposed, published, written

pytestmark = pytest.mark.django_db


def refused_by_the_database(act, words):
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        act()


def test_what_a_second_person_approved_is_published():
    version = published()
    assert shelf().pages["getting-ready"].mark == f"getting-ready@{version.number}"
    assert {"page.approved", "page.published"} <= set(Event.objects.values_list("action", flat=True))


def test_nobody_approves_their_own_text():
    version = proposed()
    with pytest.raises(Refused, match="You wrote this version"):
        Verdict.give(version, version.author, approved=True)
    refused_by_the_database(
        lambda: Verdict.objects.create(version=version, approved=True, by=version.author, at=timezone.now()),
        "nobody approves their own text",
    )


@pytest.mark.parametrize("sent_back", [False, True])
def test_what_nobody_approved_is_not_published(sent_back):
    version = proposed()
    if sent_back:
        Verdict.give(version, editor("Second"), approved=False, note="The hours are wrong.")
    with pytest.raises(Refused, match="has to approve this version first"):
        Publication.publish(version, editor("Second"))
    now = timezone.now()
    refused_by_the_database(
        lambda: Publication.objects.create(page=version.page, version=version, at=now, made_at=now),
        "once a second person approved it",
    )


def test_a_version_is_not_published_as_another_page():
    version, other = published(), Page.objects.create(slug="other")
    now = timezone.now()
    refused_by_the_database(
        lambda: Publication.objects.create(page=other, version=version, at=now, made_at=now), "approved it"
    )


def test_starting_content_never_follows_what_an_editor_wrote():
    version = proposed()
    refused_by_the_database(lambda: Version.write(version.page, written()), "never follows what an editor wrote")


def test_a_version_stays_as_it_was_written():
    version = published()
    for act in (
        lambda: Version.objects.filter(pk=version.pk).update(text="other"),
        lambda: Verdict.objects.all().delete(),
        lambda: Publication.objects.update(at=timezone.now()),
    ):
        refused_by_the_database(act, "sealed|denied")


@pytest.mark.parametrize("role", [Role.NURSE, Role.PHYSICIAN, Role.FRONT_DESK, Role.ADMINISTRATOR])
def test_only_editors_and_reviewers_approve_publish_and_hide(role):
    version, stranger = published(), editor("Stranger", role)
    for act in (
        lambda: Verdict.give(proposed(), stranger, approved=True),
        lambda: Publication.publish(version, stranger),
        lambda: Publication.hide(version.page, stranger, why="It is out of date."),
    ):
        with pytest.raises(Refused, match="Only an education editor"):
            act()


def test_a_page_appears_at_its_time():
    version = proposed()
    Verdict.give(version, editor("Second"), approved=True)
    Publication.publish(version, editor("Second"), at=timezone.now() + timedelta(hours=1))
    assert "getting-ready" not in shelf().pages
    with pytest.raises(Refused, match="has passed"):
        Publication.publish(version, editor("Second"), at=timezone.now() - timedelta(hours=1))


def test_an_old_version_comes_back_and_a_page_can_be_hidden():
    old = published()
    new = published(title="Getting ready, anew")
    assert shelf().pages["getting-ready"].version == new.pk
    Publication.publish(old, editor("Second"), why="The new one was wrong.")
    assert shelf().pages["getting-ready"].version == old.pk
    Publication.hide(old.page, editor("Second"), why="Both were wrong.")
    assert "getting-ready" not in shelf().pages


def test_only_a_medical_reviewer_who_did_not_write_it_stands_by_a_version():
    due = timezone.localdate() + timedelta(days=365)
    reviewer, version = editor("Rae", Role.MEDICAL_REVIEWER), published()
    with pytest.raises(Refused, match="Only a medical reviewer"):
        MedicalReview.give(version, editor("Second"), due=due)
    with pytest.raises(Refused, match="after today"):
        MedicalReview.give(version, reviewer, due=timezone.localdate())
    refused_by_the_database(
        lambda: MedicalReview.objects.create(version=version, by=editor("Second"), at=timezone.now(), due=due),
        "by a medical reviewer",
    )
    MedicalReview.give(version, reviewer, due=due)
    assert shelf().pages["getting-ready"].review.by == "Rae"


def test_a_promise_is_refused_until_a_reason_is_given():
    with pytest.raises(Refused, match="cure"):
        proposed(text="It is a cure.")
    kept = proposed(text="It is a cure.", promise_reason="It quotes a law's title.")
    assert kept.promises == ["cure"] and kept.promise_reason


def test_a_text_that_nobody_can_read_is_kept_all_the_same():
    assert proposed(text="a" * 4000).grade == BEYOND_MEASURE
