"""A preview runs nothing, is framed by our own pages alone, and shows what readers would see."""

from __future__ import annotations

import pytest
from django.urls import reverse

from education.models import Draft
from tests.education.browsing import at, browser
from tests.education.writing import editor, published

pytestmark = pytest.mark.django_db


def directives(answer):
    return dict(each.partition(" ")[::2] for each in answer["Content-Security-Policy"].split("; "))


def previews():
    version = published()
    draft = Draft.begin(version.page, editor())
    return [
        reverse("education_draft_shown", args=[draft.pk]),
        at("version_shown", number=version.number),
    ]


def test_a_preview_carries_a_policy_of_its_own():
    for address in previews():
        answer = browser().get(address)
        policy = directives(answer)
        assert policy["sandbox"] == "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        assert (policy["script-src"], policy["form-action"], policy["connect-src"]) == ("'none'",) * 3
        assert policy["frame-ancestors"] == "'self'" and answer["X-Frame-Options"] == "SAMEORIGIN"
        assert policy["style-src"] == "'self'" and policy["default-src"] == "'none'"
        assert "<script" not in answer.content.decode() and answer["Cache-Control"] == "no-store"


def test_only_pages_with_a_preview_may_frame_and_nobody_may_frame_them():
    published()
    browser().post(at("begin"))
    draft = Draft.objects.get()
    for address in (at("edit"), at("version", number=1), reverse("education_draft", args=[draft.pk])):
        answer = browser().get(address)
        assert directives(answer)["frame-src"] == "'self'" and directives(answer)["script-src"] == "'self'"
        assert directives(answer)["frame-ancestors"] == "'none'" and answer["X-Frame-Options"] == "DENY"
    assert "frame-src" not in directives(browser().get(reverse("education")))


def test_it_shows_what_readers_would_see_and_opens_links_beside():
    text = "## Eat\n\n[Home](/learn/getting-home/) [Here](#at-eat) [[clinic name]]\n\n> **Myth:** It is a cure.\n\n<b onclick=x>hi</b>"
    version = published(text=text)
    page = browser().get(at("version_shown", number=version.number)).content.decode()
    assert '<a target="_blank" href="/learn/getting-home/"' in page and '<a href="#at-eat"' in page
    assert '<h2 id="at-eat">Eat</h2>' in page and '<blockquote class="myth">' in page and "<b onclick" not in page
