"""Every script that a page loads is a file of ours with the hash of what is in it; none stands in a page."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from django.test import Client

from clinic.templatetags.scripts import script
from clinic.who_may_open import DOORS
from tests.addresses import VISITORS, World
from tests.preparing import ROOT

TAG = re.compile(r'<script type="module" src="(/static/js/[^"]+)" integrity="sha256-([^"]+)"></script>')


@pytest.mark.django_db
def test_every_page_says_what_is_in_its_scripts() -> None:
    world, found = World(), set()
    for visitor in VISITORS:
        for name, door in DOORS.items():
            said = world.browser(visitor).get(world.address(name)).content.decode(errors="replace") if door.get else ""
            assert said.count("<script") == len(TAG.findall(said)), name
            found |= set(TAG.findall(said))
    assert len(found) == len(list((ROOT / "static" / "js").glob("*.js")))
    for address, told in found:
        served = b"".join(Client().get(address).streaming_content)  # type: ignore[attr-defined]
        assert base64.b64encode(hashlib.sha256(served).digest()).decode() == told, address


def test_no_script_brings_another_one_in() -> None:
    """What is brought in by a script has no hash of its own."""
    for path in (ROOT / "static" / "js").glob("*.js"):
        assert not re.search(r"^\s*import\b|\bimport\(", path.read_text(), re.MULTILINE), path.name


def test_a_script_that_is_not_there_is_not_loaded() -> None:
    with pytest.raises(FileNotFoundError):
        script("js/none.js")
