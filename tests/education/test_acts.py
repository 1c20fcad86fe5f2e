"""A version's page: each person is offered what they may do, is told before and after, and is refused the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.roles import Role
from education.models import MedicalReview, Publication, Verdict
from education.shelf import shelf
from tests.education.browsing import at, browser
from tests.education.writing import editor, proposed, published

pytestmark = pytest.mark.django_db
SLUG = "getting-ready"


def acts(answer):
    """What the forms of a page would do."""
    page = answer.content.decode()
    return {act for act in ("approve", "send_back", "publish", "review") if f'name="act" value="{act}"' in page}


def done(name, version, role=Role.EDITOR, **posted):
    """What somebody is shown after an act."""
    place = at("version", number=version.number)
    return browser(name, role).post(place, posted, follow=True).content.decode()


@pytest.mark.parametrize(
    ("name", "role", "offered"),
    [
        ("Eli", Role.EDITOR, set()),
        ("Other", Role.EDITOR, {"approve", "send_back"}),
        ("Rae", Role.MEDICAL_REVIEWER, {"approve", "send_back", "review"}),
    ],
)
def test_who_is_offered_what_on_a_version_that_waits(name, role, offered):
    version = proposed()
    answer = browser(name, role).get(at("version", number=version.number))
    assert acts(answer) == offered
    assert ("You cannot approve this version" in answer.content.decode()) == (name == "Eli")


def test_the_author_who_tries_all_the_same_is_told_why():
    version = proposed()
    page = done("Eli", version, act="approve", **{"approve-when": "now"})
    assert "You wrote this version. Somebody else has to approve it." in page and not Verdict.objects.exists()


def test_approved_and_published_at_once():
    version = proposed()
    page = done("Other", version, act="approve", **{"approve-when": "now", "approve-note": "Clear."})
    assert "Approved. Readers see it now." in page and "Clear." in page
    assert shelf().pages[SLUG].version == version.pk


def test_approved_for_a_time_on_the_clinics_clock_and_called_off():
    version = proposed()
    local = timezone.localtime() + timedelta(days=1)
    when = {"approve-when": "at", "approve-at": f"{local:%Y-%m-%dT%H:%M}"}
    page = done("Other", version, act="approve", **when)
    planned = Publication.objects.get()
    assert f"Readers see it from {local:%a} {local.day} {local:%b %Y, %H:%M}." in page
    assert planned.at == local.replace(second=0, microsecond=0) and SLUG not in shelf().pages
    overview = browser().get(at("page")).content.decode()
    assert "Scheduled" in overview and "Call off what is planned" in overview
    page = browser().post(at("call_off"), {"planned": planned.pk}, follow=True).content.decode()
    assert "Called off." in page
    assert Publication.objects.latest("id").version is None and Publication.objects.latest("id").at == planned.at
    page = browser().post(at("call_off"), {"planned": planned.pk}, follow=True).content.decode()
    assert "happened or was called off already" in page and Publication.objects.count() == 2


def test_approved_for_later_waits_until_somebody_publishes_it():
    version = proposed()
    done("Other", version, act="approve", **{"approve-when": "later"})
    assert SLUG not in shelf().pages
    assert "not yet published" in browser().get(at("page")).content.decode()
    page = done("Eli", version, act="publish", **{"publish-when": "now"})
    assert "Readers see it now." in page and shelf().pages[SLUG].version == version.pk


@pytest.mark.parametrize(
    ("posted", "told"),
    [
        ({"approve-when": "at"}, "Give the day and the time"),
        ({"approve-when": "at", "approve-at": "tomorrow"}, "Write the day and the time"),
        ({"approve-when": "at", "approve-at": "2020-01-01T08:00"}, "This time has passed"),
        ({}, "Say when readers see it"),
    ],
)
def test_a_wrong_time_approves_nothing(posted, told):
    version = proposed()
    assert told in done("Other", version, act="approve", **posted)
    assert not Verdict.objects.exists() and not Publication.objects.exists()


def test_sent_back_with_a_reason_that_the_author_reads():
    version = proposed()
    assert "Say in a sentence what has to change." in done("Other", version, act="send_back", **{"send_back-note": "no"})
    page = done("Other", version, act="send_back", **{"send_back-note": "The hours are wrong."})
    assert "Sent back." in page
    mine = browser().get(at("version", number=version.number))
    assert "The hours are wrong." in mine.content.decode() and acts(mine) == set()
    assert "What Other says has to change" in browser().get(at("page")).content.decode()
    assert acts(browser("Rae", Role.MEDICAL_REVIEWER).get(at("version", number=1))) == set()


def test_a_verdict_that_somebody_gave_meanwhile_is_told():
    version = proposed()
    Verdict.give(version, editor("Third"), approved=False, note="The hours are wrong.")
    page = done("Other", version, act="approve", **{"approve-when": "now"})
    assert "Somebody has given a verdict" in page and not Publication.objects.exists()


def test_an_old_version_is_brought_back():
    old, new = published(), published(title="Getting ready, anew")
    page = browser().get(at("version", number=old.number)).content.decode()
    assert "Bring this version back" in page and f"instead of version {new.number}" in page
    done("Eli", old, act="publish", **{"publish-when": "now", "publish-why": "The new one was wrong."})
    assert shelf().pages[SLUG].version == old.pk
    assert "The new one was wrong." in browser().get(at("page")).content.decode()


def test_a_page_is_taken_down_with_a_reason():
    published()
    assert "links to it lead nowhere" in browser().get(at("hide")).content.decode()
    assert "Say in a sentence why" in browser().post(at("hide"), {"why": "x"}).content.decode()
    page = browser().post(at("hide"), {"why": "The hours are out of date."}, follow=True).content.decode()
    assert "The page is taken down." in page and "Hidden" in page and SLUG not in shelf().pages
    page = browser().get(at("hide"), follow=True).content.decode()
    assert "nothing to take down" in page


def test_a_medical_reviewer_stands_by_a_version_until_a_day():
    version = published()
    due = timezone.localdate() + timedelta(days=200)
    page = done("Rae", version, Role.MEDICAL_REVIEWER, act="review", **{"review-due": f"{due:%Y-%m-%d}"})
    assert "Reviewed. It has to be read again by" in page and MedicalReview.objects.get().due == due
    for wrong, told in (("2020-01-01", "after today"), ("soon", "year-month-day"), ("", "Give the day")):
        page = done("Rae", version, Role.MEDICAL_REVIEWER, act="review", **{"review-due": wrong})
        assert told in page
    page = done("Other", version, act="review", **{"review-due": f"{due:%Y-%m-%d}"})
    assert "Only a medical reviewer can do this." in page and MedicalReview.objects.count() == 1


def test_an_approver_sees_what_to_look_at():
    long = "Notwithstanding considerable heterogeneity, pharmacological interventions necessitate multidisciplinary evaluation. "
    version = proposed(text=f"{long * 3} It is a cure. [[source NONE]]", promise_reason="It is the title of a law.")
    page = browser("Other").get(at("version", number=version.number)).content.decode()
    for told in ("Promotional words: cure.", "It is the title of a law.", "Hard to read", "no source called “NONE”", "Not yet reviewed"):
        assert told in page


def test_an_unknown_act_does_nothing():
    version = proposed()
    for act in ("", "delete", "<b>"):
        assert browser("Other").post(at("version", number=version.number), {"act": act}).status_code == 200
    assert not Verdict.objects.exists()


def test_a_version_that_is_not_there_is_not_found():
    published()
    for number in (9, 10**12):
        assert browser().get(f"/staff/education/pages/{SLUG}/versions/{number}/").status_code == 404
