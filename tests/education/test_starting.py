"""Starting content is published by the loader, again and again, and never over what an editor wrote."""

from __future__ import annotations

import pytest

from education.models import Draft, Page, Source, Version
from education.shelf import shelf
from education.starting import load
from tests.education.writing import editor, written

pytestmark = pytest.mark.django_db
PAGE = "---\ntitle: Rest\nsummary: How to rest.\ngroup: after\norder: {order}\n---\nLie down.\n"


@pytest.fixture
def content(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "sources.csv").write_text("key,kind,title,place,url,year,read\nKET-US,published,Label,FDA,,2024,yes\n")
    (tmp_path / "pages" / "rest.md").write_text(PAGE.format(order=1))
    return tmp_path


def test_it_is_published_once_and_updated_while_nobody_edited_it(content):
    assert load(content) == {"rest": "new"}
    assert load(content) == {"rest": "unchanged"}
    (content / "pages" / "rest.md").write_text(PAGE.format(order=2))
    assert load(content) == {"rest": "updated"}
    assert [version.number for version in Version.objects.order_by("number")] == [1, 2]
    entry = shelf().pages["rest"]
    assert entry.is_starting and entry.order == 2 and Source.objects.get().read


def test_what_an_editor_wrote_is_left_alone(content):
    load(content)
    Draft.begin(Page.objects.get(), editor()).keep(written(text="Mine."), revision=1).propose()
    (content / "pages" / "rest.md").write_text(PAGE.format(order=3))
    assert load(content) == {"rest": "edited here"}
    assert Version.objects.count() == 2
