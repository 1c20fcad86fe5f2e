"""An education page beside a bare page of the same text: P7, and what a search through 5,000 pages costs.

    python -m bench.education

P7: a page / a bare template page that reads its text from a table; a repeat visit by 304 / a bare 304. Then a search
over 5,000 published pages / the same bare page. Server CPU and PostgreSQL's, requests in turn.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

from bench.measure import Side, in_turn, load, told
from bench.servers import ROOT, Browser, Servers, run, running

PAGE, BARE, SEARCH = "/learn/getting-ready/", "/text/1/", "/learn/search/?q=eating+before+the+infusion"
PAGES = 5000
SHOWN = """
import django
django.setup()
from education.shelf import shelf
on = shelf()
print(on.dressed(on.pages["getting-ready"]).html)
"""
BARE_TEXT = """
import sys, django
django.setup()
from bench.bare.models import Text
Text.objects.create(title="Getting ready", html=sys.stdin.read())
"""
MANY = """
import django
django.setup()
from django.utils import timezone
from education.models import Page, Publication, Version
texts = list(Version.objects.filter(page__kind="page"))
now = timezone.now()
pages = Page.objects.bulk_create(Page(slug=f"page-{n}") for n in range(%d))
versions = [
    Version(page=page, number=1, origin="starting", written_at=now, title=f"Page {n}", summary=text.summary,
            group="ready", text=text.text, html=text.html, words=text.words, grade=text.grade)
    for n, page in enumerate(pages) for text in [texts[n %% len(texts)]]
]
Version.objects.bulk_create(versions, batch_size=100)
Publication.objects.bulk_create(
    [Publication(page=version.page, version=version, at=now, made_at=now) for version in versions], batch_size=500
)
"""


def main() -> None:
    """Prints each figure beside its goal, then all as JSON."""
    with running() as servers:
        run([sys.executable, "manage.py", "load_starting_content"], servers.environment)
        _tell_bare(servers)
        figures = compared(servers, "P7_page", PAGE, BARE, 1.5)
        tags = Browser(servers.clearway).tag_of(PAGE), Browser(servers.bare).tag_of(BARE)
        figures |= compared(servers, "P7_again", PAGE, BARE, 1.3, tags)
        run([sys.executable, "-c", MANY % PAGES], servers.environment)
        figures |= compared(servers, "search_5000", SEARCH, BARE, 4)
    print(json.dumps(figures | {"load": load()}))


def compared(
    servers: Servers, name: str, ours: str, theirs: str, goal: float, tags: tuple[str, str] = ("", "")
) -> dict[str, float]:
    """One of our pages beside the bare one, in turn; with tags, as repeat visits."""
    sides = (
        Side("clearway", _asking(servers.clearway, ours, tags[0]), (servers.clearway_pid, servers.database_pid)),
        Side("bare", _asking(servers.bare, theirs, tags[1]), (servers.bare_pid, servers.database_pid)),
    )
    in_turn(*sides)
    return told(name, sides[0], sides[1], goal)


def _asking(port: int, path: str, tag: str) -> Callable[[], int]:
    browser, expected = Browser(port), 304 if tag else 200
    headers = {"If_None_Match": tag} if tag else {}

    def ask() -> int:
        status, body = browser.get(path, **headers)
        assert status == expected, (path, status)
        return len(body)

    return ask


def _tell_bare(servers: Servers) -> None:
    """The bare project shows the very text that our page shows."""
    shown = subprocess.run(
        [sys.executable, "-c", SHOWN], cwd=ROOT, env=servers.environment, capture_output=True, text=True, check=True
    ).stdout
    bare = servers.environment | {"DJANGO_SETTINGS_MODULE": "bench.bare.settings"}
    subprocess.run([sys.executable, "-c", BARE_TEXT], cwd=ROOT, env=bare, input=shown, text=True, check=True)


if __name__ == "__main__":
    main()
